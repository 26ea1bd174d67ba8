import * as cheerio from 'cheerio';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { payrollUnits } from '../../../src/features/payroll-runs/queries.ts';
import { month } from '../../../src/domain/month.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import { loadActor } from '../../../src/platform/web/load-actor.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
});

const fileOf = (of: string, query = ''): string => `/keuangan/tpp/${of}/ekspor?format=csv&tata_letak=ringkas${query}`;
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
