import * as cheerio from 'cheerio';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/platform/web/actor.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { makePerson, PASSWORD, type Person } from '../../support/accounts.ts';
import { type Browser, createTestApp, TEST_NOW, type TestApp } from '../../support/app.ts';

/** Rights: granted by one, confirmed by another, taken away at once. */

const clock = fixedClock(TEST_NOW);
let app: TestApp;
let admin: Person;
let personnel: Person;
let staff: Person;

beforeEach(async () => {
  clock.set(TEST_NOW);
  app = await createTestApp({ clock });
  await app.deps.pool.query("INSERT INTO payroll_unit (code, name) VALUES ('DINKES', 'Dinas Kesehatan')");
  admin = await makePerson(app.deps.pool, { name: 'Agus Admin', roles: ['admin'] });
  personnel = await makePerson(app.deps.pool, { name: 'Kartika Personalia', roles: ['kepegawaian'] });
  staff = await makePerson(app.deps.pool, { name: 'Sari Pegawai' });
});

const as = async (person: Person): Promise<Browser> => app.signIn(person.login, PASSWORD);
const messages = (html: string): string => cheerio.load(html)('[role="alert"]').text();

function wanted(over: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return {
    pegawai: staff.employeeId,
    peran: 'bendahara',
    unit: 'DINKES',
    sk: 'SK 800/12/2026',
    mulai: '18/11/2026',
    selesai: '17/11/2027',
    ...over,
  };
}

async function grant(by: Person, over: Record<string, string | undefined> = {}): Promise<string> {
  const browser = await as(by);
  const answer = await browser.submit('/sistem/peran/baru?cari=sari', wanted(over), '/sistem/peran');
  expect([answer.status, messages(answer.text)]).toEqual([303, '']);
  return answer.headers['location']!.replace('/sistem/peran/', '');
}

const press = async (by: Person, id: string, step: string, filling: Record<string, string> = {}) =>
  (await as(by)).submit(`/sistem/peran/${id}`, filling, `/sistem/peran/${id}/${step}`);

const rolesOf = async (person: Person): Promise<Role[]> => {
  const { rows } = await app.deps.pool.query<{ role: Role }>(
    `SELECT role FROM role_grant WHERE account_id = $1 AND (confirmed_by IS NOT NULL OR waived) AND ended_at IS NULL`,
    [person.accountId],
  );
  return rows.map(row => row.role);
};
const trailOf = async (id: string): Promise<string[]> => {
  const { rows } = await app.deps.pool.query<{ action: string }>(
    'SELECT action FROM audit_event WHERE object_id = $1 ORDER BY seq',
    [id],
  );
  return rows.map(row => row.action);
};

