import { beforeAll, describe, expect, it } from 'vitest';
import { nipWarnings } from '../../../src/features/people/nip-check.ts';
import { readDate } from '../../../src/domain/typed-date.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../../support/app.ts';

const PEOPLE = '/kepegawaian/pegawai';
let app: TestApp;
let cast: Cast;
let office: Browser;
let clerk: Browser;
let chair: string;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  cast = await readCast(app.deps.pool);
  office = await app.signInAs('kepegawaian1');
  clerk = await app.signInAs('pengelola');
  chair = await newChair('KURSI-1');
});

/** A vacant chair beside staf1's. */
async function newChair(code: string): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    `WITH made AS (INSERT INTO position (code) VALUES ($1) RETURNING id), versioned AS (
       INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       SELECT made.id, '2026-01-01', 'Jabatan uji ' || $1, v.unit_id, v.superior_id, 'PELAKSANA', 6, 'umum'
       FROM made, position_version v WHERE v.position_id = $2)
     SELECT id FROM made`,
    [code, cast.staf1.positionId],
  );
  return rows[0]!.id;
}

const filling = (more: Record<string, string> = {}): Record<string, string> => ({
  status: 'PNS',
  nip: '19900314 201503 2 901',
  nama: 'Rukmini Sekarwangi',
  gelar_belakang: 'S.A.P.',
  golongan: 'III/a',
  jabatan: chair,
  tmt: '02/11/2026',
  sk: 'SK Bupati 821/77/2026',
  hp: '0812-3456-7890',
  ...more,
});
const notThere = '019a9000-0000-7000-8000-000000000000';

