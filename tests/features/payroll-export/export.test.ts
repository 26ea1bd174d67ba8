import { spawnSync } from 'node:child_process';
import * as cheerio from 'cheerio';
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { beforeAll, expect, test, vi } from 'vitest';
import { build, materialOf } from '../../../src/features/payroll-export/build.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { payrollUnits, periodsOf } from '../../../src/features/payroll-runs/queries.ts';
import { month } from '../../../src/domain/month.ts';
import { rupiahInWords } from '../../../src/domain/rupiah-words.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import { unpack, zipDirectory } from '../../../src/platform/spreadsheet/zip-directory.ts';
import { nip, number, rupiah } from '../../../src/platform/render/format.ts';
import { loadActor } from '../../../src/platform/web/load-actor.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { pageSizes, pageTexts, unpackedPdf } from '../../support/pdf-text.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
});

const fileOf = (of: string, query = '', what = 'format=csv&tata_letak=ringkas'): string =>
  `/keuangan/tpp/${of}/ekspor?${what}${query}`;
const bytesOf = async (browser: Browser, address: string): Promise<Buffer> => {
  const answer = await browser
    .get(address)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.status).toBe(200);
  return answer.body as Buffer;
};

const unpackedText = (archive: Buffer, name: string): string =>
  unpack(
    archive,
    zipDirectory(archive).find(entry => entry.name === name)!,
  ).toString('utf8');

/** What an independent reader finds in a printed file; where there is none, our own. */
function printedText(pdf: Buffer): string {
  const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 64 * 1024 * 1024 });
  return read.error ? pageTexts(unpackedPdf(pdf)).join('\f') : read.stdout.toString('utf8');
}

type Line = Readonly<Record<'no' | 'nip' | 'nama' | 'unit' | 'bruto' | 'potongan' | 'bersih', string>>;
const linesOf = (bytes: Buffer): readonly Line[] => parse<Line>(bytes, { bom: true, delimiter: ';', columns: true });

async function compute(unitCode: string): Promise<string> {
  const [unit] = await payrollUnits(app.deps.pool, null, unitCode);
  const actor = (await loadActor(app.deps, cast.kepegawaian1.accountId))!;
  const { jobId, runId } = await closeMonth(app.deps, actor, month('2026-10'), unit!, crypto.randomUUID());
  await runJob(app.deps, jobId);
  return runId;
}

test('a paid month comes as the same bytes at every download, in order, with its digest', async () => {
  const finance = await app.signInAs('keuangan1');
  const first = await bytesOf(finance, fileOf('2026-09'));
  const second = await bytesOf(await app.signInAs('keuangan2'), fileOf('2026-09'));
  expect(second.equals(first)).toBe(true);
  const { rows } = await app.deps.pool.query<{ sha256: string }>(
    "SELECT sha256 FROM payroll_file WHERE scope LIKE 'runs:%'",
  );
  expect(rows.map(row => row.sha256)).toEqual([sha256(first)]);
  const lines = linesOf(first);
  expect(lines.map(line => line.no)).toEqual(lines.map((_, index) => String(index + 1)));
  const keys = lines.map(line => `${line.unit} ${line.nip}`);
  expect(keys).toEqual([...keys].sort());
  for (const line of lines) {
    expect(line.nip).toMatch(/^\d{18}$/);
    expect(BigInt(line.bruto) - BigInt(line.potongan)).toBe(BigInt(line.bersih));
  }
  const log = await app.deps.pool.query('SELECT via FROM file_download');
  expect(log.rows).toEqual([{ via: 'halaman' }, { via: 'halaman' }]);
});

async function queuedJob({ deps }: TestApp, kind: string): Promise<string> {
  const { rows } = await deps.pool.query<{ id: string }>("SELECT id FROM job WHERE kind = $1 AND state = 'antre'", [
    kind,
  ]);
  expect(rows).toHaveLength(1);
  return rows[0]!.id;
}

type SheetRow = readonly (string | number | null)[];
const sheetsOf = async (bytes: Buffer): Promise<Map<string, SheetRow[]>> =>
  new Map((await readSheets(bytes)).map(({ sheet, data }) => [sheet, data as SheetRow[]]));
