import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import type { Response } from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { templateCsv, templateWorkbook } from '../../../src/features/imports/template.ts';
import { summaryCsv } from '../../../src/features/payroll-export/summary-csv.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { readSpreadsheet } from '../../../src/platform/spreadsheet/read.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';
import { readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { workbook } from './crafted.ts';

/** Bringing people in through the pages (ux.md F16, T7): look through, save, take back. */

const UPLOAD = '/kepegawaian/pegawai/impor';
const HEAD = 'nip,nama,gelar,status,gol,jabatan,kelas,eselon,kode_unit,npwp,bank,rekening,hp,email,tmt';
let app: TestApp;
let office: Browser;
let serial = 100;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  office = await app.signInAs('kepegawaian1');
}, 120_000);

const freshNip = (): string => `19900101202012${String((serial += 1)).padStart(4, '1')}`;
const line = (
  nip: string,
  name: string,
  more: { readonly unit?: string; readonly phone?: string; readonly title?: string } = {},
): string =>
  `${nip},${name},S.Sos.,PNS,III/a,${more.title ?? 'Pengadministrasi Perkantoran'},7,,${more.unit ?? 'DPMPTSP'},,Bank Contoh,0012345678,${more.phone ?? '081200000000'},,01/03/2026`;
const csv = (...lines: readonly string[]): Buffer => Buffer.from([HEAD, ...lines].join('\n'));

async function upload(
  content: Buffer,
  name = 'pegawai.csv',
  browser = office,
  path = UPLOAD,
): Promise<Awaited<ReturnType<Browser['post']>>> {
  return browser.submit(path, {}, path, [{ field: 'berkas', name, content }]);
}
async function batchOf(content: Buffer, name?: string): Promise<string> {
  const answer = await upload(content, name);
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([303, expect.anything()]);
  return answer.headers['location']!;
}
const one = async <Row>(sql: string, values: unknown[]): Promise<Row | undefined> =>
  (await app.deps.pool.query<Row & Record<string, unknown>>(sql, values)).rows[0];

