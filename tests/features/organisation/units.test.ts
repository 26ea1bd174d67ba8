import { beforeAll, describe, expect, it } from 'vitest';
import { createDemoDatabase } from '../../support/demo-database.ts';
import { makePerson, PASSWORD } from '../../support/accounts.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../../support/app.ts';

const UNITS = '/kepegawaian/unit';
let app: TestApp;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase() });
  office = await app.signInAs('kepegawaian1');
});

async function payrollUnit(code: string): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM payroll_unit WHERE code = $1', [code]);
  return rows[0]!.id;
}
async function unit(code: string): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM org_unit WHERE code = $1', [code]);
  return rows[0]!.id;
}
const filling = async (more: Record<string, string> = {}) => ({
  kode: 'DPMPTSP-UPT1',
  nama: 'UPTD Mal Pelayanan Publik',
  jenis: 'UPTD',
  induk: await unit('DPMPTSP'),
  unit_bayar: await payrollUnit('DPMPTSP'),
  pola: '6',
  zona: '',
  tmt: '1/12/2026',
  sk: 'Perbup 12 Tahun 2026',
  ...more,
});

describe('a unit', () => {
  it('is added with code, parent, payer and working days, and stands in the tree from its day on', async () => {
    const answer = await office.submit(`${UNITS}/baru`, await filling({ kode: 'dpmptsp-upt0', tmt: '01-11-2026' }));
    expect(answer.status).toBe(303);
    const shown = await office.get(answer.headers['location']!);
    expect(shown.text).toContain('UPTD Mal Pelayanan Publik');
    expect(shown.text).toContain('DPMPTSP-UPT0');
    expect(shown.text).toContain('6 hari kerja');
    expect((await office.get(UNITS)).text).toContain('UPTD Mal Pelayanan Publik');
    const { rows } = await app.deps.pool.query("SELECT action FROM audit_event WHERE action = 'unit.baru'");
    expect(rows.length).toBe(1);
  });

  it('is made once, however often its form is sent', async () => {
    const page = await office.get(`${UNITS}/baru`);
    const form = formOn(page.text);
    const body = { ...form.fields, ...(await filling({ kode: 'SEKALI' })) };
    const first = await office.post(form.action, body);
    const second = await office.post(form.action, body);
    expect(first.status).toBe(303);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect((await office.post(form.action, { ...body, nama: 'Nama lain' })).status).toBe(422);
  });

  it('may bring a payroll unit of its own', async () => {
    const answer = await office.submit(
      `${UNITS}/baru`,
      await filling({ kode: 'RSUD', nama: 'RSUD Takar', jenis: 'RSUD', unit_bayar: 'baru' }),
    );
    expect(answer.status).toBe(303);
    expect(await payrollUnit('RSUD')).toBeTruthy();
    const again = await office.submit(`${UNITS}/baru`, await filling({ kode: 'RSUD' }));
    expect(again.status).toBe(409);
    expect(again.text).toContain('Kode RSUD sudah dipakai unit lain');
  });

  it('asks for what is missing or wrong, and keeps what was typed', async () => {
    const empty = await office.submit(`${UNITS}/baru`, {});
    expect(empty.status).toBe(422);
    for (const words of ['Tulis kode', 'Tulis nama unit', 'Pilih jenis unit', 'Pilih unit bayar', 'TMT harus tanggal'])
      expect(empty.text).toContain(words);
    const wrong = await office.submit(
      `${UNITS}/baru`,
      await filling({ kode: 'kode salah!', tmt: '31/02/2026', nama: '<script>alert(1)</script>' }),
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('<title>Perlu diperbaiki');
    expect(wrong.text).toContain('&lt;script&gt;');
    expect(wrong.text).not.toContain('<script>alert');
    expect(wrong.text).toContain('31/02/2026');
  });

  it.each([
    ['an unknown key', { peran: 'admin' }, 422],
    ['a kind that there is not', { jenis: 'KERAJAAN' }, 422],
    ['a parent that there is not', { induk: '019a9000-0000-7000-8000-000000000000' }, 422],
    ['a payer that there is not', { unit_bayar: '019a9000-0000-7000-8000-000000000000' }, 422],
    ['a name that is too long', { nama: 'a'.repeat(161) }, 422],
    ['the name twice', { nama: ['a', 'b'] }, 422],
  ])('refuses %s', async (_what, more, status) => {
    const body = { ...(await filling({ kode: 'TOLAK' })), ...more };
    const answer = await office.submit(`${UNITS}/baru`, body);
    expect(answer.status).toBe(status);
    const { rows } = await app.deps.pool.query("SELECT 1 FROM org_unit WHERE code = 'TOLAK'");
    expect(rows).toEqual([]);
  });

  it('stores no NUL', async () => {
    const answer = await office.submit(`${UNITS}/baru`, await filling({ kode: 'NOL', nama: 'Unit\0 Nol' }));
    expect(answer.status).toBe(303);
    expect((await office.get(answer.headers['location']!)).text).not.toContain('\0');
  });

  it('changes from a day on; what was stays', async () => {
    const id = await unit('DISPUSIP-B1');
    const answer = await office.submit(`${UNITS}/${id}/ubah`, {
      nama: 'Bidang Perpustakaan',
      tmt: '15/11/2026',
      sk: 'Perbup 30 Tahun 2026',
    });
    expect(answer.status).toBe(303);
    const shown = (await office.get(`${UNITS}/${id}`)).text;
    expect(shown).toContain('Nama menjadi Bidang Perpustakaan');
    expect(shown).toContain('Dibentuk');
    const { rows } = await app.deps.pool.query<{ name: string }>(
      "SELECT name FROM org_unit_version WHERE unit_id = $1 AND from_date <= '2026-11-14' ORDER BY from_date DESC LIMIT 1",
      [id],
    );
    expect(rows[0]!.name).toBe('Bidang Layanan Perpustakaan dan Arsip');
    const sameDay = await office.submit(`${UNITS}/${id}/ubah`, { tmt: '15/11/2026', sk: 'Perbup 31 Tahun 2026' });
    expect(sameDay.status).toBe(409);
    const stale = await office.submit(`${UNITS}/${id}/ubah`, { versi: '1', tmt: '16/11/2026', sk: 'Perbup 31' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('baru saja diubah');
  });

  it('does not come to lie inside itself', async () => {
    const id = await unit('DPMPTSP');
    const answer = await office.submit(`${UNITS}/${id}/ubah`, {
      induk: await unit('DPMPTSP-B1-1'),
      tmt: '20/11/2026',
      sk: 'Perbup 32 Tahun 2026',
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('lingkaran: ');
    expect(answer.text).toContain('Seksi Penerimaan dan Pemeriksaan Permohonan');
  });

  it('does not change who pays a month that was computed', async () => {
    const id = await unit('DISPUSIP-SET');
    const answer = await office.submit(`${UNITS}/${id}/ubah`, {
      unit_bayar: await payrollUnit('SETDA'),
      tmt: '01/09/2026',
      sk: 'Perbup 33 Tahun 2026',
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('TPP September 2026');
    const later = await office.submit(`${UNITS}/${id}/ubah`, {
      unit_bayar: await payrollUnit('SETDA'),
      tmt: '02/09/2026',
      sk: 'Perbup 33 Tahun 2026',
    });
    expect(later.status).toBe(303);
  });

  it('is read by Bagian Organisasi and written by the personnel office alone', async () => {
    const person = await makePerson(app.deps.pool, { roles: ['organisasi'] });
    const reader = await app.signIn(person.login, PASSWORD);
    expect((await reader.get(UNITS)).status).toBe(200);
    expect((await reader.get(`${UNITS}/baru`)).status).toBe(403);
    expect((await reader.post(UNITS, await filling())).status).toBe(403);
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get(UNITS)).status).toBe(403);
    expect((await clerk.get('/kepegawaian')).status).toBe(200);
  });
});

describe('the hub', () => {
  it('lists only pages that the reader may open', async () => {
    const all = (await office.get('/kepegawaian')).text;
    expect(all).toContain('href="/kepegawaian/unit"');
    expect(all).toContain('href="/kepegawaian/periode"');
    const person = await makePerson(app.deps.pool, { roles: ['organisasi'] });
    const some = (await (await app.signIn(person.login, PASSWORD)).get('/kepegawaian')).text;
    expect(some).toContain('href="/kepegawaian/jabatan"');
    expect(some).not.toContain('href="/kepegawaian/periode"');
    expect((await (await app.signInAs('staf1')).get('/kepegawaian')).status).toBe(403);
  });
});