describe('the list of people', () => {
  it('finds by name, unit and status, without a NIP in any address', async () => {
    const all = (await office.get(PEOPLE)).text;
    expect(all).toContain('Berikutnya');
    expect(all).not.toMatch(/(?:href|action)="[^"]*\d{18}/);
    const name = cast.staf1.name.split(' ')[0]!;
    expect((await office.get(`${PEOPLE}?cari=${encodeURIComponent(name)}`)).text).toContain(cast.staf1.employeeId);
    expect((await office.get(`${PEOPLE}?status=berhenti`)).text).toContain('Tidak ada pegawai yang cocok');
    expect((await office.get(`${PEOPLE}?status=%3Cscript%3E&cari=%00%25&unit=1&sesudah=x&id=y`)).status).toBe(200);
  });

  it('goes on where the last page ended, and shows everybody once', async () => {
    const seen: string[] = [];
    let address: string | undefined = PEOPLE;
    for (let pages = 0; address !== undefined && pages < 5; pages += 1) {
      const html: string = (await office.get(address)).text;
      seen.push(...[...html.matchAll(/\/kepegawaian\/pegawai\/([0-9a-f-]{36})"/g)].map(match => match[1]!));
      address = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    const { rows } = await app.deps.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM employee');
    expect(new Set(seen).size).toBe(rows[0]!.n);
    expect(seen.length).toBe(rows[0]!.n);
  });

  it('opens a person by NIP through a posted search', async () => {
    const answer = await office.submit(PEOPLE, { nomor: cast.staf2.nip! });
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe(`${PEOPLE}/${cast.staf2.employeeId}`);
    expect((await office.submit(PEOPLE, { nomor: '123' })).status).toBe(422);
    expect((await office.submit(PEOPLE, { nomor: '190001012000011001' })).status).toBe(409);
    expect((await clerk.submit(PEOPLE, { nomor: cast.staf_lain.nip! })).status).toBe(409);
  });

  it('gives a clerk the people of their payroll unit and nobody else', async () => {
    const own = (await clerk.get(PEOPLE)).text;
    expect(own).toContain(cast.staf1.employeeId);
    expect(own).not.toContain(cast.staf_lain.employeeId);
    expect((await clerk.get(`${PEOPLE}/${cast.staf1.employeeId}`)).status).toBe(200);
    expect((await clerk.get(`${PEOPLE}/${cast.staf_lain.employeeId}`)).status).toBe(404);
    expect((await clerk.get(`${PEOPLE}/${cast.staf_lain.employeeId}/ubah`)).status).toBe(404);
    expect((await clerk.post(`${PEOPLE}/${cast.staf_lain.employeeId}/ubah`, { hp: '08', versi: '1' })).status).toBe(
      404,
    );
    expect((await clerk.get(`${PEOPLE}/baru`)).status).toBe(403);
    expect((await clerk.get(`${PEOPLE}/${cast.staf1.employeeId}/perubahan/baru`)).status).toBe(403);
    expect((await (await app.signInAs('atasan')).get(`${PEOPLE}/${cast.staf1.employeeId}`)).status).toBe(403);
  });
});

describe('the page of a person', () => {
  it('shows standing, superior and validator of today, and notes that it was looked at', async () => {
    const html = (await office.get(`${PEOPLE}/${cast.staf1.employeeId}`)).text;
    for (const words of [cast.atasan.name, cast.validator.name, 'NPWP', 'Definitif: ', 'Status PNS'])
      expect(html).toContain(words);
    const { rows } = await app.deps.pool.query('SELECT 1 FROM data_view WHERE viewer_id = $1 AND subject_id = $2', [
      cast.kepegawaian1.employeeId,
      cast.staf1.employeeId,
    ]);
    expect(rows.length).toBe(1);
    const limited = (await clerk.get(`${PEOPLE}/${cast.staf1.employeeId}`)).text;
    expect(limited).not.toContain('NPWP');
    expect(limited).not.toContain('Rekening');
    expect((await office.get(`${PEOPLE}/${notThere}`)).status).toBe(404);
  });

  it('keeps to few statements', async () => {
    const list = await app.statementsOf(office.get(PEOPLE));
    expect(list.statements.length).toBeLessThanOrEqual(3);
    const one = await app.statementsOf(office.get(`${PEOPLE}/${cast.staf1.employeeId}`));
    expect(one.statements.length).toBeLessThanOrEqual(7);
  });
});

describe('a new person', () => {
  it('gets standing, chair, account to activate, act and trail at once, and only once', async () => {
    const page = await office.get(`${PEOPLE}/baru`);
    const body = { ...formOn(page.text).fields, ...filling() };
    const answer = await office.post(PEOPLE, body);
    expect(answer.status).toBe(303);
    expect((await office.post(PEOPLE, body)).headers['location']).toBe(answer.headers['location']);
    const html = (await office.get(answer.headers['location']!)).text;
    for (const words of ['Rukmini Sekarwangi, S.A.P.', '19900314 201503 2 901', '081234567890', 'Jabatan uji KURSI-1'])
      expect(html).toContain(words);
    const { rows } = await app.deps.pool.query(
      `SELECT a.login, a.password_hash, c.kind, s.status, s.rank_grade FROM employee e JOIN account a ON a.employee_id = e.id
       JOIN staff_change c ON c.employee_id = e.id JOIN employee_status s ON s.employee_id = e.id WHERE e.nip = '199003142015032901'`,
    );
    expect(rows).toEqual([
      { login: '199003142015032901', password_hash: null, kind: 'MASUK', status: 'PNS', rank_grade: 'III/a' },
    ]);
  });

  it('says whose the NIP is, and who holds the chair', async () => {
    const taken = await office.submit(`${PEOPLE}/baru`, filling({ nip: cast.staf3.nip!, jabatan: '' }));
    expect(taken.status).toBe(409);
    expect(taken.text).toContain(`NIP ini sudah dipakai ${cast.staf3.name}`);
    expect(taken.text).toContain('Rukmini Sekarwangi');
    const held = await office.submit(
      `${PEOPLE}/baru`,
      filling({ nip: '199003142015032902', jabatan: cast.staf2.positionId }),
    );
    expect(held.status).toBe(409);
    expect(held.text).toContain(`Jabatan ini dipegang ${cast.staf2.name}`);
    const { rows } = await app.deps.pool.query("SELECT 1 FROM employee WHERE nip = '199003142015032902'");
    expect(rows).toEqual([]);
  });

  it('may be non-ASN with a NIK, PPPK, or an official with a user name', async () => {
    const nonAsn = await office.submit(
      `${PEOPLE}/baru`,
      filling({
        status: 'NON_ASN',
        nip: '',
        nik: '6311-0451-0390-0001',
        golongan: '',
        jabatan: await newChair('KURSI-2'),
      }),
    );
    expect(nonAsn.status).toBe(303);
    expect((await office.get(nonAsn.headers['location']!)).text).toContain('Non-ASN');
    const pppk = await office.submit(
      `${PEOPLE}/baru`,
      filling({ status: 'PPPK', nip: '199003142023211901', golongan: 'IX', jabatan: '' }),
    );
    expect(pppk.status).toBe(303);
    const official = await office.submit(
      `${PEOPLE}/baru`,
      filling({ status: 'PEJABAT', nip: '', nama_pengguna: 'wakil.bupati', golongan: '', jabatan: '' }),
    );
    expect(official.status).toBe(303);
  });

  it('warns of an odd NIP and takes it all the same', async () => {
    const answer = await office.submit(`${PEOPLE}/baru`, filling({ nip: '199013322015139000', jabatan: '' }));
    expect(answer.status).toBe(303);
    const html = (await office.get(answer.headers['location']!)).text;
    expect(html).toContain('Periksa lagi NIP-nya');
    expect(nipWarnings('199003142015032901', 'PNS')).toEqual([]);
    expect(nipWarnings('199003142023211901', 'PPPK')).toEqual([]);
    expect(nipWarnings('199003142023211901', 'PNS')).toHaveLength(1);
    expect(nipWarnings('199003142015032901', 'PPPK')).toHaveLength(1);
  });

  it.each([
    ['nothing', { status: '', nip: '', nama: '', tmt: '', sk: '' }, ['Pilih status', 'Tulis nama tanpa gelar']],
    ['a short NIP', { nip: '1990' }, ['NIP harus 18 angka. Anda mengisi 4 angka']],
    ['a NIP of letters', { nip: '19900314201503290X' }, ['NIP harus 18 angka']],
    ['no NIP for a PNS', { nip: '' }, ['Isi NIP 18 angka']],
    ['no NIK for non-ASN', { status: 'NON_ASN', nip: '', golongan: '' }, ['Isi NIK 16 angka untuk non-ASN']],
    ['a golongan of others', { status: 'PPPK', golongan: 'III/a' }, ['Golongan PPPK I sampai XVII']],
    ['a date that is none', { tmt: '30/02/2026' }, ['TMT harus tanggal, misalnya 01/03/2026']],
    ['an unknown key', { peran: 'admin' }, ['Ada isian yang tidak dikenal']],
    ['script', { nama: '<script>alert(1)</script>', tmt: 'x' }, ['&lt;script&gt;']],
    ['too much', { nama: 'a'.repeat(121) }, ['Paling panjang 120 huruf']],
    ['wrong ways to reach', { hp: '12', email: 'surat' }, ['Nomor HP 8 sampai 15 angka', 'Email belum lengkap']],
  ])('comes back with words for %s', async (_what, more, words) => {
    const answer = await office.submit(`${PEOPLE}/baru`, filling({ nip: '199003142015032903', ...more }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Perlu diperbaiki');
    for (const text of words) expect(answer.text).toContain(text);
  });

  it('is searched a chair for with everything typed kept', async () => {
    const answer = await office.submit(`${PEOPLE}/baru`, {
      ...filling(),
      jabatan: '',
      cari: 'Kepala Dinas',
      aksi: 'cari',
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('value="Rukmini Sekarwangi"');
    expect(answer.text).toContain(cast.kepala.positionId);
  });
});

describe('data of a person', () => {
  const address = (): string => `${PEOPLE}/${cast.staf2.employeeId}/ubah`;

  it('is changed by the personnel office, with the trail; a stale form is refused', async () => {
    const form = formOn((await office.get(address())).text);
    const body = { ...form.fields, nama: 'Nama Baru', rekening: '123 456 7890', bank: 'Bank Uji' };
    expect((await office.post(form.action, body)).status).toBe(303);
    const again = await office.post(form.action, { ...body, nama: 'Nama Lain' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('baru saja diubah');
    const { rows } = await app.deps.pool.query<{ after: Record<string, string> }>(
      "SELECT after FROM audit_event WHERE action = 'pegawai.ubah' AND object_id = $1",
      [cast.staf2.employeeId],
    );
    expect(rows).toMatchObject([{ after: { name: 'Nama Baru', bankName: 'Bank Uji', bankAccount: '…890' } }]);
    expect((await office.submit(address(), { nip: cast.staf3.nip! })).status).toBe(409);
  });

  it('keeps signing in with a corrected NIP', async () => {
    const answer = await office.submit(address(), { nip: '199001012015031955' });
    expect(answer.status).toBe(303);
    const { rows } = await app.deps.pool.query('SELECT login FROM account WHERE employee_id = $1', [
      cast.staf2.employeeId,
    ]);
    expect(rows).toEqual([{ login: '199001012015031955' }]);
  });

  it('is not written about oneself where it is money, and the owner hears of another account', async () => {
    const told = await app.deps.pool.query(
      "SELECT 1 FROM notification WHERE employee_id = $1 AND text LIKE 'Rekening Anda%' AND href = '/akun/data'",
      [cast.staf2.employeeId],
    );
    expect(told.rowCount).toBe(1);
    const own = `${PEOPLE}/${cast.kepegawaian1.employeeId}/ubah`;
    const answer = await office.submit(own, { rekening: '99887766554', bank: 'Bank Saya' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('diubah oleh rekan lain');
    expect((await office.submit(own, { hp: '081234567890' })).status).toBe(303);
  });

  it('is to a clerk how to reach the person, and nothing else', async () => {
    const page = (await clerk.get(address())).text;
    expect(page).toContain('name="hp"');
    expect(page).not.toContain('name="nip"');
    expect(page).not.toContain('name="rekening"');
    expect((await clerk.submit(address(), { hp: '08123456789', email: 'a@contoh.go.id' })).status).toBe(303);
    expect((await clerk.submit(address(), { nama: 'Diubah' })).status).toBe(422);
  });
});

describe('dates as people type them', () => {
  it.each([
    ['1/3/2026', '2026-03-01'],
    ['01-03-2026', '2026-03-01'],
    ['01.03.2026', '2026-03-01'],
    [' 2026-03-01 ', '2026-03-01'],
    ['29/2/2028', '2028-02-29'],
    ['29/2/2026', undefined],
    ['3/2026', undefined],
    ['1/1/1800', undefined],
    ['besok', undefined],
  ])('%s', (typed, day) => expect(readDate(typed)).toBe(day));
});
