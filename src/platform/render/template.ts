import ejs from 'ejs';
import type { Html } from './engine.ts';
import { escapeHtml } from './escape.ts';
import type { Fmt } from './format.ts';
import type { Forms } from './forms.ts';

/** Renders one template with props of its own. */
export type Include = (name: string, model: object) => Html;

/** A compiled template: its model, and what every template may call. */
export type Template = (model: object, include: Include, fmt: Fmt, forms: Forms) => string;

type Filled = (
  it: object,
  include: Include,
  fmt: Fmt,
  forms: Forms,
  escapeFn: typeof escapeHtml,
  fail: typeof failIn,
) => string;

/**
 * Compiles one template with fixed options, so that nothing in a model can become an option of the engine.
 *
 * EJS writes the program; it is called here without the engine's wrapper, which copies the whole model at every call and
 * makes an `include` of its own each time: a page of fifty entries calls two hundred components, and this was half of
 * what rendering it cost.
 *
 * @throws SyntaxError where the template does not parse
 */
export function compileTemplate(text: string, file: string): Template {
  const written = new ejs.Template(text, {
    filename: file,
    strict: true,
    _with: false,
    localsName: 'it',
    rmWhitespace: true,
    compileDebug: true,
    async: false,
  });
  written.compile(); // says in which file the mistake stands
  const program = `"use strict"; let __line = 1;
try {${written.source}} catch (error) { fail(error, ${JSON.stringify(file)}, __line); }
//# sourceURL=${JSON.stringify(file)}`;
  // What EJS itself does with the same text, which comes from our own folder of templates.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const filled = new Function('it', 'include', 'fmt', 'forms', 'escapeFn', 'fail', program) as Filled;
  return (model, include, fmt, forms) => filled(model, include, fmt, forms, escapeHtml, failIn);
}

/** Says where, once: the innermost template is the one with the mistake. */
function failIn(error: unknown, file: string, line: number): never {
  if (error instanceof Error && !error.message.includes('.ejs:')) error.message = `${file}:${line} ${error.message}`;
  throw error;
}