describe('a right', () => {
  it('counts once a second person has confirmed it, and is in the trail', async () => {
    const id = await grant(admin);
    const holder = await as(staff);
    expect((await holder.get('/keuangan/tpp')).status).toBe(403);
    expect((await press(personnel, id, 'konfirmasi')).status).toBe(303);
    expect((await holder.get('/keuangan/tpp')).status).toBe(200);
    expect(await trailOf(id)).toEqual(['hak.beri', 'hak.sahkan']);
    const { rows } = await app.deps.pool.query<{ text: string }>(
      'SELECT text FROM notification WHERE employee_id = $1',
      [staff.employeeId],
    );
    expect(rows.map(row => row.text)).toEqual([
      'Anda mendapat hak Bendahara pengeluaran, Dinas Kesehatan. Disahkan Kartika Personalia.',
    ]);
  });

  it('is taken away at once, while the session lives on', async () => {
    const id = await grant(admin);
    await press(personnel, id, 'konfirmasi');
    const holder = await as(staff);
    expect((await holder.get('/keuangan/tpp')).status).toBe(200);
    expect((await press(admin, id, 'cabut', { alasan: 'Pindah tugas per hari ini' })).status).toBe(303);
    expect((await holder.get('/keuangan/tpp')).status).toBe(403);
    expect((await holder.get('/akun')).status).toBe(200);
    expect(await trailOf(id)).toEqual(['hak.beri', 'hak.sahkan', 'hak.cabut']);
  });

  it('is not confirmed by who granted it, nor by who receives it', async () => {
    const third = await makePerson(app.deps.pool, { name: 'Tuti Ketiga', roles: ['kepegawaian'] });
    const id = await grant(admin, { pegawai: personnel.employeeId });
    for (const [person, reason] of [
      [admin, 'Hak ini Anda yang memberi'],
      [personnel, 'Hak untuk diri sendiri'],
    ] as const) {
      const browser = await as(person);
      expect(cheerio.load((await browser.get(`/sistem/peran/${id}`)).text)('form[action$="/konfirmasi"]')).toHaveLength(
        0,
      );
      const answer = await browser.post(`/sistem/peran/${id}/konfirmasi`, { versi: '1' });
      expect([answer.status, messages(answer.text)]).toEqual([409, expect.stringContaining(reason)]);
    }
    expect(await rolesOf(personnel)).toEqual(['kepegawaian']);
    expect((await press(third, id, 'konfirmasi')).status).toBe(303);
    expect(await rolesOf(personnel)).toHaveLength(2);
  });

  it('is not granted to oneself', async () => {
    const answer = await (
      await as(admin)
    ).submit('/sistem/peran/baru?cari=agus', wanted({ pegawai: admin.employeeId }), '/sistem/peran');
    expect([answer.status, messages(answer.text)]).toEqual([409, expect.stringContaining('Hak untuk diri sendiri')]);
  });

  it('that was refused never counted, and cannot be confirmed afterwards', async () => {
    const id = await grant(personnel);
    expect((await press(admin, id, 'tolak', { alasan: 'Surat belum terbit' })).status).toBe(303);
    expect((await (await as(admin)).post(`/sistem/peran/${id}/konfirmasi`, { versi: '2' })).status).toBe(409);
    expect(await rolesOf(staff)).toEqual([]);
    expect((await (await as(admin)).get('/sistem/peran?tampil=berakhir')).text).toContain('Sari Pegawai');
  });

  it('meets a stale page with 409 and a second one of the same kind as well', async () => {
    const id = await grant(admin);
    const late = await (await as(personnel)).post(`/sistem/peran/${id}/konfirmasi`, { versi: '7' });
    expect([late.status, messages(late.text)]).toEqual([409, expect.stringContaining('baru saja diubah')]);
    const again = await (await as(admin)).submit('/sistem/peran/baru?cari=sari', wanted(), '/sistem/peran');
    expect([again.status, messages(again.text)]).toEqual([409, expect.stringContaining('sudah memegang hak ini')]);
  });

  it('is written once, however often the form is sent', async () => {
    const browser = await as(admin);
    const key = { kunci_kirim: randomUUID() };
    const first = await browser.submit('/sistem/peran/baru?cari=sari', wanted(key), '/sistem/peran');
    const second = await browser.submit('/sistem/peran/baru?cari=sari', wanted(key), '/sistem/peran');
    expect(second.headers['location']).toBe(first.headers['location']);
    const other = await browser.submit(
      '/sistem/peran/baru?cari=sari',
      wanted({ ...key, sk: 'SK lain' }),
      '/sistem/peran',
    );
    expect(other.status).toBe(422);
  });

  it('of an auditor names the unit of the letter, or none where the letter names none', async () => {
    const of = async (id: string) =>
      (
        await app.deps.pool.query<{ code: string | null }>(
          'SELECT u.code FROM role_grant g LEFT JOIN payroll_unit u ON u.id = g.payroll_unit_id WHERE g.id = $1',
          [id],
        )
      ).rows[0]!.code;
    expect(await of(await grant(admin, { peran: 'auditor' }))).toBe('DINKES');
    expect(await of(await grant(admin, { peran: 'auditor', unit: '' }))).toBeNull();
  });

  it('needs no second person while there is only the first administrator, and says so', async () => {
    await app.deps.pool.query(
      `UPDATE role_grant SET until_date = '2026-11-17', ended_at = now(), ended_by = $2 WHERE account_id = $1`,
      [personnel.accountId, admin.employeeId],
    );
    const id = await grant(admin, { peran: 'kepegawaian', unit: '' });
    expect(await rolesOf(staff)).toEqual(['kepegawaian']);
    const { rows } = await app.deps.pool.query<{ reason: string }>(
      "SELECT reason FROM audit_event WHERE object_id = $1 AND action = 'hak.beri'",
      [id],
    );
    expect(rows[0]!.reason).toContain('Pengesahan kedua ditiadakan');
    const next = await grant(admin, { pegawai: personnel.employeeId, peran: 'keuangan', unit: '' });
    expect(await rolesOf(personnel)).toEqual([]);
    expect((await press(staff, next, 'konfirmasi')).status).toBe(303);
  });

  it('of the last administrator stays', async () => {
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM role_grant WHERE account_id = $1', [
      admin.accountId,
    ]);
    const answer = await press(personnel, rows[0]!.id, 'cabut', { alasan: 'Coba-coba saja' });
    expect([answer.status, messages(answer.text)]).toEqual([
      409,
      expect.stringContaining('administrator satu-satunya'),
    ]);
  });

  it('comes back for review after a quarter', async () => {
    const id = await grant(admin);
    await press(personnel, id, 'konfirmasi');
    clock.set('2027-03-01T09:00:00+08:00');
    const list = await (await as(admin)).get('/sistem/peran?tampil=tinjau');
    expect(list.text).toContain('Sari Pegawai');
    expect((await press(admin, id, 'tinjau')).status).toBe(303);
    expect(await trailOf(id)).toEqual(['hak.beri', 'hak.sahkan', 'hak.tinjau']);
  });

  it('ends by itself on its last day', async () => {
    const id = await grant(admin, { selesai: '30/11/2026' });
    await press(personnel, id, 'konfirmasi');
    clock.set('2026-12-01T09:00:00+08:00');
    expect((await (await as(staff)).get('/keuangan/tpp')).status).toBe(403);
  });
});

