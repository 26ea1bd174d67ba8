import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Application, Response } from 'express';
import type { Assets } from './assets.ts';
import { fmt } from './format.ts';
import { forms } from './forms.ts';
import { sendHtml } from './send.ts';
import { bareShell, type LayoutModel, type Shell } from './shell.ts';
import { compileTemplate, type Include, type Template } from './template.ts';

/** Text that is already HTML: the result of a template. Only this may be printed unescaped. */
export type Html = string & { readonly __html: true };

/** The least a page model holds; each feature's `pages.ts` exports its own type. */
export interface PageModel {
  readonly title: string;
  /** The browser asks for the page again after so many seconds: pages of running jobs. */
  readonly refreshSeconds?: number | undefined;
}

export interface Views {
  /** Renders one template alone, with its own props and nothing inherited. */
  readonly render: (name: string, model: object) => Html;
  /** Renders a page inside its layout: `layouts/app` for a signed-in person, else `layouts/plain`. */
  readonly renderPage: (name: string, model: PageModel, shell: Shell) => Html;
}

export interface ViewOptions {
  /** The folder of templates. */
  readonly root: string;
  /** Compile everything once, at start (production and tests); otherwise every template anew at every use. */
  readonly cache: boolean;
  readonly assets: Assets;
}

const NAME = /^[a-z0-9][a-z0-9-]*(\/[_a-z0-9][a-z0-9-]*)*$/;
const APP_KEY = 'takar views';
/** The hidden fields of a form that is sent; those of a search are `components/kept-query`. */
const SENT_FIELDS = 'components/hidden';
/** Templates compiled for good, by their place: a process with many applications (a test run) compiles each once. */
const compiled = new Map<string, Template>();

/**
 * Compiles the templates of a folder.
 *
 * A template sees `it` (its model), `fmt`, `forms` and `include(name, props)`. Our own `include` replaces
 * the engine's: that one hands the parent's model down to every component (an optional prop would be filled by a page's
 * field of the same name) and looks for the file at each call.
 * @throws when a template does not parse (at start, when `cache` is on) or does not exist
 */
export function createViews({ root, cache, assets }: ViewOptions): Views {
  const compile = (name: string): Template => {
    if (!NAME.test(name)) throw new Error(`Not a template name: ${name}`);
    const filename = path.join(root, `${name}.ejs`);
    return compileTemplate(readFileSync(filename, 'utf8'), filename);
  };

  const own = new Map<string, Template>();
  const template = (name: string): Template => {
    const known = own.get(name);
    if (known) return known;
    const place = path.join(root, name);
    const fresh = (cache ? compiled.get(place) : undefined) ?? compile(name);
    if (cache) {
      compiled.set(place, fresh);
      own.set(name, fresh);
    }
    return fresh;
  };

  // Markup only ever comes from a template, hence the brand.
  const fill = (name: string, model: object, include: Include): Html =>
    template(name)(model, include, fmt, forms) as Html;
  // Trimmed, so that a component can stand inside a sentence.
  const render = (name: string, model: object): Html => fill(name, model, render).trim() as Html;
  /** Every form that is sent says on whose page it stood (device-key.ts): no feature has to think of it. */
  const includeFor = (owner: string): Include => {
    const include: Include = (name, model) =>
      fill(name, name === SENT_FIELDS ? { ...model, owner } : model, include).trim() as Html;
    return include;
  };

  const layoutAssets = {
    css: assets.url('css/app.css'),
    js: assets.url('js/takar.js'),
    icon: assets.url('img/perisai.svg'),
  };

  const renderPage = (name: string, model: PageModel, shell: Shell): Html => {
    const signedIn = shell.user;
    const body = fill(name, model, signedIn ? includeFor(signedIn.key) : render);
    const layout: LayoutModel = { title: model.title, body, shell, signedIn, assets: layoutAssets };
    return render(signedIn ? 'layouts/app' : 'layouts/plain', layout);
  };

  if (cache) for (const name of templateNames(root)) template(name);
  return { render, renderPage };
}

/** The names of all templates under `root`, without the ending, sorted. */
export function templateNames(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ejs'))
    .map(file => file.slice(0, -'.ejs'.length).replaceAll(path.sep, '/'))
    .sort();
}

/** Makes `page()` work in this application. */
export function installViews(app: Application, views: Views): void {
  app.set(APP_KEY, views);
}

/** The views of the application that answers. */
export function viewsOf(res: Response): Views {
  return res.app.get(APP_KEY) as Views;
}

/** The surroundings prepared for this request, or the bare ones when it failed before that. */
export function shellOf(res: Response): Shell {
  return (res.locals.shell as Shell | undefined) ?? bareShell;
}

/** Under this name the shell leaves what must be known before a refused form is shown: the numbers in the menu. */
export const BEFORE_REFUSAL = 'takar before a refusal';
const REFUSED: readonly number[] = [409, 422];

/**
 * Answers with a page: `views/<view>.ejs` over `model`, inside the layout that fits.
 * The model is an explicit object; never spread a request's query or body into it.
 * @param status 200, or 422 and 409 when a form comes back with messages
 */
export function page<M extends PageModel>(res: Response, view: string, model: M, status = 200): void {
  const answer = (): void => {
    const html = viewsOf(res).renderPage(view, model, shellOf(res));
    if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'private, no-store');
    if (model.refreshSeconds) res.setHeader('Refresh', String(model.refreshSeconds));
    res.statusCode = status;
    sendHtml(res, html);
  };
  const before = res.locals[BEFORE_REFUSAL] as (() => Promise<void>) | undefined;
  if (before && REFUSED.includes(status))
    before()
      .then(answer)
      .catch((error: unknown) => res.req.next?.(error));
  else answer();
}
