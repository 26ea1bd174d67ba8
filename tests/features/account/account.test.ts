import * as cheerio from 'cheerio';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueCode } from '../../../src/features/account/service.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { type Browser, createTestApp, formOn, TEST_NOW, type TestApp } from '../../support/app.ts';

const NEW = 'perahu-lemari-kabut';
const clock = fixedClock(TEST_NOW);
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ clock });
});
afterEach(() => clock.set(TEST_NOW));

const errorOf = (html: string): string => cheerio.load(html)('[role="alert"] li').text();
const fieldError = (html: string, id: string): string => cheerio.load(html)(`#${id}-galat`).text();
const signedIn = async (person: Person): Promise<Browser> => app.signIn(person.login, PASSWORD);
const actionsOn = async (accountId: string): Promise<string[]> => {
  const { rows } = await app.deps.pool.query<{ action: string }>(
    "SELECT action FROM audit_event WHERE object_id = $1 AND action NOT LIKE 'masuk%' ORDER BY seq",
    [accountId],
  );
  return rows.map(row => row.action);
};

describe('the account page', () => {
  it('says who one is, with the form for a new password complete on it', async () => {
    const person = await makePerson(app.deps.pool, { nip: '197001012000031001', name: 'Sari Contoh' });
    const html = (await (await signedIn(person)).get('/akun')).text;
    expect(cheerio.load(html)('dl').text()).toContain('19700101 200003 1 001');
    expect(formOn(html, '/akun/kata-sandi').fields).toEqual({ lama: '', baru: '', ulang: '' });
  });
});

describe('one’s own data', () => {
  it('is said to be right by a press that takes no fields', async () => {
    const person = await makePerson(app.deps.pool, { nip: '197001012000031077', name: 'Tono Contoh' });
    const browser = await signedIn(person);
    expect((await browser.post('/akun/data', { data_checked_at: '2020-01-01' })).status).toBe(422);
    expect((await browser.submit('/akun/data', {}, '/akun/data')).status).toBe(303);
    expect(await actionsOn(person.accountId)).toEqual(['data.diperiksa']);
  });
});

describe('changing the password', () => {
  it('lets the new one in and the old one not, ends the other devices, and is in the trail', async () => {
    const person = await makePerson(app.deps.pool);
    const [here, there] = [await signedIn(person), await signedIn(person)];
    const answer = await here.submit('/akun/kata-sandi', { lama: PASSWORD, baru: NEW, ulang: NEW });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/akun']);
    expect((await here.get('/akun')).text).toContain('Kata sandi diganti.');
    expect((await there.get('/akun')).status).toBe(303);
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: PASSWORD })).status).toBe(422);
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: NEW })).status).toBe(303);
    expect(await actionsOn(person.accountId)).toEqual(['kata_sandi.ganti']);
  });

  it.each([
    [{ lama: '', baru: '', ulang: '' }, 'lama', 'Isi kata sandi lama'],
    [{ lama: 'bukan-itu-ya', baru: NEW, ulang: NEW }, 'lama', 'Kata sandi lama belum cocok'],
    [{ lama: PASSWORD, baru: NEW, ulang: `${NEW}x` }, 'ulang', 'Kedua kata sandi belum sama'],
    [{ lama: PASSWORD, baru: 'pendek', ulang: 'pendek' }, 'baru', 'Kata sandi paling sedikit 12'],
    [{ lama: PASSWORD, baru: PASSWORD, ulang: PASSWORD }, 'baru', 'Pakai kata sandi yang berbeda'],
    [{ lama: PASSWORD, baru: 'x'.repeat(73), ulang: 'x'.repeat(73) }, 'baru', 'paling panjang 72'],
  ])('says what is wrong: %j', async (typed, field, message) => {
    const person = await makePerson(app.deps.pool);
    const answer = await (await signedIn(person)).submit('/akun/kata-sandi', typed);
    expect(answer.status).toBe(422);
    expect(fieldError(answer.text, field)).toContain(message);
    expect(errorOf(answer.text)).toContain(message);
    expect(cheerio.load(answer.text)('input[type="password"][value]')).toHaveLength(0);
  });

  it('stops guessing the old one', async () => {
    const person = await makePerson(app.deps.pool);
    const browser = await signedIn(person);
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await browser.post('/akun/kata-sandi', { lama: `tebakan ${String(attempt)}`, baru: NEW, ulang: NEW });
    const answer = await browser.post('/akun/kata-sandi', { lama: PASSWORD, baru: NEW, ulang: NEW });
    expect([answer.status, Number(answer.headers['retry-after']) > 0]).toEqual([429, true]);
  });
});

