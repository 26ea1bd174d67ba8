import * as cheerio from 'cheerio';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import type { PayrollUnit } from '../../../src/features/payroll-runs/queries.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { formatRupiah } from '../../../src/domain/rupiah.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageTexts, unpackedPdf } from '../../support/pdf-text.ts';
import { approvedSpecial, demoUnit, termsInForce, twoOfPersonnel } from '../../support/special-payment.ts';

/* A holiday allowance of one unit, paid in November 2026 over September: what finance, staff and the auditor see of it. */

let app: TestApp;
let cast: Cast;
let unit: PayrollUnit;
let runId: string;
const NAME = 'Tunjangan hari raya 2026';
const AT = '2026-11-THR';

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  unit = await demoUnit(app.deps, cast.staf1.payrollUnitCode);
  const two = await twoOfPersonnel(app.deps, cast);
  await termsInForce(app.deps, two);
  runId = await approvedSpecial(app.deps, two, unit);
});

const read = async (who: CastKey, address: string) => {
  const answer = await (await app.signInAs(who)).get(address);
  const $ = cheerio.load(answer.text);
  return { status: answer.status, $, text: $('main').text().replace(/\s+/g, ' ') };
};
const bytesOf = async (
  browser: Browser,
  address: string,
): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const answer = await browser
    .get(address)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.status).toBe(200);
  const [, name = ''] = /filename="?([^";]+)/.exec(String(answer.headers['content-disposition'])) ?? [];
  return { name, bytes: answer.body as Buffer };
};
const fileAt = (query: string): string => `/keuangan/tpp/${AT}/ekspor?unit=${unit.code}&${query}`;
const printed = (pdf: Buffer): string => pageTexts(unpackedPdf(pdf)).join(' ').replace(/\s+/g, ' ');
interface LineRow extends Record<string, unknown> {
  readonly net: bigint;
  readonly gross: bigint;
}
const lineOf = async (run: string): Promise<LineRow> =>
  (
    await app.deps.pool.query<LineRow>('SELECT net, gross FROM payroll_line WHERE run_id = $1 AND employee_id = $2', [
      run,
      cast.staf1.employeeId,
    ])
  ).rows[0]!;

test('the board of the month leads to it, and its own page is about nothing else', async () => {
  const month = await read('keuangan1', '/keuangan/tpp?bulan=2026-11');
  expect(month.$(`a[href="/keuangan/tpp?bulan=${AT}"]`).text()).toBe(NAME);
  expect(month.$(`tr[data-unit="${unit.code}"]`).attr('data-state')).toBe('TERBUKA');
  expect(month.text).not.toContain('THR_2026-11');
  const special = await read('keuangan1', `/keuangan/tpp?bulan=${AT}`);
  expect([special.status, special.$('h1').text()]).toEqual([200, NAME]);
  expect(special.text).toContain(
    'Dasar TPP September 2026, dibayar November 2026, menurut Keputusan Bupati Contoh 45/2026',
  );
  expect(special.$(`tr[data-unit="${unit.code}"]`).attr('data-state')).toBe('DISETUJUI');
  for (const none of ['2026-11-TPP', '2026-11-GAJI13', '2026-10-THR', '2026-11-thr'])
    expect((await read('keuangan1', `/keuangan/tpp?bulan=${none}`)).status, none).toBe(404);
  const { $ } = await read('kepala_lain', `/keuangan/tpp?bulan=${AT}`);
  expect($(`tr[data-unit="${unit.code}"]`)).toHaveLength(0);
});