describe('bringing people in', () => {
  it('shows what would happen, saves it once, and a second time changes nothing', async () => {
    const nip = freshNip();
    const file = csv(
      line(nip, 'Rahmat Contoh'),
      line('1,96803E+17', 'Salah Angka').replace('1,96803E+17', '"1,96803E+17"'),
    );
    const batch = await batchOf(file);
    const page = await office.get(batch);
    const text = cheerio.load(page.text)('main').text();
    expect(text).toContain('1 baris bermasalah');
    expect(text).toContain('NIP 18 angka, terbaca 1,96803E+17. Ubah format kolom ke Teks');
    expect(text).toContain('Simpan 1 yang siap');
    expect(await one('SELECT 1 FROM employee WHERE nip = $1', [nip])).toBeUndefined();

    const saved = await office.submit(batch, {}, batch);
    expect([saved.status, saved.headers['location']]).toEqual([303, batch]);
    const person = await one<{
      title: string;
      back_title: string;
      phone: string;
      from_date: string;
      superior: boolean;
    }>(
      `SELECT v.title, e.back_title, e.phone, a.from_date, v.superior_id IS NOT NULL AS superior
       FROM employee e JOIN assignment a ON a.employee_id = e.id JOIN position_version v ON v.position_id = a.position_id
       WHERE e.nip = $1`,
      [nip],
    );
    expect(person).toEqual({
      title: 'Pengadministrasi Perkantoran',
      back_title: 'S.Sos.',
      phone: '081200000000',
      from_date: '2026-11-01',
      superior: true,
    });
    expect((await office.get(batch)).text).toContain('1 baris disimpan. 1 baris tidak.');

    const again = await batchOf(csv(line(nip, 'Rahmat Contoh')));
    expect(
      cheerio
        .load((await office.get(again)).text)('main')
        .text(),
    ).toContain('Semua baris sudah tercatat');
  });

  it('sends the refused rows back as a workbook that can be corrected and sent again', async () => {
    const nip = freshNip();
    const batch = await batchOf(csv(line(nip, 'Unit Keliru', { unit: 'NGAWUR' }), line(freshNip(), '=HYPERLINK(1)')));
    const list = await office.get(`${batch}/perbaikan`).buffer(true).parse(asBuffer);
    const sheets = await readSpreadsheet(list.body as Buffer);
    expect(sheets[0]?.name).toBe('Pegawai');
    const [header, row] = sheets[0]!.rows;
    expect(header?.at(-1)).toBe('Yang perlu diperbaiki');
    expect(row).toContain(nip);
    expect(row?.at(-1)).toContain('Kode unit NGAWUR tidak terdaftar');
  });

  it.each(['=1+1', '\t=1+1'])(
    'sends a name like %j as text in every download of the product',
    async lead => {
      const name = `${lead} Uji`;
      const cast = await readCast(app.deps.pool);
      await app.deps.pool.query('UPDATE employee SET name = $2, front_title = NULL, back_title = NULL WHERE id = $1', [
        cast.staf1.employeeId,
        name,
      ]);
      const unit = cast.staf1.payrollUnitCode;
      const staff = await app.signInAs('staf1');
      const batch = await batchOf(csv(line(freshNip(), `"${name}"`, { unit: 'NGAWUR' })));
      const files: readonly (readonly [Browser, string])[] = [
        [office, `${batch}/perbaikan`],
        [office, `/laporan/rekap.xlsx?bulan=2026-11&unit=${unit}`],
        [office, `/kepegawaian/kelengkapan/unduh?bulan=2026-11&unit=${unit}&format=xlsx`],
        [office, `/kepegawaian/kelengkapan/unduh?bulan=2026-11&unit=${unit}&format=csv`],
        [staff, '/laporan/lkh.xlsx?bulan=2026-11'],
      ];
      for (const [browser, address] of files) {
        const answer = await browser.get(address).buffer(true).parse(asBuffer);
        const read = answer.status === 200 ? await readSpreadsheet(answer.body as Buffer) : [];
        const cells = read.flatMap(({ rows }) => rows.flat());
        const formulas = cells.filter(cell => cell !== null && typeof cell === 'object' && !('number' in cell));
        const shown = cells.filter(cell => typeof cell === 'string' && cell.includes(name.trim()));
        expect([address, answer.status, formulas, shown.length > 0]).toEqual([address, 200, [], true]);
        if (address.endsWith('csv')) expect(shown.every(cell => (cell as string).startsWith("'"))).toBe(true);
      }
      for (const run of [name, '+62811', '-9+9', '@SUM(A1)']) {
        const money = { nip: '1', name: run, unitCode: unit, gross: 1n, deductions: 0n, net: 1n };
        expect(summaryCsv([money]).toString()).toContain(`'${run}`);
      }
    },
    60_000,
  );

  it('remembers what an unknown column meant', async () => {
    const head = 'Identitas;Nama;Jabatan;Kelas;Kode unit;Hobi';
    const nip = freshNip();
    const batch = await batchOf(Buffer.from(`${head}\n${nip};Peta Kolom;Pengadministrasi Perkantoran;7;DPMPTSP;catur`));
    expect((await office.get(batch)).text).toContain('Kolom NIP tidak ditemukan');
    const mapped = await office.submit(batch, { kolom_0_0: 'nip', kolom_0_5: 'abaikan' }, `${batch}/kolom`);
    expect(mapped.status).toBe(303);
    expect((await office.get(batch)).text).toContain('Simpan 1 yang siap');
    const second = await batchOf(
      Buffer.from(`${head}\n${freshNip()};Peta Kedua;Pengadministrasi Perkantoran;7;DPMPTSP;`),
    );
    expect((await office.get(second)).text).toContain('Simpan 1 yang siap');
  });

  it('lists what changes of people who are there, and puts it back', async () => {
    const nip = freshNip();
    const first = await batchOf(csv(line(nip, 'Ganti Nomor')));
    await office.submit(first, {}, first);
    const batch = await batchOf(csv(line(nip, 'GANTI NOMOR', { phone: '081299990000' })));
    const text = cheerio
      .load((await office.get(batch)).text)('main')
      .text();
    expect(text).toContain('081200000000');
    expect(text).toContain('081299990000');
    await office.submit(batch, {}, batch);
    const phone = async (): Promise<string | undefined> =>
      (await one<{ phone: string }>('SELECT phone FROM employee WHERE nip = $1', [nip]))?.phone;
    expect(await phone()).toBe('081299990000');
    expect((await office.submit(batch, {}, `${batch}/urungkan`)).status).toBe(303);
    expect(await phone()).toBe('081200000000');
  });

  it('takes back all it made, until something depends on it', async () => {
    const [nip, other] = [freshNip(), freshNip()];
    const batch = await batchOf(
      csv(line(nip, 'Urung Satu'), line(other, 'Urung Dua', { title: 'Penata Layanan Contoh' })),
    );
    await office.submit(batch, {}, batch);
    const counts = `SELECT (SELECT count(*)::int FROM position p JOIN position_version v ON v.position_id = p.id
      WHERE v.title = 'Penata Layanan Contoh') AS chairs, (SELECT count(*)::int FROM employee WHERE nip = ANY ($1)) AS people`;
    expect(await one(counts, [[nip, other]])).toEqual({ chairs: 1, people: 2 });
    await app.deps.pool.query(
      `INSERT INTO staff_change (employee_id, kind, effective_on, decree, recorded_by, at)
       SELECT id, 'GOLONGAN', '2026-12-01', 'SK 1', id, now() FROM employee WHERE nip = $1`,
      [nip],
    );
    const page = await office.get(batch);
    expect(page.text).toContain('Tidak dapat diurungkan lagi');
    expect(page.text).toContain('1 perubahan kepegawaian');
    const stale = await office.post(`${batch}/urungkan`, { versi: '2' });
    expect(stale.status).toBe(409);
    expect(await one(counts, [[nip, other]])).toEqual({ chairs: 1, people: 2 });

    const free = await batchOf(csv(line(freshNip(), 'Urung Tiga', { title: 'Penelaah Contoh' })));
    await office.submit(free, {}, free);
    expect((await office.submit(free, {}, `${free}/urungkan`)).status).toBe(303);
    expect((await office.get(free)).text).toContain('Diurungkan');
    expect(await one(`SELECT 1 FROM position_version WHERE title = 'Penelaah Contoh'`, [])).toBeUndefined();
    expect(await one(`SELECT 1 FROM employee WHERE name = 'Urung Tiga'`, [])).toBeUndefined();
  });

  it('becomes a job where it is large, and the job says how many', async () => {
    const many = Array.from({ length: 1100 }, (_, i) =>
      line(`19910101202013${String(1000 + i)}`, `Banyak Orang ${String(i)}`),
    );
    const batch = await batchOf(csv(...many));
    const answer = await office.submit(batch, {}, batch);
    expect(answer.headers['location']).toMatch(/^\/pekerjaan\//);
    const second = await office.post(batch, { versi: '1' });
    expect(second.status).toBe(409);
    const job = await runJob(app.deps, answer.headers['location']!.split('/').at(-1)!);
    expect([job.state, job.note]).toEqual(['selesai', '1.100 baris disimpan.']);
    const page = await office.get(answer.headers['location']!);
    expect(page.text).toContain('data-state="selesai"');
    expect(page.text).toContain(batch);
    expect((await office.get(batch)).text).toContain('Urungkan');
  }, 60_000);

  it('is taken back by a job where it is large, and the page says so', async () => {
    const many = Array.from({ length: 101 }, (_, i) =>
      line(`19920101202013${String(1000 + i)}`, `Banyak Sekali ${String(i)}`),
    );
    const batch = await batchOf(csv(...many));
    expect((await office.submit(batch, {}, batch)).headers['location']).toBe(batch);
    const undone = await office.submit(batch, {}, `${batch}/urungkan`);
    expect(undone.headers['location']).toMatch(/^\/pekerjaan\//);
    expect((await office.get(batch)).text).toContain('Sedang diurungkan');
    expect((await office.post(`${batch}/urungkan`, { versi: '2' })).status).toBe(409);
    const back = await runJob(app.deps, undone.headers['location']!.split('/').at(-1)!);
    expect([back.state, back.note]).toEqual(['selesai', 'Impor diurungkan.']);
    expect(await one('SELECT 1 AS there FROM employee WHERE name = $1', ['Banyak Sekali 7'])).toBeUndefined();
  }, 60_000);
});

describe('the forms', () => {
  it('refuse an empty, a wrong and a hostile file beside the field', async () => {
    const errorOf = (answer: { readonly status: number; readonly text: string }): string =>
      `${String(answer.status)} ${cheerio.load(answer.text)('#berkas-galat').text()}`;
    expect(errorOf(await office.submit(UPLOAD, {}, UPLOAD))).toContain('422 Perlu diperbaiki: Pilih berkas');
    expect(errorOf(await upload(Buffer.from('a;b\n1;2')))).toContain('Kolom NIP tidak ditemukan. Unduh templat');
    expect(errorOf(await upload(Buffer.from('%PDF-1.4'), 'x.xlsx'))).toContain('Berkas ini PDF');
    expect(errorOf(await upload(Buffer.alloc(11 * 1024 * 1024, 'a')))).toContain('Paling besar 10 MB');
    expect(errorOf(await upload(await templateWorkbook('employees'), 'templat.xlsx'))).toContain('belum berisi baris');
    const unknown = await office.submit(UPLOAD, { jenis: 'x' }, UPLOAD);
    expect(unknown.status).toBe(422);
  }, 60_000);

  it('take a file once per key, refuse stale versions and unknown fields, and can be cancelled', async () => {
    const key = randomUUID();
    const file = [{ field: 'berkas', name: 'a.csv', content: csv(line(freshNip(), 'Sekali Saja')) }];
    const first = await office.post(UPLOAD, { kunci_kirim: key }, file);
    const second = await office.post(UPLOAD, { kunci_kirim: key }, file);
    expect(second.headers['location']).toBe(first.headers['location']);
    const other = await office.post(UPLOAD, { kunci_kirim: key }, [
      { ...file[0]!, content: csv(line(freshNip(), 'Lain Isi')) },
    ]);
    expect(other.status).toBe(422);

    const batch = first.headers['location']!;
    expect((await office.post(batch, { versi: '99' })).status).toBe(409);
    expect((await office.post(batch, { versi: 'x' })).status).toBe(422);
    expect((await office.post(batch, { versi: '1', lain: 'x' })).status).toBe(422);
    expect((await office.post(`${batch}/kolom`, { versi: '1', 'kolom_0_<script>': 'nip' })).status).toBe(422);
    expect((await office.submit(batch, {}, `${batch}/batal`)).status).toBe(303);
    expect((await office.post(batch, { versi: '2' })).status).toBe(409);
    expect(await one('SELECT rows FROM import_batch WHERE id = $1', [batch.split('/').at(-1)])).toEqual({ rows: null });
  });

  it('belong to the personnel office; Bagian Organisasi has its own', async () => {
    for (const key of ['staf1', 'kepala', 'keuangan1', 'auditor'])
      expect([key, (await (await app.signInAs(key)).get(UPLOAD)).status]).toEqual([key, 403]);
    for (const path of [UPLOAD, '/kepegawaian/unit/impor', '/kepegawaian/aktivitas/impor'])
      expect([path, (await office.get(path)).status]).toEqual([path, 200]);
    expect((await office.get(`/kepegawaian/impor/${randomUUID()}`)).status).toBe(404);
    expect((await office.get('/kepegawaian/impor/bukan')).status).toBe(404);
    expect((await office.get('/kepegawaian/impor/templat/people.csv')).text).toBe(templateCsv('people'));
    expect((await office.get('/kepegawaian/impor/templat/ngawur.csv')).status).toBe(404);
  });

  it('shows names that look like markup as text, and never keeps a password', async () => {
    const file = Buffer.from(
      `nip;nama;jabatan;kelas;kode_unit;Kata Sandi\n${freshNip()};<script>alert(1)</script> ab;Pengadministrasi Perkantoran;7;DPMPTSP;rahasia-sekali`,
    );
    const batch = await batchOf(file);
    const page = await office.get(batch);
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('Kata sandi tidak boleh ada di berkas');
    expect(page.text).not.toContain('rahasia-sekali');
    const kept = await one<{ rows: unknown }>('SELECT rows FROM import_batch WHERE id = $1', [batch.split('/').at(-1)]);
    expect(JSON.stringify(kept)).not.toContain('rahasia-sekali');
  });

  it('take a workbook with formulas only where they do not matter', async () => {
    const [a, b] = [freshNip(), freshNip()];
    const batch = await batchOf(
      workbook([
        ['No', 'NIP', 'Nama', 'Jabatan', 'Kelas', 'Kode unit'],
        [{ f: 'ROW()-1', v: '1' }, a, 'Nomor Urut', 'Pengadministrasi Perkantoran', { n: '7' }, 'DPMPTSP'],
        [{ n: '2' }, b, { f: 'A1', v: 'Nama Palsu' }, 'Pengadministrasi Perkantoran', { n: '7' }, 'DPMPTSP'],
      ]),
      'rumus.xlsx',
    );
    const text = cheerio
      .load((await office.get(batch)).text)('main')
      .text();
    expect(text).toContain('Simpan 1 yang siap');
    expect(text).toContain('Sel ini berisi rumus');
  });
});

/** Reads a file from an answer whole. */
function asBuffer(answer: Response, done: (error: Error | null, body: Buffer) => void): void {
  const stream = answer as unknown as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