describe('the activation code', () => {
  const issue = async (person: Person): Promise<string> =>
    (await transaction(app.deps.pool, tx => issueCode(tx, app.deps, person.accountId))).code;
  const activate = async (person: Person, kode: string) =>
    app.browser().submit('/aktivasi', { nip: person.login, kode, baru: NEW, ulang: NEW });

  it('opens an account without a password once, however it is typed', async () => {
    const person = await makePerson(app.deps.pool, { password: null });
    const code = await issue(person);
    expect(code).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
    const answer = await activate(person, ` ${code.toLowerCase().replace('-', ' ')}`);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/masuk']);
    expect((await app.browser().post('/masuk', { nip: person.login, kata_sandi: NEW })).status).toBe(303);
    expect((await activate(person, code)).status).toBe(422);
    expect(await actionsOn(person.accountId)).toEqual(['kata_sandi.aktivasi']);
  });

  it('ends every session of a person who had forgotten the password', async () => {
    const person = await makePerson(app.deps.pool);
    const old = await signedIn(person);
    await activate(person, await issue(person));
    expect((await old.get('/akun')).status).toBe(303);
  });

  it('says the same of a wrong code, an old code and nobody', async () => {
    const person = await makePerson(app.deps.pool, { password: null });
    const code = await issue(person);
    const wrong = await activate(person, 'AAAAA-AAAAA');
    const nobody = await app
      .browser()
      .submit('/aktivasi', { nip: '199901012020011001', kode: code, baru: NEW, ulang: NEW });
    clock.set(new Date(clock.real().getTime() + 14 * 24 * 3_600_000));
    const old = await activate(person, code);
    expect([wrong.status, nobody.status, old.status]).toEqual([422, 422, 422]);
    expect(new Set([wrong, nobody, old].map(answer => errorOf(answer.text))).size).toBe(1);
    expect(cheerio.load(wrong.text)('#nip').val()).toBe(person.login);
  });

  it('is not used up by a bad password', async () => {
    const person = await makePerson(app.deps.pool, { password: null });
    const code = await issue(person);
    const bad = await app
      .browser()
      .submit('/aktivasi', { nip: person.login, kode: code, baru: 'bismillah12345', ulang: 'bismillah12345' });
    expect([bad.status, fieldError(bad.text, 'baru')]).toEqual([422, expect.stringContaining('mudah ditebak')]);
    expect((await activate(person, code)).status).toBe(303);
  });

  it('cannot be guessed more than ten times', async () => {
    const person = await makePerson(app.deps.pool, { password: null });
    const code = await issue(person);
    for (let attempt = 1; attempt <= 10; attempt += 1) expect((await activate(person, 'AAAAA-AAAAA')).status).toBe(422);
    expect((await activate(person, code)).status).toBe(429);
  });

  it('is nothing that follows from the NIP', async () => {
    const person = await makePerson(app.deps.pool, { password: null });
    await issue(person);
    const { login } = person;
    for (const guess of [
      login,
      login.slice(0, 8),
      login.slice(-6),
      `${login.slice(6, 8)}${login.slice(4, 6)}${login.slice(0, 4)}`,
    ])
      expect((await activate(person, guess)).status).toBe(422);
  });
});
