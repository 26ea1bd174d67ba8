import * as cheerio from 'cheerio';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { Conflict } from '../../../src/platform/errors.ts';
import { having, post, signedIn, type Visit } from '../../../src/platform/web/route.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { createTestApp, TEST_NOW, type TestApp } from '../../support/app.ts';

const clock = fixedClock(TEST_NOW);
/** A page says whose it is; each of its forms says the same (views/components/hidden.ejs). */
const MARK = /data-pengguna="([^"]+)"/;
const carriedOut: { by: string; body: Visit['body']; files: { name: string; text: string }[] }[] = [];
const routes = [
  post('/catatan', signedIn, (_req, res, { actor, body, files }) => {
    const list = files.map(file => ({ name: file.name, text: file.bytes.toString() }));
    carriedOut.push({ by: actor.accountId, body, files: list });
    res.redirect(303, '/catatan/1');
  }),
  post('/catatan/tutup', signedIn, () => {
    throw new Conflict('Bulan itu sudah ditutup.');
  }),
  post('/catatan/keuangan', having('keuangan'), (_req, res) => res.redirect(303, '/tidak-pernah')),
];

let app: TestApp;
let amat: Person;
let budi: Person;

beforeAll(async () => {
  app = await createTestApp({ clock, extras: { moreRoutes: routes } });
  amat = await makePerson(app.deps.pool);
  budi = await makePerson(app.deps.pool);
});
afterEach(() => {
  clock.set(TEST_NOW);
  carriedOut.length = 0;
});

const pass = (ms: number): void => clock.set(new Date(clock.real().getTime() + ms));
const credentials = (person: Person): Record<string, string> => ({ nip: person.login, kata_sandi: PASSWORD });
const markOn = (html: string): string => MARK.exec(html)![1]!;
const waiting = async (): Promise<number> => {
  const { rows } = await app.deps.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM post_stash');
  return rows[0]!.n;
};