describe('the second person', () => {
  const NEW_PASSWORD = 'perahu-lemari-kabut';
  /** `by` prints a new code for `whom` at the desk, and whoever holds the paper opens the account with it. */
  const takeOver = async (by: Browser, whom: Person): Promise<Browser> => {
    const desk = `/kepegawaian/pegawai/${whom.employeeId}/akun`;
    const slip = await by.submit(desk, {}, desk);
    const kode = cheerio.load(slip.text)('.lembar-kode__kode').text();
    const filled = { nip: whom.login, kode, baru: NEW_PASSWORD, ulang: NEW_PASSWORD };
    expect((await app.browser().submit('/aktivasi', filled)).status).toBe(303);
    return app.signIn(whom.login, NEW_PASSWORD);
  };
  const confirm = (browser: Browser, id: string) =>
    browser.submit(`/sistem/peran/${id}`, {}, `/sistem/peran/${id}/konfirmasi`);

  it('is not an account that the first one has opened with a code of theirs, for three days', async () => {
    const id = await grant(admin);
    const second = await takeOver(await as(admin), personnel);
    const answer = await confirm(second, id);
    expect([answer.status, messages(answer.text)]).toEqual([
      409,
      expect.stringMatching(
        /Kata sandi Anda baru dibuka dengan kode dari Agus Admin\. Sampai 21\sNov\s2026 pukul 20\.30\sWITA keduanya dihitung satu orang/,
      ),
    ]);
    expect(messages(answer.text)).toContain('Minta petugas lain');
    expect(await rolesOf(staff)).toEqual([]);
    clock.set('2026-11-21T20:31:00+08:00');
    expect((await confirm(await app.signIn(personnel.login, NEW_PASSWORD), id)).status).toBe(303);
  });

  it('is not who opened the first one’s account, nor somebody opened by the same hand, nor by a chain of them', async () => {
    const other = await makePerson(app.deps.pool, { name: 'Budi Admin', roles: ['admin'] });
    const third = await makePerson(app.deps.pool, { name: 'Tuti Ketiga', roles: ['kepegawaian'] });
    const taken = await takeOver(await as(other), admin);
    const made = await taken.submit('/sistem/peran/baru?cari=sari', wanted(), '/sistem/peran');
    const id = made.headers['location']!.replace('/sistem/peran/', '');
    const itself = await confirm(await as(other), id);
    expect([itself.status, messages(itself.text)]).toEqual([
      409,
      expect.stringContaining('Kata sandi Agus Admin baru dibuka dengan kode dari Anda.'),
    ]);
    const chain = await takeOver(taken, third);
    expect((await confirm(chain, id)).status).toBe(409);
    expect((await confirm(await as(personnel), id)).status).toBe(303);
  });

  it('neither grants nor confirms to whoever opened the account', async () => {
    const other = await makePerson(app.deps.pool, { name: 'Budi Admin', roles: ['admin'] });
    const taken = await takeOver(await as(admin), other);
    const self = { pegawai: admin.employeeId };
    const given = await taken.submit('/sistem/peran/baru?cari=agus', wanted(self), '/sistem/peran');
    expect([given.status, messages(given.text)]).toEqual([409, expect.stringContaining('dihitung satu orang')]);
    const id = await grant(personnel, self);
    expect((await confirm(taken, id)).status).toBe(409);
  });
});