/** A column of a sheet without its header and the row of totals below it. */
const columnOf = (rows: readonly SheetRow[], header: string): (string | number | null)[] => {
  const at = rows[0]!.indexOf(header);
  expect([header, at]).not.toEqual([header, -1]);
  return rows.slice(1, -1).map(row => row[at]!);
};
const whole = (cells: readonly (string | number | null)[]): bigint =>
  cells.reduce((sum, cell) => sum + BigInt(cell ?? 0), 0n);

test.each(['ringkas', 'daftar', 'bank'])('the layout %s as a workbook adds up to the plain file', async layout => {
  const finance = await app.signInAs('keuangan1');
  const unit = cast.staf1.payrollUnitCode;
  const plain = linesOf(await bytesOf(finance, fileOf('2026-09', `&unit=${unit}`)));
  const address = fileOf('2026-09', `&unit=${unit}`, `format=xlsx&tata_letak=${layout}`);
  const first = await bytesOf(finance, address);
  expect((await bytesOf(await app.signInAs('bendahara'), address)).equals(first)).toBe(true);
  const sheets = await sheetsOf(first);
  const rows = sheets.get('TPP')!;
  const net = plain.reduce((sum, line) => sum + BigInt(line.bersih), 0n);
  const money = columnOf(rows, layout === 'bank' ? 'Jumlah' : 'Jumlah bersih');
  expect(whole(money)).toBe(net);
  expect(rows.at(-1)).toContain(Number(net)); // the value beside the visible formula
  expect(unpackedText(first, 'xl/worksheets/sheet1.xml')).toMatch(/<f>SUM\([A-Z]+2:[A-Z]+\d+\)<\/f><v>\d+<\/v>/);
  if (layout === 'bank') {
    expect(columnOf(rows, 'Nomor rekening').every(cell => typeof cell === 'string' && /^0099\d{8}$/.test(cell))).toBe(
      true,
    );
    expect(new Set(columnOf(rows, 'Berita'))).toEqual(new Set(['TPP SEP 2026']));
  } else {
    expect(columnOf(rows, 'NIP/NI PPPK')).toEqual(plain.map(line => line.nip));
  }
  const control = sheets.get('Kontrol')!;
  expect(control.find(row => row[0] === 'Selisih dengan yang dihitung (harus 0)')?.[5]).toBe(0);
  expect(control.find(row => row[0] === 'Sidik isi (SHA-256)')?.[1]).toBe(
    sha256(await bytesOf(finance, fileOf('2026-09', `&unit=${unit}`))),
  );
  expect(control[1]![6]).not.toBe('');
});

test('the list of receipts has every component, and its rows and columns add up', async () => {
  const finance = await app.signInAs('keuangan1');
  const bytes = await bytesOf(finance, fileOf('2026-09', '', 'format=csv&tata_letak=daftar'));
  const rows = parse<Record<string, string>>(bytes, { bom: true, delimiter: ';', columns: true });
  expect(Object.keys(rows[0]!)).toEqual(
    ['no', 'nip', 'nama', 'golongan', 'status', 'ptkp', 'unit', 'jabatan', 'kelas', 'keadaan'].concat([
      'capaian',
      'nilai_disiplin',
      'besaran',
      'produktivitas',
      'disiplin',
      'bruto',
      'iwp',
      'pph21',
      'potongan',
      'bersih',
    ]),
  );
  for (const row of rows) {
    expect(BigInt(row['produktivitas']!) + BigInt(row['disiplin']!)).toBe(BigInt(row['bruto']!));
    expect(BigInt(row['iwp']!) + BigInt(row['pph21']!)).toBe(BigInt(row['potongan']!));
  }
});

