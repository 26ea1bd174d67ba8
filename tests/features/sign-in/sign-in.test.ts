import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { hashThreads } from '../../../src/platform/web/hash-threads.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let amat: Person;

beforeAll(async () => {
  app = await createTestApp();
  amat = await makePerson(app.deps.pool, { nip: '196803121994031005', name: 'Amat Contoh' });
  await makePerson(app.deps.pool, { userName: 'bupati', name: 'Bupati Contoh' });
});

const messagesOf = (html: string): string[] => {
  const $ = cheerio.load(html);
  return $('[role="alert"] li')
    .toArray()
    .map(item => $(item).text());
};

describe('signing in', () => {
  it('leads from the front door to the sign-in page and, with the right words, to the home page', async () => {
    const browser = app.browser();
    expect((await browser.get('/')).headers['location']).toBe('/dasbor');
    expect((await browser.get('/akun')).headers['location']).toBe('/masuk?lanjut=%2Fakun');
    const answer = await browser.submit('/masuk', { nip: amat.login, kata_sandi: PASSWORD });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/dasbor']);
    expect((await browser.get('/akun')).text).toContain('Amat Contoh');
  });

  it('takes a NIP with spaces and dots, and an official’s user name in any letters', async () => {
    expect((await app.signIn('19680312 199403.1 005', PASSWORD)).agent).toBeDefined();
    expect((await (await app.signIn(' Bupati ', PASSWORD)).get('/akun')).text).toContain('Bupati Contoh');
  });

  it('goes on to the page that was wanted', async () => {
    const answer = await app
      .browser()
      .submit('/masuk?lanjut=%2Fakun%3Fx%3D1', { nip: amat.login, kata_sandi: PASSWORD });
    expect(answer.headers['location']).toBe('/akun?x=1');
  });

  it.each([
    '//jahat.example',
    '/\\jahat.example',
    'https://jahat.example/',
    '/%0d%0aLocation:x\r\n',
    'javascript:1',
    '/masuk',
  ])('never leads elsewhere (%s)', async lanjut => {
    const answer = await app.browser().post('/masuk', { nip: amat.login, kata_sandi: PASSWORD, lanjut });
    expect(answer.headers['location']).toMatch(/^\/(?:dasbor|%0d%0aLocation:x)$/);
  });

  it.each([
    [{ nip: '', kata_sandi: '' }, ['Isi NIP Anda', 'Isi kata sandi']],
    [{ nip: '1968 0312', kata_sandi: 'x' }, ['NIP harus 18 angka. Anda mengisi 8 angka']],
    [{ nip: '196803121994031005', kata_sandi: 'x'.repeat(73) }, ['Kata sandi paling panjang 72 huruf atau angka']],
  ])('says what is missing: %j', async (typed, messages) => {
    const answer = await app.browser().submit('/masuk', typed);
    expect([answer.status, messagesOf(answer.text)]).toEqual([422, messages]);
    expect(cheerio.load(answer.text)('title').text()).toMatch(/^Perlu diperbaiki: Masuk/);
  });

  it('refuses a field the form does not have', async () => {
    const answer = await app.browser().submit('/masuk', { nip: amat.login, kata_sandi: PASSWORD, peran: 'admin' });
    expect([answer.status, messagesOf(answer.text).join()]).toEqual([422, expect.stringContaining('tidak dikenal')]);
  });

  it('asks once what stands at the door, who it is and what was tried, and stores the session once', async () => {
    const sessions = 'SELECT s.sess, k.person FROM "session" s JOIN session_person k USING (sid)';
    const one = await makePerson(app.deps.pool);
    const asked = vi.spyOn(app.deps.pool, 'query');
    const answer = await app.browser().post('/masuk', { nip: one.login, kata_sandi: PASSWORD });
    const names = asked.mock.calls.map(([statement]) => (statement as { name?: string }).name);
    asked.mockRestore();
    expect(answer.status).toBe(303);
    expect(names).toEqual(['sign-in.door', 'sign-in.enter']);
    const own = ` WHERE s.sess #>> '{passport,user}' = $1`;
    const { rows } = await app.deps.pool.query<Record<string, unknown>>(`${sessions}${own}`, [one.accountId]);
    const times = { startedAt: expect.any(Number) as number, seenAt: expect.any(Number) as number };
    expect(rows).toMatchObject([{ sess: { ...times, cookie: { httpOnly: true } } }]);
    expect(rows[0]?.['person']).toMatchObject({ account_id: one.accountId });
  });

  it('says the same of a wrong password and of nobody, keeps the NIP and never the password', async () => {
    const wrong = await app.browser().submit('/masuk', { nip: amat.login, kata_sandi: 'salah-sekali-ini' });
    const nobody = await app.browser().submit('/masuk', { nip: '199901012020011001', kata_sandi: 'salah-sekali-ini' });
    expect([wrong.status, nobody.status]).toEqual([422, 422]);
    expect(messagesOf(wrong.text)).toEqual(messagesOf(nobody.text));
    const $ = cheerio.load(wrong.text);
    expect($('#nip').val()).toBe(amat.login);
    expect($('#kata_sandi').attr('aria-invalid')).toBe('true');
    expect(wrong.text).not.toContain('salah-sekali-ini');
  });

  it('does the same work for a name that nobody has', async () => {
    const { passwords } = await import('../../../src/platform/web/passwords.ts').then(({ Passwords }) => ({
      passwords: new Passwords(4),
    }));
    expect(await passwords.matches('apa saja', undefined)).toBe(false);
    expect(await passwords.matches(PASSWORD, { hash: 'x', algorithm: 'argon2id' })).toBe(false);
  });

  it('does not know a disabled account', async () => {
    const gone = await makePerson(app.deps.pool);
    const before = await app.signIn(gone.login, PASSWORD);
    await app.deps.pool.query('UPDATE account SET disabled_at = now() WHERE id = $1', [gone.accountId]);
    expect((await app.browser().post('/masuk', { nip: gone.login, kata_sandi: PASSWORD })).status).toBe(422);
    expect((await before.get('/akun')).status).toBe(303);
  });

  it('lets a person whose password must be changed go nowhere else', async () => {
    const fresh = await makePerson(app.deps.pool, { mustChange: true });
    const browser = app.browser();
    const answer = await browser.submit('/masuk', { nip: fresh.login, kata_sandi: PASSWORD });
    expect(answer.headers['location']).toBe('/akun/kata-sandi');
    expect((await browser.get('/akun')).headers['location']).toBe('/akun/kata-sandi');
    const changed = await browser.submit('/akun/kata-sandi', {
      baru: 'perahu-lemari-kabut',
      ulang: 'perahu-lemari-kabut',
    });
    expect([changed.status, changed.headers['location']]).toEqual([303, '/dasbor']);
    expect((await browser.get('/akun')).status).toBe(200);
  });
});

