import { readdir, readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { contextOptions, journeys, openOffice, Person, type Office } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { jobPath } from '../../src/features/jobs/paths.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { FIRST_START, listPages, NOT_PAGES, type ListedPage, type Units } from './page-list.ts';
import { fill } from './page-spoilers.ts';
import {
  axeViolations,
  clippedButtons,
  errorState,
  foreignMarkup,
  setTextSize,
  smallTargets,
  stickingOut,
  visibleText,
} from './page-probes.ts';

const FIRST_VIEW_BYTES = 60 * 1024;
const LATER_VIEW_BYTES = 15 * 1024;
const MOST_REQUESTS = 6;
const PAGE_MS = 60_000;
const LOCALES = ['en-US', 'id-ID'] as const;
const SCRIPTS = new URL('../../public/js/', import.meta.url);
/** What writes dates, times and numbers as the browser's language has them, and so differently for two readers. */
const LANGUAGE_OF_BROWSER = /toLocale\w*String|navigator\.languages?|Intl\.\w+\((?!'[a-z]{2}-[A-Z]{2}')/;

journeys('every page of the route table', async chromium => {
  const office = await openOffice(chromium);
  const { units, jobId } = await closeSome(office);
  const pages = await listPages(office, units, jobId);
  const people = readers(office);

  test('is in the list of pages that are looked at', () => {
    const gets = office.app.routes.filter(route => route.method === 'get').map(route => route.path);
    const listed = [...pages.map(({ route }) => route), ...NOT_PAGES, FIRST_START];
    expect([...new Set(listed)].sort()).toEqual([...new Set(gets)].sort());
  });

  // every second reader has an Indonesian browser: that a page reads the same in both is shown once, below
  test.each(pages.map((page, number) => ({ ...page, locale: LOCALES[number % LOCALES.length] ?? 'id-ID' })))(
    '$route as $as reads well for everybody, fits every phone, is light, and says in words what is wrong',
    { timeout: PAGE_MS },
    async ({ as, address, spoil, refusal, locale }) => {
      const person = await people(as, locale);
      await lookAt(person, address);
      if (spoil && refusal) await lookAtRefusal(person, { spoil, refusal });
    },
  );

  test('reads the same in whichever language the browser is', { timeout: PAGE_MS }, async () => {
    // browsers of their own: those of the walk keep drafts by now
    const abroad = await office.person('staf1', { locale: 'en-US' });
    const local = await office.person('staf1', { locale: 'id-ID' });
    for (const address of ['/dasbor', '/kegiatan-harian/baru', '/laporan/tpp-saya?bulan=2026-10']) {
      await Promise.all([abroad.open(address), local.open(address)]);
      expect(await visibleText(local.page)).toBe(await visibleText(abroad.page));
    }
    await Promise.all([abroad.leave(), local.leave()]);
    for (const script of await readdir(SCRIPTS))
      expect(await readFile(new URL(script, SCRIPTS), 'utf8'), script).not.toMatch(LANGUAGE_OF_BROWSER);
  });

  test(
    'looks as well when it says that there is nothing, or nothing for this person',
    { timeout: PAGE_MS },
    async () => {
      const person = await people('staf1', 'en-US');
      for (const [address, status] of [
        ['/tidak-ada', 404],
        ['/keuangan/tpp', 403],
      ] as const) {
        expect(await person.open(address)).toBe(status);
        await looksRight(person);
      }
    },
  );
});

journeys('the page of a first start', chromium => {
  test('reads well, and says what is wrong', { timeout: PAGE_MS }, async () => {
    const app: TestApp = await createTestApp({ extras: { setupCode: 'AAAAA-BBBBB' } });
    const context = await chromium.newContext(contextOptions(app.url, {}));
    const person = new Person(context, await context.newPage());
    await lookAt(person, FIRST_START);
    await lookAtRefusal(person, { spoil: fill({ nip: '1968', nama: '' }, /^Buat/), refusal: 422 });
    await person.leave();
    await app.close();
  });
});

/** One browser per person and language, kept open; both languages share the session. */
function readers(office: Office): (key: CastKey | 'stranger', locale: 'en-US' | 'id-ID') => Promise<Person> {
  const open = new Map<string, Promise<Person>>();
  afterAll(async () => {
    for (const person of open.values()) await (await person).leave();
  });
  const signedIn = async (key: CastKey | 'stranger', locale: 'en-US' | 'id-ID'): Promise<Person> => {
    if (key === 'stranger') return office.stranger({ locale });
    if (locale === 'en-US') return office.person(key, { locale });
    const { context } = await reader(key, 'en-US');
    const other = await office.stranger({ locale });
    await other.context.addCookies(await context.cookies());
    return other;
  };
  const reader = (key: CastKey | 'stranger', locale: 'en-US' | 'id-ID'): Promise<Person> => {
    const name = `${key} ${locale}`;
    const known = open.get(name) ?? signedIn(key, locale);
    open.set(name, known);
    return known;
  };
  return reader;
}

async function lookAt(person: Person, address: string): Promise<void> {
  const view = await weigh(person, address);
  expect(view.first).toBeLessThanOrEqual(FIRST_VIEW_BYTES);
  expect(view.requests).toBeLessThanOrEqual(MOST_REQUESTS);
  expect(view.later).toBeLessThanOrEqual(LATER_VIEW_BYTES);
  await looksRight(person);
}

async function lookAtRefusal(
  person: Person,
  { spoil, refusal }: Required<Pick<ListedPage, 'spoil' | 'refusal'>>,
): Promise<void> {
  const { page } = person;
  const answer = page.waitForResponse(response => response.request().isNavigationRequest());
  const typed = await spoil(person);
  expect((await answer).status()).toBe(refusal);
  await page.locator('[data-ringkas-galat]').waitFor();

  const state = await errorState(page);
  expect(state.messages).not.toEqual([]);
  expect(state.title).toMatch(/^Perlu diperbaiki: /);
  expect(state.focused).toBe(true);
  for (const message of state.messages.filter(each => each.field !== ''))
    expect(message).toMatchObject({ marked: true, times: 2 });
  for (const [name, text] of Object.entries(typed))
    expect(await page.locator(`main [name="${name}"]:visible`).first().inputValue()).toBe(text);
  // head, menu and foot are those of the page that has just been looked at
  await looksRight(person, 'main');

  for (const { field, text } of state.messages.filter(each => each.field !== '')) {
    await page.locator('[data-ringkas-galat]').getByRole('link', { name: text }).click();
    expect(await page.evaluate<string>('document.activeElement.id')).toBe(field);
  }
}

/**
 * All that is asked of a page as it stands in the window.
 * @param within what axe looks at; the whole page unless told
 */
async function looksRight({ page, complaints }: Person, within?: string): Promise<void> {
  expect.soft((await axeViolations(page, within)).join('\n'), 'axe').toBe('');
  expect.soft((await smallTargets(page)).join('\n'), 'smaller than a finger').toBe('');
  expect.soft((await foreignMarkup(page)).join('\n')).toBe('');
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    expect.soft((await stickingOut(page)).join('\n'), `at ${String(width)} pixels`).toBe('');
  }
  await setTextSize(page, 200);
  expect.soft((await stickingOut(page)).join('\n'), 'with text of 200 %').toBe('');
  expect.soft((await clippedButtons(page)).join('\n')).toBe('');
  await setTextSize(page, 100);
  expect(complaints).toEqual([]);
}

/** What each style sheet, script and picture cost when a browser first asked for it. */
const weights = new Map<string, number>();
/** What each browser has been sent before. */
const kept = new WeakMap<object, Set<string>>();

/**
 * What a view costs on the wire: `first` with an empty cache, `later` with all of it known but the page itself. One
 * loading tells both, for what a browser has kept it need not send again, and what that weighs is known by then.
 */
async function weigh(
  { page, context }: Person,
  address: string,
): Promise<{ first: number; later: number; requests: number }> {
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  const asked = new Map<string, string>();
  const carried = new Map<string, number>();
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => asked.set(requestId, request.url));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => carried.set(requestId, encodedDataLength));
  wire.on('Network.loadingFailed', ({ requestId }) => carried.set(requestId, 0));
  await page.goto(address, { waitUntil: 'load' });
  // what a script asks for once the page stands is begun before the browser is first idle
  await page.evaluate('new Promise(idle => requestIdleCallback(() => idle(true)))');
  await expect.poll(() => carried.size).toBe(asked.size);
  await wire.detach();

  const had = kept.get(context) ?? new Set();
  kept.set(context, had);
  const view = { first: 0, later: 0, requests: asked.size };
  for (const [request, url] of asked) {
    const bytes = carried.get(request) ?? 0;
    const weight = Math.max(bytes, weights.get(url) ?? 0);
    weights.set(url, weight);
    view.first += weight;
    if (had.has(url) || url === page.url()) view.later += bytes;
    if (url !== page.url()) had.add(url);
  }
  return view;
}