test('files, letters and the code on paper name the payment; the same bytes come at every download', async () => {
  const finance = await app.signInAs('keuangan1');
  const plain = await bytesOf(finance, fileAt('format=csv&tata_letak=ringkas'));
  expect(plain.name).toBe(`THR_2026-11_${unit.code}_v1.csv`);
  const again = await bytesOf(await app.signInAs('bendahara'), fileAt('format=csv&tata_letak=ringkas'));
  expect(again.bytes.equals(plain.bytes)).toBe(true);
  const lines = parse<Record<string, string>>(plain.bytes, { bom: true, delimiter: ';', columns: true });
  const total = await app.deps.pool.query<{ net: bigint }>('SELECT net FROM payroll_run WHERE id = $1', [runId]);
  expect(lines.reduce((sum, line) => sum + BigInt(line['bersih'] ?? '0'), 0n)).toBe(total.rows[0]!.net);
  const bank = await bytesOf(finance, fileAt('format=csv&tata_letak=bank'));
  expect(bank.bytes.toString('utf8').split('\n')[1]).toMatch(/;THR 2026$/);

  const list = printed((await bytesOf(finance, fileAt('format=pdf&tata_letak=daftar'))).bytes);
  expect(list).toContain('DAFTAR PENERIMAAN TUNJANGAN HARI RAYA 2026');
  expect(list).toContain('Dasar TPP September 2026, dibayar November 2026');
  const letters = printed((await bytesOf(finance, fileAt('format=pdf&tata_letak=surat'))).bytes);
  expect(letters).toContain('Permintaan pembayaran tunjangan hari raya 2026 (dasar TPP September 2026)');
  expect(letters).not.toMatch(/TPP bulan|Daftar penerimaan TPP/);

  const { rows } = await app.deps.pool.query<{ code: string }>(
    "SELECT code FROM printed_document WHERE run_id = $1 AND kind = 'daftar'",
    [runId],
  );
  const check = (await read('staf1', `/cek-dokumen/${rows[0]!.code}`)).text;
  expect(check).toContain('Daftar penerimaan tunjangan hari raya 2026');
  expect(check).toMatch(/Pembayaran Tunjangan hari raya 2026 Dasar TPP September 2026 Dibayar bulan November 2026/);
});

test('one’s own part: the amount first, what is taken otherwise by its article, the slip; nobody else’s', async () => {
  const mine = await lineOf(runId);
  const page = await read('staf1', `/laporan/tpp-saya?bulan=${AT}`);
  expect([page.status, page.$('h1').text()]).toEqual([200, NAME]);
  expect(page.$('main [data-rupiah]').first().attr('data-rupiah')).toBe(mine.net.toString());
  expect(page.text).toMatch(/Menurut Pasal 21 .*Pengurangan disiplin dianggap 0 % \(tercatat 1 %\)/);
  expect(page.text).toContain('Dibanding TPP September 2026');
  expect(page.$('a[href*="bulan=2026-11"][href^="/presensi"]')).toHaveLength(0);

  const slip = await bytesOf(await app.signInAs('staf1'), `/laporan/tpp-saya.pdf?bulan=${AT}`);
  expect(slip.name).toBe('Slip_THR_2026-11.pdf');
  const paper = printed(slip.bytes);
  for (const part of ['SLIP TUNJANGAN HARI RAYA 2026', formatRupiah(mine.net), 'Pengurangan disiplin dianggap 0 %'])
    expect(paper).toContain(part);

  const months = await read('staf1', '/laporan/tpp-saya?bulan=2026-11');
  expect(months.$(`a[href="/laporan/tpp-saya?bulan=${AT}"]`).text()).toBe(NAME);
  const other = await read('staf_lain', `/laporan/tpp-saya?bulan=${AT}`);
  expect([other.status, other.$('main [data-rupiah]').length]).toEqual([200, 0]);
  expect((await (await app.signInAs('staf_lain')).get(`/laporan/tpp-saya.pdf?bulan=${AT}`)).status).toBe(404);
  expect((await read('staf1', '/laporan/tpp-saya?bulan=2026-11-GAJI13')).status).toBe(404);
});