describe('a form that comes when the session is over', () => {
  it('is kept, and carried out with all its fields and files by signing in', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    pass(13 * 3_600_000);
    const fields = { uraian: 'Dua undangan rapat', 'id[]': ['a', 'b'] };
    const refused = await browser.post('/catatan', fields, [
      { field: 'bukti', name: 'surat.pdf', content: Buffer.from('isi surat') },
    ]);
    expect([refused.status, refused.headers['location']]).toEqual([303, '/masuk?lanjut=%2Fdasbor']);
    expect(carriedOut).toEqual([]);
    expect((await browser.get('/masuk')).text).toContain('Isian Anda tersimpan.');

    const answer = await browser.submit('/masuk', credentials(amat));
    expect([answer.status, answer.headers['location']]).toEqual([303, '/catatan/1']);
    expect(carriedOut).toEqual([
      { by: amat.accountId, body: fields, files: [{ name: 'surat.pdf', text: 'isi surat' }] },
    ]);
    expect((await browser.get('/akun')).status).toBe(200);
    const again = await browser.submit('/akun/kata-sandi', {});
    expect(again.status).toBe(422);
    expect(carriedOut).toHaveLength(1);
  });

  it('waits while the password is mistyped', async () => {
    const browser = app.browser();
    await browser.post('/catatan', { uraian: 'x' });
    expect((await browser.post('/masuk', { ...credentials(amat), kata_sandi: 'salah-sekali' })).status).toBe(422);
    expect((await browser.post('/masuk', credentials(amat))).headers['location']).toBe('/catatan/1');
    expect(carriedOut).toHaveLength(1);
  });

  it('shows the refusal of a rule as the answer to the sign-in, which holds nevertheless', async () => {
    const browser = app.browser();
    await browser.post('/catatan/tutup', { uraian: 'x' });
    const answer = await browser.post('/masuk', credentials(amat));
    expect(answer.status).toBe(409);
    expect(cheerio.load(answer.text)('[role="alert"]').text()).toContain('Bulan itu sudah ditutup.');
    expect((await browser.get('/akun')).status).toBe(200);
  });

  it('is asked at the same gate as any other', async () => {
    const browser = app.browser();
    await browser.post('/catatan/keuangan', { uraian: 'x' });
    expect((await browser.post('/masuk', credentials(amat))).status).toBe(403);
  });

  describe('which acts on others or on money', () => {
    const office = async (): Promise<Person> => makePerson(app.deps.pool, { roles: ['keuangan'] });

    it('is carried out for the person whose session ended by itself', async () => {
      const person = await office();
      const browser = await app.signIn(person.login, PASSWORD);
      pass(13 * 3_600_000);
      await browser.post('/catatan/keuangan', { uraian: 'x' });
      expect((await browser.post('/masuk', credentials(person))).headers['location']).toBe('/tidak-pernah');
    });

    it('is not carried out unseen where nobody had signed in, nor after signing out: its page is shown', async () => {
      const person = await office();
      const fresh = app.browser();
      await fresh.post('/catatan/keuangan', { uraian: 'x' });
      const left = await app.signIn(person.login, PASSWORD);
      await left.post('/keluar');
      await left.post('/catatan/keuangan', { uraian: 'x' });
      for (const browser of [fresh, left]) {
        const answer = await browser.post('/masuk', { ...credentials(person), lanjut: '/akun' });
        expect([answer.status, answer.headers['location']]).toEqual([303, '/akun']);
        expect((await browser.get('/akun')).text).toContain('Periksa, lalu kirim lagi');
      }
    });
  });

  it('is thrown away when somebody else signs in with this browser', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    pass(13 * 3_600_000);
    await browser.post('/catatan', { uraian: 'milik Amat' });
    const answer = await browser.post('/masuk', credentials(budi));
    expect(answer.headers['location']).toBe('/dasbor');
    expect((await browser.get('/akun')).text).toContain('milik akun lain');
    await browser.post('/keluar');
    await browser.post('/masuk', credentials(amat));
    expect(carriedOut).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it('says itself on whose page it stood: without any cookie it is carried out for that person alone', async () => {
    const form = async (): Promise<Record<string, string>> => {
      const own = await app.signIn(amat.login, PASSWORD);
      return { uraian: 'milik Amat', atas_nama: markOn((await own.get('/akun')).text) };
    };
    const shared = app.browser();
    await shared.post('/catatan', await form());
    expect((await shared.post('/masuk', credentials(budi))).headers['location']).toBe('/dasbor');
    expect((await shared.get('/akun')).text).toContain('milik akun lain');
    expect(carriedOut).toEqual([]);

    const cleared = app.browser();
    await cleared.post('/catatan', await form());
    await cleared.post('/masuk', credentials(amat));
    expect(carriedOut).toEqual([{ by: amat.accountId, body: { uraian: 'milik Amat' }, files: [] }]);
  });

  it('of somebody else’s page, left open in a browser where another has signed in, is refused in words', async () => {
    const atas_nama = markOn((await (await app.signIn(amat.login, PASSWORD)).get('/akun')).text);
    const other = await app.signIn(budi.login, PASSWORD);
    const answer = await other.post('/catatan', { uraian: 'milik Amat', atas_nama });
    expect(answer.status).toBe(409);
    expect(cheerio.load(answer.text)('[role="alert"]').text()).toContain('halaman akun lain');
    expect(carriedOut).toEqual([]);
    expect((await (await app.signIn(amat.login, PASSWORD)).post('/catatan', { uraian: 'x', atas_nama })).status).toBe(
      303,
    );
    expect(carriedOut).toEqual([{ by: amat.accountId, body: { uraian: 'x' }, files: [] }]);
  });

  it('still belongs to the person who signed out, when it comes from a tab left open', async () => {
    const browser = await app.signIn(amat.login, PASSWORD);
    await browser.post('/keluar');
    await browser.post('/catatan', { uraian: 'milik Amat' });
    await browser.post('/masuk', credentials(budi));
    expect(carriedOut).toEqual([]);
  });

  it('is forgotten after a quarter of an hour', async () => {
    const browser = app.browser();
    await browser.post('/catatan', { uraian: 'x' });
    pass(15 * 60_000);
    expect((await browser.get('/masuk')).text).not.toContain('Isian Anda tersimpan.');
    expect((await browser.post('/masuk', credentials(amat))).headers['location']).toBe('/dasbor');
    expect(carriedOut).toEqual([]);
  });

  it('is never kept when it holds a password', async () => {
    const before = await waiting();
    const browser = app.browser();
    const form = { lama: PASSWORD, baru: 'perahu-lemari-kabut', ulang: 'perahu-lemari-kabut' };
    expect((await browser.post('/akun/kata-sandi', form)).headers['location']).toMatch(/^\/masuk/);
    expect(await waiting()).toBe(before);
  });

  it('leads back to its page where the browser says which it was', async () => {
    const answer = await app.browser().post('/catatan', { uraian: 'x' }).set('Referer', `${app.url}/akun?x=1`);
    expect(answer.headers['location']).toBe('/masuk?lanjut=%2Fakun%3Fx%3D1');
  });
});
