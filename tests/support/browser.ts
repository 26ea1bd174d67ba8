import { existsSync } from 'node:fs';
import { chromium, type Browser as Chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, describe, test } from 'vitest';
import { fixedClock } from '../../src/platform/clock.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { createTestApp, type TestApp } from './app.ts';
import { type Cast, type CastKey, readCast } from './cast.ts';
import { createDemoDatabase } from './demo-database.ts';

/** The afternoon of a working Wednesday: everybody of the cast is free from 12.00 on. */
export const AFTERNOON = '2026-11-18T13:30:00+08:00';
/** An old phone held upright (ux.md, section 8). */
export const PHONE = { width: 360, height: 740 } as const;
export const DESKTOP = { width: 1280, height: 900 } as const;

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
// Chromium as root in a container, and quiet: no look-ups of its maker's hosts.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
/** A page that does not come within this time is missing, not slow. */
const PATIENCE_MS = 20_000;

/** Where a Chromium is: TAKAR_CHROMIUM, else a usual place; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.TAKAR_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  return USUAL_PLACES.find(place => existsSync(place));
}

/** Start Chromium; the caller closes it. */
export function launchChromium(executablePath: string): Promise<Chromium> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Start Chromium with what it keeps in a folder, so that it can be closed and opened again; the caller closes it. */
export function launchProfile(folder: string, baseURL: string, habits: BrowserHabits): Promise<BrowserContext> {
  const executablePath = findChromium();
  const options = { ...contextOptions(baseURL, habits), ...(executablePath ? { executablePath } : {}), args: FLAGS };
  return chromium.launchPersistentContext(folder, options);
}

/**
 * A group of tests in a real browser. Where there is no Chromium the group is reported as NOT RUN, loudly, and skipped;
 * with TAKAR_BROWSER=wajib (CI) that is a failure.
 */
export function journeys(title: string, tell: (chromium: Chromium) => Promise<void> | void): void {
  const executable = findChromium();
  if (executable !== undefined) {
    describe(title, async () => {
      const browser = await launchChromium(executable);
      afterAll(() => browser.close());
      await tell(browser);
    });
    return;
  }
  const reason = `no Chromium found (set TAKAR_CHROMIUM to its path, or install the package chromium)`;
  if (process.env.TAKAR_BROWSER === 'wajib') {
    test(`${title}: a Chromium is required (TAKAR_BROWSER=wajib)`, () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`\n!!! NOT RUN: browser journey "${title}": ${reason}\n\n`);
  describe.skip(`NOT RUN, no Chromium: ${title}`, () => {
    test('needs a Chromium', () => undefined);
  });
}

/** How a person's browser differs from the usual one: a phone, English, with JavaScript. */
export interface BrowserHabits {
  readonly javaScript?: boolean;
  readonly locale?: 'en-US' | 'id-ID';
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether the service worker may take hold; only in tests of what it does. */
  readonly worker?: boolean;
}

/** The regency of the demo, running: the real application with its worker over a database of its own. */
export interface Office {
  readonly app: TestApp;
  readonly cast: Cast;
  /** A browser in which nobody has signed in. */
  stranger(habits?: BrowserHabits): Promise<Person>;
  /** A browser in which one of the cast has signed in; the form itself is for those who test it. */
  person(key: CastKey, habits?: BrowserHabits): Promise<Person>;
  /** Sign one of the cast in with a browser that is there already, whoever was signed in with it. */
  admit(key: CastKey, person: Person): Promise<void>;
}

/** Opens the demo's regency at AFTERNOON, in this process. It is closed by itself after the group. */
export async function openOffice(browser: Chromium): Promise<Office> {
  const app = await createTestApp({
    database: await createDemoDatabase(),
    clock: fixedClock(AFTERNOON),
    regency: { demo: true },
  });
  const worker = startWorker(app.deps, { pollMs: 100 });
  afterAll(() => worker.stop());
  const cast = await readCast(app.deps.pool);
  const stranger = async (habits: BrowserHabits = {}): Promise<Person> => {
    const context = await browser.newContext(contextOptions(app.url, habits));
    context.setDefaultTimeout(PATIENCE_MS);
    return new Person(context, await context.newPage());
  };
  const person = async (key: CastKey, habits: BrowserHabits = {}): Promise<Person> => {
    const somebody = await stranger(habits);
    await admit(key, somebody);
    return somebody;
  };
  const admit = async (key: CastKey, { context }: Person): Promise<void> => {
    const { login: nip, password: kata_sandi } = cast[key];
    const answer = await context.request.post(`${app.url}/masuk`, {
      form: { nip, kata_sandi, lanjut: '' },
      headers: { origin: app.url, 'sec-fetch-site': 'same-origin' },
      maxRedirects: 0,
    });
    if (answer.status() !== 303) throw new Error(`sign-in of ${key} was answered ${String(answer.status())}`);
  };
  return { app, cast, stranger, person, admit };
}

/** Settings of a browser window; a narrow one is a phone. */
export function contextOptions(baseURL: string, habits: BrowserHabits): Parameters<Chromium['newContext']>[0] {
  const viewport = { ...(habits.size ?? PHONE) };
  const phone = viewport.width < 768;
  return {
    baseURL,
    viewport,
    isMobile: phone,
    hasTouch: phone,
    javaScriptEnabled: habits.javaScript ?? true,
    locale: habits.locale ?? 'en-US',
    serviceWorkers: habits.worker ? ('allow' as const) : ('block' as const),
  };
}

/** Somebody at a browser: what they do, counted, and what their browser complained about. */
export class Person {
  /** Taps and clicks since the last `startCounting`. */
  taps = 0;
  /** Fields typed into since then. */
  typed = 0;
  /** Errors of scripts and of the content security policy, since the window was opened. */
  readonly complaints: string[] = [];
  readonly context: BrowserContext;
  readonly page: Page;

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('console', message => {
      // A page answered with 409 or 422 is a page; the browser notes its number as an error of loading.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.complaints.push(message.text());
    });
  }

  startCounting(): void {
    this.taps = 0;
    this.typed = 0;
  }

  /** Open an address and wait for its page. @returns the answer's status */
  async open(address: string): Promise<number> {
    const answer = await this.page.goto(address);
    return answer?.status() ?? 0;
  }

  async tap(place: Locator): Promise<void> {
    this.taps += 1;
    await place.click();
  }

  async type(place: Locator, text: string): Promise<void> {
    this.typed += 1;
    await place.fill(text);
  }

  /** Fill in the sign-in form that is on screen and wait until it has led on. */
  async signIn(login: string, password: string): Promise<void> {
    await this.page.locator('[name="nip"]').fill(login);
    await this.page.locator('[name="kata_sandi"]').fill(password);
    const answer = this.page.waitForResponse(response => response.request().method() === 'POST');
    await this.page.getByRole('button', { name: 'Masuk', exact: true }).click();
    const status = (await answer).status();
    if (status !== 303)
      throw new Error(`the sign-in was answered ${String(status)}: ${await this.page.locator('main').innerText()}`);
    await this.page.waitForURL(address => address.pathname !== '/masuk');
  }

  async signOut(): Promise<void> {
    if (await this.page.locator('details.menu__buka').isVisible())
      await this.page.locator('details.menu__buka').click();
    await this.page.getByRole('button', { name: 'Keluar', exact: true }).click();
    await this.page.waitForURL('**/masuk');
  }

  /** The path on screen, without the query. */
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