test('signed papers and the payment: accepted and entered at its own address, and the month stays open', async () => {
  const list = `/keuangan/tpp/${AT}/${unit.code}/pindaian`;
  const office = await app.signInAs('bendahara');
  const form = cheerio.load((await office.get(list)).text);
  expect(form('option').first().text()).toBe('Daftar penerimaan tunjangan hari raya 2026');
  expect(form('.kembali a').attr('href')).toBe(`/keuangan/tpp?bulan=${AT}`);

  const finance = await app.signInAs('keuangan1');
  const { $ } = await read('keuangan1', `/keuangan/tpp?bulan=${AT}`);
  const action = `/keuangan/tpp/${AT}/${unit.code}/bayar`;
  const versi = $(`form[action="${action}"] [name="versi"]`).attr('value')!;
  const wrong = await finance.post(action, { nomor: '', tanggal: '', versi });
  expect([wrong.status, cheerio.load(wrong.text)('h1').text()]).toEqual([422, NAME]);
  const paid = await finance.post(action, { nomor: '0077/SP2D-CONTOH/2026', tanggal: '18/11/2026', versi });
  expect([paid.status, paid.headers['location']]).toEqual([303, `/keuangan/tpp?bulan=${AT}`]);
  const { rows } = await app.deps.pool.query<{ kind: string; state: string }>(
    "SELECT kind, state FROM payroll_run WHERE month = '2026-11-01'",
  );
  expect(rows).toEqual([{ kind: 'THR', state: 'DIBAYAR' }]);
  expect((await read('staf1', `/laporan/tpp-saya?bulan=${AT}`)).text).toContain(
    'Dibayar Rabu, 18 November 2026, nomor 0077/SP2D-CONTOH/2026.',
  );
});

test('the auditor sees it from its base month on: whose amounts, on which facts, by whom, drawn and on file', async () => {
  const trail = `/pengawasan/jejak?pegawai=${cast.staf1.employeeId}&bulan=`;
  for (const month of ['2026-09', '2026-11']) {
    // Of the month itself the last page: pages hold fifty rows.
    const { text, $ } = await read('auditor', `${trail}${month}&sesudah=${String(Date.parse(DEMO_NOW) - 1)}.z`);
    expect($(`a[href="/pengawasan/jejak/jumlah/${runId}/${cast.staf1.employeeId}"]`).text(), month).toBe(
      'Dasar jumlah tunjangan hari raya 2026',
    );
    for (const told of ['diajukan', 'disahkan orang kedua', ': mulai dihitung', ': selesai dihitung', ': disetujui'])
      expect(text, month).toMatch(new RegExp(`${NAME}:? ?${told.replace(': ', '')}`));
  }
  const amount = await read('auditor', `/pengawasan/jejak/jumlah/${runId}/${cast.staf1.employeeId}?hitung=ulang`);
  expect(amount.text).toContain('Tunjangan hari raya 2026, dasar TPP September 2026.');
  expect(amount.text).toContain('Dihitung ulang dari data dan peraturan yang tersimpan: hasilnya sama');
  expect(amount.text).toContain('Yang dihitung lain Menurut Pasal 21');
  expect(amount.text).toContain('Daftar gaji September 2026');
  expect(amount.text).not.toContain('Daftar gaji November 2026');
  const points = /Poin yang dihitung ([\d.]+) poin Poin dalam perhitungan ([\d.]+) poin/.exec(amount.text);
  expect(points?.[1]).toBe(points?.[2]);

  const own = await read('auditor', `/pengawasan/jejak?unit=${unit.code}&bulan=2026-11`);
  expect(own.$(`a[href^="/pengawasan/jejak/jumlah/${runId}"]`)).toHaveLength(0);
  const sample = await read('auditor', `/pengawasan/jejak/acak?bulan=${AT}&benih=a`);
  expect(sample.$(`a[href^="/pengawasan/jejak/jumlah/${runId}"]`)).toHaveLength(3);
  expect((await read('auditor', '/pengawasan/jejak/acak?bulan=2026-11&benih=a')).text).toContain(
    'Belum ada TPP November 2026',
  );
  const auditor = await app.signInAs('auditor');
  const file = await bytesOf(auditor, `/pengawasan/jejak/unduh?unit=${unit.code}&bulan=2026-11&format=csv`);
  expect(file.bytes.toString('utf8')).toContain(`periode THR 2026-11 ${runId}`);
});