/** Brings two of the three units further in last month: one approved, one computed. */
async function closeSome({ app, cast }: Office): Promise<{ units: Units; jobId: string }> {
  const { rows } = await app.deps.pool.query<{ code: string }>(
    'SELECT code FROM payroll_unit WHERE code <> ALL ($1) ORDER BY code',
    [[cast.staf1.payrollUnitCode]],
  );
  const [computed, open] = rows.map(row => row.code);
  if (computed === undefined || open === undefined) throw new Error('the small demo has three units');
  const units: Units = { approved: cast.staf1.payrollUnitCode, computed, open };
  const first = await app.signInAs('kepegawaian1');
  const second = await app.signInAs('kepegawaian2');
  const jobs: string[] = [];
  for (const unit of [units.approved, units.computed]) {
    const closed = await first.submit(`/kepegawaian/periode/2026-10/${unit}/tutup`, { ketik_bulan: 'Oktober 2026' });
    const id = (closed.headers.location ?? '').replace(jobPath(''), '');
    await runJob(app.deps, id);
    jobs.push(id);
  }
  const approve = `/kepegawaian/periode/2026-10/${units.approved}/setujui`;
  const approved = await second.submit('/kepegawaian/periode?bulan=2026-10', {}, approve);
  if (approved.status !== 303) throw new Error(`approving was answered ${String(approved.status)}`);
  return { units, jobId: jobs[0] ?? '' };
}
