import * as cheerio from 'cheerio';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { get, signedIn } from '../../../src/platform/web/route.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { type Browser, createTestApp, TEST_NOW, type TestApp } from '../../support/app.ts';

const clock = fixedClock(TEST_NOW);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ANDROID =
  'Mozilla/5.0 (Linux; Android 8.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Safari/537.36';
let app: TestApp;
let amat: Person;

/** A page that is being made for as long as a test wants. */
let making: { readonly begun: () => void; readonly done: Promise<void> };
const slow = get('/lama', signedIn, async (_req, res) => {
  making.begun();
  await making.done;
  res.sendStatus(204);
});

beforeAll(async () => {
  app = await createTestApp({ clock, extras: { moreRoutes: [slow] } });
  amat = await makePerson(app.deps.pool);
});
afterEach(() => clock.set(TEST_NOW));

const later = (ms: number): void => clock.set(new Date(new Date(TEST_NOW).getTime() + ms));
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/akun')).status === 200;
const cookieOf = (headers: Record<string, unknown>): string | undefined =>
  (headers['set-cookie'] as string[] | undefined)?.find(cookie => cookie.startsWith('takar.sesi='));

describe('a session', () => {
  it('is a cookie that scripts cannot read, other sites cannot send, and the browser forgets', async () => {
    const answer = await app.browser().post('/masuk', { nip: amat.login, kata_sandi: PASSWORD });
    const cookie = cookieOf(answer.headers);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/Expires|Max-Age|Secure/);
  });

  it('travels over https only where that is the public address, whatever the proxy says', async () => {
    const origin = 'https://ekinerja.contoh.go.id';
    const secured = await createTestApp({ clock, config: { origin } });
    const person = await makePerson(secured.deps.pool);
    const answer = await secured
      .browser()
      .post('/masuk', { nip: person.login, kata_sandi: PASSWORD })
      .set('Origin', origin);
    expect([answer.status, cookieOf(answer.headers)]).toEqual([303, expect.stringContaining('; Secure')]);
  });

  it('gets a new id at every sign-in, and the old one is dead', async () => {
    const browser = app.browser();
    const first = await browser.post('/masuk', { nip: amat.login, kata_sandi: PASSWORD });
    const second = await browser.post('/masuk', { nip: amat.login, kata_sandi: PASSWORD });
    const [one, two] = [cookieOf(first.headers), cookieOf(second.headers)].map(cookie => cookie?.split(';')[0] ?? '');
    expect(one).not.toBe(two);
    expect((await app.browser().get('/akun').set('Cookie', one!)).status).toBe(303);
    expect((await app.browser().get('/akun').set('Cookie', two!)).status).toBe(200);
  });

  it('is not made for a visitor, and not taken from a cookie that somebody planted', async () => {
    const answer = await app.browser().get('/masuk').set('Cookie', 'takar.sesi=s%3Aplanted.signature');
    expect(cookieOf(answer.headers)).toBeUndefined();
  });

  it('ends at signing out, in the database too', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    const sid = "SELECT count(*)::int AS n FROM session WHERE sess #>> '{passport,user}' = $1";
    const before = await app.deps.pool.query<{ n: number }>(sid, [amat.accountId]);
    const answer = await browser.post('/keluar');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/masuk']);
    expect((await browser.get('/masuk')).text).toContain('Anda sudah keluar.');
    const after = await app.deps.pool.query<{ n: number }>(sid, [amat.accountId]);
    expect(after.rows[0]!.n).toBe(before.rows[0]!.n - 1);
    expect(await isIn(browser)).toBe(false);
  });

  it('that ends while a page of it is being made stays ended, though its last use is written with that page', async () => {
    const person = await makePerson(app.deps.pool);
    const [stolen, own] = [await app.signIn(person.login, PASSWORD), await app.signIn(person.login, PASSWORD)];
    later(6 * MINUTE);
    let finish = (): void => undefined;
    const done = new Promise<void>(resolve => (finish = resolve));
    let page: Promise<{ readonly status: number }> | undefined;
    await new Promise<void>(begun => {
      making = { begun, done };
      page = Promise.resolve(stolen.get('/lama'));
    });
    expect((await own.post('/akun/sesi/akhiri-semua')).status).toBe(303);
    finish();
    expect((await page)?.status).toBe(204);
    expect([await isIn(stolen), await isIn(own)]).toEqual([false, true]);
  });

  it('of staff ends after twelve hours without use, and says so', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    later(12 * HOUR - MINUTE);
    expect(await isIn(browser)).toBe(true);
    later(24 * HOUR - 2 * MINUTE);
    expect(await isIn(browser)).toBe(true);
    const idle = await app.signIn(amat.login, PASSWORD);
    later(36 * HOUR);
    expect((await idle.get('/masuk')).text).toContain('Anda keluar otomatis');
    expect(await isIn(idle)).toBe(false);
  });

  it.each(['kepegawaian', 'keuangan', 'auditor', 'admin'] as const)(
    'of %s ends after half an hour without use',
    async role => {
      const person = await makePerson(app.deps.pool, { roles: [role] });
      const browser = await app.signIn(person.login, PASSWORD);
      later(29 * MINUTE);
      expect(await isIn(browser)).toBe(true);
      later(58 * MINUTE);
      expect(await isIn(browser)).toBe(true);
      later(88 * MINUTE);
      expect(await isIn(browser)).toBe(false);
    },
  );

  it('ends after a day, however busy', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    for (let hour = 6; hour < 24; hour += 6) {
      later(hour * HOUR);
      expect(await isIn(browser)).toBe(true);
    }
    later(24 * HOUR);
    expect(await isIn(browser)).toBe(false);
  });

  it('is written at most every five minutes, and each request reads session and person once', async () => {
    const person = await makePerson(app.deps.pool);
    const browser = await app.signIn(person.login, PASSWORD);
    const sessionWrites = async (): Promise<number> => {
      const { rows } = await app.deps.pool.query<{ seen: string }>(
        "SELECT sess ->> 'seenAt' AS seen FROM session WHERE sess #>> '{passport,user}' = $1 ORDER BY 1 DESC LIMIT 1",
        [person.accountId],
      );
      return Number(rows[0]!.seen);
    };
    const begun = await sessionWrites();
    later(4 * MINUTE);
    await browser.get('/akun');
    expect(await sessionWrites()).toBe(begun);
    later(5 * MINUTE);
    await browser.get('/akun');
    expect(await sessionWrites()).toBe(begun + 5 * MINUTE);
    const { statements } = await app.statementsOf(browser.get('/akun/kata-sandi'));
    expect(statements).toEqual([]);
  });
});

