import * as cheerio from 'cheerio';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../support/app.ts';

const CODE = 'K7M2P-4XQRT';
const FORM = {
  kode: 'k7m2p 4xqrt',
  nip: '19680312 199403 1 005',
  nama: 'Amat Contoh',
  baru: 'perahu-lemari-kabut',
  ulang: 'perahu-lemari-kabut',
};
let app: TestApp;

beforeEach(async () => {
  app = await createTestApp({ extras: { setupCode: CODE } });
});

describe('a first start', () => {
  it('makes the first administrator by the printed code, marks the waiver, and is over', async () => {
    const answer = await app.browser().submit('/siapkan', FORM);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/masuk']);
    const { rows } = await app.deps.pool.query<{ role: string; waived: boolean; confirmed_by: string | null }>(
      'SELECT role, waived, confirmed_by FROM role_grant',
    );
    expect(rows).toEqual([{ role: 'admin', waived: true, confirmed_by: null }]);
    const trail = await app.deps.pool.query<{ action: string; reason: string }>(
      'SELECT action, reason FROM audit_event',
    );
    expect(trail.rows).toEqual([
      { action: 'hak.administrator_pertama', reason: expect.stringContaining('belum ada orang kedua') as string },
    ]);
    const admin = await app.signIn('196803121994031005', FORM.baru);
    expect((await admin.get('/akun')).text).toContain('Administrator');
    expect((await app.browser().get('/siapkan')).status).toBe(404);
    expect((await app.browser().post('/siapkan', FORM)).status).toBe(404);
  });

  it.each([
    [{ kode: 'AAAAA-AAAAA' }, 'kode', 'Kode penyiapan belum cocok'],
    [{ nip: '1968' }, 'nip', 'NIP harus 18 angka'],
    [{ nip: 'admin' }, 'nip', 'NIP harus 18 angka'],
    [{ nama: ' ' }, 'nama', 'Isi nama'],
    [{ baru: 'AmatContoh-1968', ulang: 'AmatContoh-1968' }, 'baru', 'nama Anda'],
    [{ ulang: 'lain' }, 'ulang', 'Kedua kata sandi belum sama'],
  ])('says what is wrong and keeps the rest: %j', async (change, field, message) => {
    const answer = await app.browser().submit('/siapkan', { ...FORM, ...change });
    const page = cheerio.load(answer.text);
    expect([answer.status, page(`#${field}-galat`).text()]).toEqual([422, expect.stringContaining(message)]);
    expect(page('#nama').val()).toBe({ ...FORM, ...change }.nama);
    expect(answer.text).not.toContain(FORM.baru);
    expect((await app.browser().get('/siapkan')).status).toBe(200);
  });

  it('leads on: the administrator sees the next steps, and gives the first right to somebody who is in no list yet', async () => {
    await app.browser().submit('/siapkan', { ...FORM, nama: 'H. Amat, S.Kom' });
    const admin = await app.signIn('196803121994031005', FORM.baru);
    const front = cheerio.load((await admin.get('/dasbor')).text);
    expect(front('h1').text()).toMatch(/, Amat$/);
    expect(front('#siapkan-judul').closest('section').find('a[href="/sistem/peran/baru"]').text()).toContain(
      'dua orang',
    );
    const wanted = {
      peran: 'kepegawaian',
      sk: 'SK 800/1/2026',
      nip_baru: '19750101 200003 2 001',
      nama_baru: 'Siti Contoh',
    };
    const answer = await admin.submit('/sistem/peran/baru', wanted, '/sistem/peran');
    expect(answer.status).toBe(303);
    expect((await admin.get(answer.headers['location']!)).text).toContain('tanpa pengesahan');
    const { rows } = await app.deps.pool.query(
      `SELECT e.name, g.role FROM role_grant g JOIN account a ON a.id = g.account_id JOIN employee e ON e.id = a.employee_id
       WHERE e.nip = '197501012000032001'`,
    );
    expect(rows).toEqual([{ name: 'Siti Contoh', role: 'kepegawaian' }]);
    const second = { ...wanted, nip_baru: '197602022001031002', nama_baru: 'Dua Contoh' };
    const also = await admin.submit('/sistem/peran/baru', second, '/sistem/peran');
    expect((await admin.get(also.headers['location']!)).text).toContain('tanpa pengesahan');
  });

  it.each([
    [{ nip_baru: '1975' }, 422, 'NIP harus 18 angka'],
    [{ nama_baru: '' }, 422, 'Isi nama'],
    [{ nip_baru: '' }, 422, 'Isi NIP'],
    [{ nip_baru: '', nama_baru: '' }, 422, 'Pilih pegawai'],
    [{ nip_baru: FORM.nip }, 409, 'sudah terdaftar atas nama Amat Contoh'],
  ])('registers nobody with %j', async (over, status, message) => {
    await app.browser().submit('/siapkan', FORM);
    const admin = await app.signIn('196803121994031005', FORM.baru);
    const wanted = {
      peran: 'kepegawaian',
      sk: 'SK 800/1/2026',
      nip_baru: '197501012000032001',
      nama_baru: 'Siti Contoh',
    };
    const answer = await admin.submit('/sistem/peran/baru', { ...wanted, ...over }, '/sistem/peran');
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message) as string]);
    expect((await app.deps.pool.query('SELECT 1 FROM employee')).rowCount).toBe(1);
  });

  it('stops guessing the code', async () => {
    for (let attempt = 1; attempt <= 10; attempt += 1)
      expect((await app.browser().post('/siapkan', { ...FORM, kode: 'AAAAA-AAAAA' })).status).toBe(422);
    expect((await app.browser().post('/siapkan', FORM)).status).toBe(429);
  });

  it('makes one administrator when two try at once', async () => {
    const both = await Promise.all([
      app.browser().post('/siapkan', FORM),
      app.browser().post('/siapkan', { ...FORM, nip: '196803121994031006' }),
    ]);
    expect(both.map(answer => answer.status).sort()).toEqual([303, 404]);
  });
});

describe('any other start', () => {
  it('has no such page', async () => {
    const usual = await createTestApp();
    expect((await usual.browser().get('/siapkan')).status).toBe(404);
  });
});