describe('the form that grants', () => {
  it.each([
    [{ pegawai: undefined }, 'Pilih pegawai'],
    [{ peran: '' }, 'Pilih hak'],
    [{ peran: 'dewa' }, 'Pilih hak'],
    [{ unit: '' }, 'Pilih unit bayar'],
    [{ unit: 'TIDAK-ADA' }, 'Pilih unit bayar'],
    [{ sk: '' }, 'Tulis nomor surat'],
    [{ sk: 'x'.repeat(300) }, 'Paling panjang 200 huruf'],
    [{ mulai: '31/02/2026' }, 'Isi tanggal mulai'],
    [{ mulai: '01/01/2020' }, 'paling cepat hari ini'],
    [{ selesai: '01/01/2026' }, 'Tanggal selesai harus setelah tanggal mulai'],
    [{ selesai: '01/01/2029' }, 'paling lama satu tahun'],
    [{ pegawai: 'bukan-id' }, 'Pilih pegawai'],
    [{ pegawai: randomUUID() }, 'Pilih pegawai'],
    [{ kunci_kirim: '1' }, 'Muat ulang halaman'],
    [{ admin: 'ya' }, 'tidak dikenal'],
    [{ sk: '<script>alert(1)</script>', peran: '' }, 'Pilih hak'],
  ])('says what is wrong and keeps what was typed: %j', async (over, message) => {
    const browser = await as(admin);
    const answer = await browser.submit('/sistem/peran/baru?cari=sari', wanted(over), '/sistem/peran');
    expect([answer.status, messages(answer.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(cheerio.load(answer.text)('title').text()).toMatch(/^Perlu diperbaiki: /);
    const sk = (over as Record<string, string | undefined>)['sk'] ?? 'SK 800/12/2026';
    if (sk !== '') expect(cheerio.load(answer.text)('[name="sk"]').val()).toBe(sk);
    expect(answer.text).not.toContain('<script>alert');
  });

  it('lets the personnel office grant rights of units only', async () => {
    const browser = await as(personnel);
    const html = (await browser.get('/sistem/peran/baru?cari=sari')).text;
    const roles = cheerio
      .load(html)('[name="peran"] option')
      .toArray()
      .map(each => each.attribs['value']);
    expect(roles).toEqual(['', 'pengelola', 'kepala_opd', 'bendahara']);
    const answer = await browser.submit(
      '/sistem/peran/baru?cari=sari',
      wanted({ peran: 'admin', unit: '' }),
      '/sistem/peran',
    );
    expect(answer.status).toBe(422);
  });

  it('finds by name whatever is typed, and nothing by wild cards', async () => {
    const browser = await as(admin);
    expect((await browser.get('/sistem/peran/baru?cari=sari')).text).toContain('Sari Pegawai');
    for (const typed of ['%25%25%25', '___', "'; DROP TABLE x --"])
      expect((await browser.get(`/sistem/peran/baru?cari=${typed}`)).text).not.toContain('Sari Pegawai');
  });
});

describe('the pages', () => {
  it('are for administrators and the personnel office', async () => {
    const browser = await as(staff);
    for (const address of ['/sistem/peran', '/sistem/peran/baru'])
      expect((await browser.get(address)).status).toBe(403);
    expect((await browser.post('/sistem/peran', wanted() as Record<string, string>)).status).toBe(403);
    expect((await (await as(admin)).get(`/sistem/peran/${randomUUID()}`)).status).toBe(404);
    expect((await (await as(admin)).get('/sistem/peran/x')).status).toBe(404);
  });
});