describe('the throttle', () => {
  it('stops one NIP from one address after ten failures, and nobody else', async () => {
    const victim = await makePerson(app.deps.pool);
    const bystander = await makePerson(app.deps.pool);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const answer = await app.browser().post('/masuk', { nip: victim.login, kata_sandi: 'tebakan-ke-sekian' });
      expect(answer.status).toBe(422);
    }
    const stopped = await app.browser().post('/masuk', { nip: victim.login, kata_sandi: PASSWORD });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(800);
    expect(messagesOf(stopped.text).join()).toMatch(/^Terlalu banyak percobaan\. Coba lagi pukul \d\d\.\d\d.WITA$/);
    expect(cheerio.load(stopped.text)('#nip').val()).toBe(victim.login);
    expect((await app.browser().post('/masuk', { nip: bystander.login, kata_sandi: PASSWORD })).status).toBe(303);
  });

  it('ends after a quarter of an hour', async () => {
    const person = await makePerson(app.deps.pool);
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await app.browser().post('/masuk', { nip: person.login, kata_sandi: 'tebakan-ke-sekian' });
    const { rows } = await app.deps.pool.query<{ longest: number }>(
      "SELECT max(expire - extract(epoch FROM now()) * 1000)::int AS longest FROM throttle WHERE key LIKE 'masuk%'",
    );
    expect(rows[0]?.longest).toBeLessThanOrEqual(900_000);
    await app.deps.pool.query('UPDATE throttle SET expire = 1');
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: PASSWORD })).status).toBe(303);
  });

  it('does not count good sign-ins', async () => {
    const person = await makePerson(app.deps.pool);
    for (let attempt = 1; attempt <= 12; attempt += 1) await app.signIn(person.login, PASSWORD);
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: 'salah-sekali-ini' })).status).toBe(
      422,
    );
  });

  it('stops guessing that comes all at once', async () => {
    const person = await makePerson(app.deps.pool);
    const guesses = Array.from({ length: 14 }, () =>
      app.browser().post('/masuk', { nip: person.login, kata_sandi: 'tebakan' }),
    );
    const statuses = (await Promise.all(guesses)).map(answer => answer.status);
    expect(statuses.filter(status => status === 422)).toHaveLength(10);
    expect(statuses.filter(status => status === 429)).toHaveLength(4);
  });

  it('does not let a right guess through that was sent together with too many wrong ones', async () => {
    const person = await makePerson(app.deps.pool);
    let othersFailed = (): void => undefined;
    const others = new Promise<void>(resolve => (othersFailed = resolve));
    await app.services.passwords.matches('apa saja', undefined); // nobody's hash is there
    const hashing = vi.spyOn(hashThreads, 'run');
    hashing.mockReturnValueOnce(others.then(() => true)); // the right guess, slow to be hashed
    const right = Promise.resolve(app.browser().post('/masuk', { nip: person.login, kata_sandi: PASSWORD }));
    await expect.poll(() => hashing.mock.calls.length, { timeout: 30_000 }).toBe(1);
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await app.browser().post('/masuk', { nip: person.login, kata_sandi: 'tebakan-ke-sekian' });
    othersFailed();
    expect((await right).status).toBe(429);
    hashing.mockRestore();
  });

  it('does not let a password in that was changed while it was being looked at', async () => {
    const person = await makePerson(app.deps.pool);
    const owner = await app.signIn(person.login, PASSWORD);
    let changed = (): void => undefined;
    const change = new Promise<void>(resolve => (changed = resolve));
    await app.services.passwords.matches('apa saja', undefined); // nobody's hash is there
    const hashing = vi.spyOn(hashThreads, 'run');
    hashing.mockReturnValueOnce(change.then(() => true)); // the old one is right, and waits for its turn
    const browser = app.browser();
    const old = Promise.resolve(browser.post('/masuk', { nip: person.login, kata_sandi: PASSWORD }));
    await expect.poll(() => hashing.mock.calls.length, { timeout: 30_000 }).toBe(1);
    const fresh = 'kata-sandi-yang-baru-7';
    const form = { lama: PASSWORD, baru: fresh, ulang: fresh };
    expect((await owner.submit('/akun/kata-sandi', form)).status).toBe(303);
    changed();
    expect((await old).status).toBe(422);
    hashing.mockRestore();
    expect((await browser.get('/akun')).status).toBe(303);
    const { rows } = await app.deps.pool.query(
      "SELECT count(*)::int AS n FROM audit_event WHERE object_id = $1 AND action = 'masuk'",
      [person.accountId],
    );
    expect(rows).toEqual([{ n: 1 }]);
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: fresh })).status).toBe(303);
  });

  it('does not let a password in that is being changed by a transaction not over yet', async () => {
    const person = await makePerson(app.deps.pool);
    const { pool } = app.deps;
    const change = await pool.connect();
    await change.query('BEGIN');
    await change.query("UPDATE account SET password_hash = password_hash || '.' WHERE id = $1", [person.accountId]);
    const browser = app.browser();
    let over = false;
    const old = Promise.resolve(browser.post('/masuk', { nip: person.login, kata_sandi: PASSWORD })).finally(
      () => (over = true),
    );
    const waits = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND pg_blocking_pids(pid) <> '{}'`;
    const waiting = async (): Promise<boolean> => (await pool.query<{ n: number }>(waits)).rows[0]!.n > 0;
    await expect.poll(async () => over || (await waiting()), { timeout: 30_000 }).toBe(true);
    await change.query('COMMIT'); // whose deletion of sessions could not see this one
    change.release();
    expect((await old).status).toBe(422);
    expect((await browser.get('/akun')).status).toBe(303);
  });

  it('keeps no NIP and no address in its table', async () => {
    const { rows } = await app.deps.pool.query<{ key: string }>('SELECT key FROM throttle');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^[a-z]+:[0-9a-f]{64}$/);
  });
});