test('the same workbook is the same bytes whenever it is written', async () => {
  const [period] = await periodsOf(app.deps.pool, [month('2026-09')], null, cast.staf1.payrollUnitCode);
  const wanted = { format: 'xlsx', layout: 'daftar' } as const;
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') });
  try {
    const material = await materialOf(app.deps.pool, month('2026-09'), [period!.run!], false);
    const { bytes } = await build(app.deps, material, wanted);
    vi.setSystemTime(new Date('2031-05-05T05:05:05Z'));
    expect((await build(app.deps, material, wanted)).bytes.equals(bytes)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('the page shows control totals equal to the file, and who downloaded it', async () => {
  const finance = await app.signInAs('keuangan1');
  const lines = linesOf(await bytesOf(finance, fileOf('2026-09')));
  const net = lines.reduce((sum, line) => sum + BigInt(line.bersih), 0n);
  const html = (await finance.get('/keuangan/tpp?bulan=2026-09')).text;
  expect(cheerio.load(html)('.kartu [data-rupiah]').last().attr('data-rupiah')).toBe(net.toString());
  expect(html).toContain('Riwayat unduhan');
});

test('before approval there is only a marked draft, before computing not even that', async () => {
  const finance = await app.signInAs('keuangan1');
  const unit = cast.staf_lain.payrollUnitCode;
  expect((await finance.get(fileOf('2026-10'))).status).toBe(409);
  expect((await finance.get(fileOf('2026-10', '&draf=1'))).status).toBe(409);
  const runId = await compute(unit);
  expect((await finance.get(fileOf('2026-10', `&unit=${unit}`))).status).toBe(409);
  const draft = await finance.get(fileOf('2026-10', `&unit=${unit}&draf=1`));
  expect(draft.status).toBe(200);
  expect(draft.headers['content-disposition']).toContain(`DRAF_TPP_2026-10_${unit}_v1.csv`);
  expect(draft.text).toContain('DRAF. Belum disetujui.');

  const approver = (await loadActor(app.deps, cast.kepegawaian2.accountId))!;
  const { jobId } = await approveRun(app.deps, approver, runId);
  const early = await bytesOf(finance, fileOf('2026-10', `&unit=${unit}`)); // the job has not run yet
  await runJob(app.deps, jobId);
  expect((await bytesOf(finance, fileOf('2026-10', `&unit=${unit}`))).equals(early)).toBe(true);
  const papers = await queuedJob(app, 'cetak-tpp');
  await runJob(app.deps, papers);
  const kept = await app.deps.pool.query<{ layout: string }>(
    "SELECT layout FROM payroll_file WHERE scope LIKE 'run:' || $1 || ':pdf:%' ORDER BY layout",
    [runId],
  );
  expect(kept.rows.map(row => row.layout)).toEqual(['bank', 'daftar', 'rekap', 'ringkas', 'surat']);
  expect((await bytesOf(finance, fileOf('2026-10'))).equals(early)).toBe(true);

  const pay = `/keuangan/tpp/2026-10/${unit}/bayar`;
  const wrong = await finance.submit('/keuangan/tpp?bulan=2026-10', { nomor: '', tanggal: '31/2/2026' }, pay);
  expect(wrong.status).toBe(422);
  expect(
    cheerio
      .load(wrong.text)('[role="alert"] a')
      .map((_, link) => cheerio.load(link)('a').attr('href'))
      .get(),
  ).toEqual(['#nomor', '#tanggal']);
  const early2 = await finance.submit('/keuangan/tpp?bulan=2026-10', { nomor: 'SP2D 9', tanggal: '19/11/2026' }, pay);
  expect(early2.status).toBe(409);
  const past = await finance.submit('/keuangan/tpp?bulan=2026-10', { nomor: 'SP2D 9', tanggal: '17/11/2026' }, pay);
  expect(past.status).toBe(409);
  expect(past.text).toContain('lebih awal dari persetujuan');
  const paid = await finance.submit('/keuangan/tpp?bulan=2026-10', { nomor: 'SP2D 9', tanggal: '18/11/2026' }, pay);
  expect(paid.status).toBe(303);
  expect((await finance.get('/keuangan/tpp?bulan=2026-10')).text).toContain('Nomor SP2D 9');
});

test('treasurer and head see their own unit; others nothing', async () => {
  const own = cast.staf1.payrollUnitCode;
  for (const key of ['bendahara', 'kepala']) {
    const browser = await app.signInAs(key);
    const html = (await browser.get('/keuangan/tpp?bulan=2026-09')).text;
    expect([key, cheerio.load(html)('tr[data-unit]').length]).toEqual([key, 1]);
    const lines = linesOf(await bytesOf(browser, fileOf('2026-09')));
    expect(new Set(lines.map(line => line.unit))).toEqual(new Set([own]));
    expect((await browser.get(fileOf('2026-09', `&unit=${cast.staf_lain.payrollUnitCode}`))).status).toBe(404);
    expect((await browser.post(`/keuangan/tpp/2026-09/${own}/bayar`, {})).status).toBe(403);
  }
  for (const key of ['staf1', 'atasan', 'pengelola', 'kepegawaian1', 'admin']) {
    const browser = await app.signInAs(key);
    expect([key, (await browser.get('/keuangan/tpp?bulan=2026-09')).status]).toEqual([key, 403]);
    expect((await browser.get(fileOf('2026-09'))).status).toBe(403);
  }
});

test('an unknown format, layout, month or unit is refused in words', async () => {
  const finance = await app.signInAs('keuangan1');
  expect((await finance.get('/keuangan/tpp/2026-09/ekspor?format=exe')).status).toBe(422);
  expect((await finance.get('/keuangan/tpp/2026-09/ekspor?tata_letak=lain')).status).toBe(422);
  expect((await finance.get('/keuangan/tpp/2026-13/ekspor')).status).toBe(404);
  expect((await finance.get(fileOf('2026-09', '&unit=TIDAK-ADA'))).status).toBe(404);
});

test('the printed list adds up to the plain file, and its code tells whether it is genuine', async () => {
  const finance = await app.signInAs('keuangan1');
  const unit = cast.staf1.payrollUnitCode;
  const plain = await bytesOf(finance, fileOf('2026-09', `&unit=${unit}`));
  const address = fileOf('2026-09', `&unit=${unit}`, 'format=pdf&tata_letak=daftar');
  const paper = await bytesOf(finance, address);
  expect((await bytesOf(finance, address)).equals(paper)).toBe(true);
  const text = printedText(paper);
  for (const line of linesOf(plain)) {
    expect(text).toContain(nip(line.nip));
    expect(text).toContain(number(line.bersih));
  }
  const net = linesOf(plain).reduce((sum, line) => sum + BigInt(line.bersih), 0n);
  expect(text).toContain(rupiah(net));
  expect(text).toContain(sha256(plain));
  for (const words of [
    'Terbilang',
    'Bendahara Pengeluaran',
    'Mengetahui dan menyetujui',
    'Halaman 1 dari',
    'Disetujui oleh',
    'Diverifikasi oleh',
    'Ka. SKPD',
  ])
    expect(text).toContain(words);
  const { rows: links } = await app.deps.pool.query<{ hash: string }>(
    `SELECT c.hash FROM audit_chain c JOIN payroll_unit u ON u.id = c.payroll_unit_id
     WHERE u.code = $1 AND c.content LIKE '%DISETUJUI%'`,
    [unit],
  );
  expect(links.some(link => text.includes(link.hash))).toBe(true);

  const code = /Kode dokumen ([A-Z2-9]{5}-[A-Z2-9]{5})/.exec(text)![1]!;
  const stranger = app.browser();
  const found = await stranger.get(`/cek-dokumen/${code}`);
  expect(found.status).toBe(200);
  expect(cheerio.load(found.text)('[data-rupiah]').attr('data-rupiah')).toBe(net.toString());
  expect(found.text).toContain('bukan tanda tangan elektronik');
  for (const line of linesOf(plain)) expect(found.text).not.toContain(line.nip);
  const typed = await stranger.get(`/cek-dokumen?kode=${code.toLowerCase().replace('-', '%20')}`);
  expect([typed.status, typed.headers['location']]).toEqual([303, `/cek-dokumen/${code}`]);
  expect((await stranger.get('/cek-dokumen?kode=%00<b>')).status).toBe(422);
  for (let miss = 0; miss < 30; miss += 1) expect((await stranger.get('/cek-dokumen/AAAAA-22222')).status).toBe(404);
  expect((await stranger.get('/cek-dokumen/AAAAA-22222')).status).toBe(429);
  await expect(app.deps.pool.query('UPDATE printed_document SET total = 0')).rejects.toThrow('append-only');
});

test('the recaps add up to the list, on paper too; letters name the amount in words', async () => {
  const finance = await app.signInAs('keuangan1');
  const scope = `&unit=${cast.staf1.payrollUnitCode}`;
  const plain = linesOf(await bytesOf(finance, fileOf('2026-09', scope)));
  const total = (key: 'bruto' | 'bersih'): bigint => plain.reduce((sum, line) => sum + BigInt(line[key]), 0n);
  const list = parse<Record<string, string>>(
    await bytesOf(finance, fileOf('2026-09', scope, 'format=csv&tata_letak=daftar')),
    { bom: true, delimiter: ';', columns: true },
  );
  const listed = (key: string): bigint => list.reduce((sum, row) => sum + BigInt(row[key]!), 0n);
  const sheets = await sheetsOf(await bytesOf(finance, fileOf('2026-09', scope, 'format=xlsx&tata_letak=rekap')));
  for (const sheet of ['Golongan', 'Status']) {
    const rows = sheets.get(sheet)!;
    expect([sheet, whole(columnOf(rows, 'Jumlah bersih'))]).toEqual([sheet, total('bersih')]);
    expect([sheet, whole(columnOf(rows, 'Pegawai'))]).toEqual([sheet, BigInt(plain.length)]);
  }
  expect(whole(columnOf(sheets.get('Pajak')!, 'PPh 21'))).toBe(listed('pph21'));
  expect(whole(columnOf(sheets.get('Kriteria')!, 'Bruto'))).toBe(total('bruto'));
  expect(new Set(columnOf(sheets.get('Kriteria')!, 'Kode rekening belanja'))).toEqual(
    new Set(['5.1.01.02.005', '5.1.01.02.001']),
  );
  expect(sheets.get('Kontrol')!.find(row => row[0] === 'Selisih dengan yang dihitung (harus 0)')?.[5]).toBe(0);
  const amounts = new Map(
    sheets
      .get('Komponen')!
      .slice(1)
      .map(row => [row[0], BigInt(row[4] ?? 0)]),
  );
  expect(amounts.get('TPP produktivitas')).toBe(listed('produktivitas'));
  expect(amounts.get('IWP 1 % (BPJS Kesehatan)')).toBe(listed('iwp'));

  const paper = printedText(await bytesOf(finance, fileOf('2026-09', scope, 'format=pdf&tata_letak=rekap')));
  const sheetsOfPaper = paper.split('\f').filter(text => text.trim() !== '');
  const signed = sheetsOfPaper.filter(text => text.includes('Bendahara Pengeluaran'));
  expect(signed).toHaveLength(1);
  for (const words of ['Terbilang', 'Jumlah bersih', 'Kode dokumen']) expect(signed[0]).toContain(words);
  for (const text of sheetsOfPaper) expect(text).toContain('Rekapitulasi TPP September 2026, ');
  const transfers = printedText(await bytesOf(finance, fileOf('2026-09', scope, 'format=pdf&tata_letak=bank')));
  expect([transfers.includes('Jumlah bersih'), transfers.includes('Bruto')]).toEqual([true, false]);
  for (const amount of [total('bersih'), listed('pph21'), listed('produktivitas')])
    expect(paper).toContain(number(amount));
  const letters = printedText(await bytesOf(finance, fileOf('2026-09', scope, 'format=pdf&tata_letak=surat')));
  expect(letters.replace(/\s+/g, ' ')).toContain(`${rupiah(total('bruto'))} (${rupiahInWords(total('bruto'))})`);
  expect(letters).toContain('PERNYATAAN TANGGUNG JAWAB MUTLAK');
  expect(letters.split('\f').filter(text => text.includes('Kode dokumen'))).toHaveLength(2);
  expect((await finance.get(fileOf('2026-09', scope, 'format=csv&tata_letak=rekap'))).status).toBe(422);
});

test('a draft on paper is marked and has no code', async () => {
  const finance = await app.signInAs('keuangan1');
  const unit = cast.staf1.payrollUnitCode;
  await compute(unit);
  for (const layout of ['daftar', 'bank']) {
    const query = `&unit=${unit}&draf=1`;
    const text = printedText(await bytesOf(finance, fileOf('2026-10', query, `format=pdf&tata_letak=${layout}`)));
    expect(text).toContain('DRAF. Belum disetujui');
    expect(text).not.toContain('Kode dokumen');
  }
});

test('the paper of all units is the units’ own papers; A4 is another file of the same content', async () => {
  const finance = await app.signInAs('keuangan1');
  const what = 'format=pdf&tata_letak=bank';
  const whole = await bytesOf(finance, fileOf('2026-09', '', what));
  const codes = (text: string): string[] =>
    [...text.matchAll(/Kode dokumen ([A-Z2-9-]{11})/g)].map(([, code]) => code!);
  const units = (await payrollUnits(app.deps.pool, null)).map(unit => unit.code);
  const parts = [];
  for (const unit of units) parts.push(await bytesOf(finance, fileOf('2026-09', `&unit=${unit}`, what)));
  expect(codes(printedText(whole))).toEqual(parts.flatMap(part => codes(printedText(part))));
  expect(pageSizes(whole)).toHaveLength(parts.reduce((pages, part) => pages + pageSizes(part).length, 0));
  const other = await bytesOf(finance, fileOf('2026-09', `&unit=${units[0]!}&kertas=a4`, what));
  expect(pageSizes(other)[0]).toEqual([595, 842]);
  expect(codes(printedText(other))).toEqual(codes(printedText(parts[0]!)));
  const page = await finance.get('/keuangan/tpp?bulan=2026-09&kertas=a4');
  expect(cheerio.load(page.text)('a[href*="tata_letak=bank"][href*="kertas=a4"]')).toHaveLength(1);
  expect((await finance.get('/keuangan/tpp?bulan=2026-09&kertas=a3')).status).toBe(422);
});

test('common files of very many people are made by a job; until then the page says so', async () => {
  const large = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  await large.deps.pool.query(`ALTER TABLE payroll_run DISABLE TRIGGER ALL; UPDATE payroll_run SET people = 2000`);
  const finance = await large.signInAs('keuangan1');
  const [page, siapkan] = ['/keuangan/tpp?bulan=2026-09', '/keuangan/tpp/2026-09/siapkan'];
  const workbook = fileOf('2026-09', '', 'format=xlsx&tata_letak=ringkas');
  const refused = await finance.get(workbook);
  expect([refused.status, refused.text.includes('belum disiapkan')]).toEqual([409, true]);
  expect((await finance.get(fileOf('2026-09'))).status).toBe(200);
  expect((await finance.get(page)).text).toContain('Excel dan PDF gabungan 3 unit belum disiapkan');
  expect((await finance.post(siapkan, { kunci_kirim: 'x' })).status).toBe(422);
  expect((await finance.post(siapkan, { kunci_kirim: crypto.randomUUID(), lain: '1' })).status).toBe(422);
  expect((await (await large.signInAs('bendahara')).post(siapkan, {})).status).toBe(403);

  const begun = await finance.submit(page, {}, siapkan);
  const again = await finance.submit(page, {}, siapkan).catch(() => undefined);
  expect([begun.status, again]).toEqual([303, undefined]); // the form gave way to the job
  const jobId = begun.headers['location']!.split('/').at(-1)!;
  expect((await finance.get(page)).text).toContain('sedang disiapkan');
  expect((await finance.get(begun.headers['location']!)).text).toContain('data-state="antre"');
  expect((await runJob(large.deps, jobId)).state).toBe('selesai');
  const rows = (await sheetsOf(await bytesOf(finance, workbook))).get('TPP')!;
  expect(rows).toHaveLength(linesOf(await bytesOf(finance, fileOf('2026-09'))).length + 2);
  expect((await finance.get(page)).text).not.toContain('Siapkan berkas gabungan');
});

const NO_READER = spawnSync('pdftotext', ['-v']).error !== undefined;

test.skipIf(NO_READER)('rows read back from the paper by another program add up to what was approved', async () => {
  const finance = await app.signInAs('keuangan1');
  const text = printedText(await bytesOf(finance, fileOf('2026-09', '', 'format=pdf&tata_letak=ringkas')));
  const rows = [...text.matchAll(/^ *\d+ +(\d{8} \d{6} \d \d{3}) .* ([\d.]+) +([\d.]+) +([\d.]+)$/gm)];
  const plain = linesOf(await bytesOf(finance, fileOf('2026-09')));
  expect(rows.map(row => row[1]!.replaceAll(' ', ''))).toEqual(plain.map(line => line.nip));
  const read = (column: number): bigint =>
    rows.reduce((sum, row) => sum + BigInt(row[column]!.replaceAll('.', '')), 0n);
  const paid = (key: 'bruto' | 'potongan' | 'bersih'): bigint =>
    plain.reduce((sum, line) => sum + BigInt(line[key]), 0n);
  expect([read(2), read(3), read(4)]).toEqual([paid('bruto'), paid('potongan'), paid('bersih')]);
});