describe('the list of one’s sessions', () => {
  it('names devices in words and ends one, or all others, at once', async () => {
    const person = await makePerson(app.deps.pool);
    const desk = await app.signIn(person.login, PASSWORD);
    const phone = await app.signIn(person.login, PASSWORD, ANDROID);
    const tablet = await app.signIn(person.login, PASSWORD, 'Mozilla/5.0 (iPad) Version/17 Safari/605');
    const page = cheerio.load((await desk.get('/akun')).text);
    expect(
      page('.butir__judul')
        .toArray()
        .map(item => page(item).text())
        .sort(),
    ).toEqual(['Chrome di Android', 'Peramban lain', 'Safari di iPhone atau iPad']);
    const action = page('.butir__satu')
      .filter((_, item) => page(item).text().includes('Android'))
      .find('form')
      .attr('action');
    expect((await desk.post(action!)).status).toBe(303);
    expect([await isIn(phone), await isIn(tablet), await isIn(desk)]).toEqual([false, true, true]);
    expect((await desk.post('/akun/sesi/akhiri-semua')).status).toBe(303);
    expect([await isIn(tablet), await isIn(desk)]).toEqual([false, true]);
  });

  it('ends nobody else’s session', async () => {
    const mine = await app.signIn(amat.login, PASSWORD);
    const other = await makePerson(app.deps.pool);
    const theirs = await app.signIn(other.login, PASSWORD);
    await app.signIn(other.login, PASSWORD);
    const page = cheerio.load((await theirs.get('/akun')).text);
    const action = page('form[action^="/akun/sesi/"]').first().attr('action');
    expect((await mine.post(action!)).status).toBe(404);
    expect(await isIn(theirs)).toBe(true);
  });

  it('holds no session id', async () => {
    const browser = app.browser();
    const answer = await browser.post('/masuk', { nip: amat.login, kata_sandi: PASSWORD });
    const sid = decodeURIComponent(cookieOf(answer.headers)!).slice('takar.sesi=s:'.length).split('.')[0]!;
    expect((await browser.get('/akun')).text).not.toContain(sid);
  });
});
