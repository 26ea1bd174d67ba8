import * as cheerio from 'cheerio';
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { beforeAll, expect, test } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import { carriedBy, type Carried } from '../../../src/features/adjustments/carried.ts';
import { build, materialOf, type Material } from '../../../src/features/payroll-export/build.ts';
import { payrollUnits, periodsOf } from '../../../src/features/payroll-runs/queries.ts';
import { closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { formatRupiah } from '../../../src/domain/rupiah.ts';
import { loadActor } from '../../../src/platform/web/load-actor.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageTexts, unpackedPdf } from '../../support/pdf-text.ts';

let app: TestApp;
let cast: Cast;
let material: Material;
let carried: Carried[];

/** September is paid; then it becomes known that one had a higher class in it and another a lower one. October is closed. */
beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  const { pool } = app.deps;
  cast = await readCast(pool);
  for (const [who, step] of [
    [cast.staf1, 1],
    [cast.staf2, -1],
  ] as const)
    await pool.query(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
       SELECT v.position_id, '2026-09-01', v.title, v.unit_id, v.superior_id, v.kind, v.job_class + $2, v.family
       FROM position_version v JOIN assignment a ON a.position_id = v.position_id AND a.kind = 'DEFINITIF'
       WHERE a.employee_id = $1 ORDER BY v.from_date DESC LIMIT 1`,
      [who.employeeId, step],
    );
  const [unit] = await payrollUnits(pool, null, cast.staf1.payrollUnitCode);
  const actor = (await loadActor(app.deps, cast.kepegawaian1.accountId))!;
  const { jobId, runId } = await closeMonth(app.deps, actor, month('2026-10'), unit!, crypto.randomUUID());
  expect((await runJob(app.deps, jobId)).state).toBe('selesai');
  const [period] = await periodsOf(pool, [month('2026-10')], null, unit!.code);
  material = await materialOf(pool, month('2026-10'), [period!.run!], true);
  carried = await carriedBy(pool, [runId]);
});

type Row = Readonly<Record<string, string>>;
const csv = async (layout: 'ringkas' | 'daftar' | 'bank'): Promise<Row[]> => {
  const [, ...lines] = (await build(app.deps, material, { format: 'csv', layout })).bytes.toString('utf8').split('\n');
  return parse<Row>(lines.join('\n'), { delimiter: ';', columns: true });
};
const sum = (rows: readonly Row[], key: string): bigint => rows.reduce((total, row) => total + BigInt(row[key]!), 0n);

test('every layout pays what the run holds, older months included, and says how much of it they are', async () => {
  expect(carried.map(each => each.ofMonth)).toEqual(['2026-09', '2026-09']);
  const [more, less] = [carried.find(each => each.difference > 0n)!, carried.find(each => each.difference < 0n)!];
  expect([more.nip, less.nip]).toEqual([cast.staf1.nip, cast.staf2.nip]);
  const [plain, list, bank] = [await csv('ringkas'), await csv('daftar'), await csv('bank')];
  const run = material.runs[0]!;
  expect([sum(plain, 'bersih'), sum(list, 'bersih'), sum(bank, 'jumlah')]).toEqual([run.net, run.net, run.net]);
  expect(sum(plain, 'bruto')).toBe(run.gross);
  for (const row of list) {
    const own = ['produktivitas', 'disiplin', 'penyesuaian_bruto'].map(key => BigInt(row[key]!));
    expect(own.reduce((a, b) => a + b)).toBe(BigInt(row['bruto']!));
    const cut = ['iwp', 'pph21', 'penyesuaian_potongan'].map(key => BigInt(row[key]!));
    expect(cut.reduce((a, b) => a + b)).toBe(BigInt(row['potongan']!));
  }
  const taken = carried.reduce((total, each) => total + each.taken.net, 0n);
  expect(sum(list, 'penyesuaian_bruto') - sum(list, 'penyesuaian_potongan')).toBe(taken);
});

test('the list of adjustments says which month, what was paid, what is due and why; workbook, paper and recap agree', async () => {
  const workbook = await build(app.deps, material, { format: 'xlsx', layout: 'daftar' });
  const sheets = new Map((await readSheets(workbook.bytes)).map(({ sheet, data }) => [sheet, data]));
  const rows = sheets.get('Penyesuaian')!.slice(2);
  expect(rows.slice(0, 2).map(row => row.slice(1, 7))).toEqual(
    carried.map(each => [each.nip, each.name, 'September 2026', ...[each.due, each.paid, each.difference].map(Number)]),
  );
  const recap = await build(app.deps, material, { format: 'xlsx', layout: 'rekap' });
  const recaps = new Map((await readSheets(recap.bytes)).map(({ sheet, data }) => [sheet, data]));
  const older = recaps
    .get('Komponen')!
    .filter(row => row[0] === 'Penyesuaian bulan lalu')
    .map(row => BigInt(row[4] as number));
  const gross = carried.reduce((total, each) => total + each.taken.gross, 0n);
  expect(older[0]).toBe(gross);
  expect(recaps.get('Kontrol')!.find(row => row[0] === 'Selisih dengan yang dihitung (harus 0)')?.[5]).toBe(0);
  const paper = await build(app.deps, material, { format: 'pdf', layout: 'daftar' });
  const text = pageTexts(unpackedPdf(paper.bytes)).join(' ').replace(/\s+/g, ' ');
  for (const words of ['Daftar penyesuaian', 'September 2026', 'Penyesuaian bruto']) expect(text).toContain(words);
});

test('the slip tells each adjustment as a sentence and leads to the old month, which tells of it in turn', async () => {
  for (const who of ['staf1', 'staf2'] as const) {
    const own = carried.find(each => each.employeeId === cast[who].employeeId)!;
    const staff = await app.signInAs(who);
    const $ = cheerio.load((await staff.get('/laporan/tpp-saya?bulan=2026-10')).text);
    const line = material.lines.find(each => each.nip === own.nip)!;
    expect($('main [data-rupiah]').first().attr('data-rupiah')).toBe(line.net.toString());
    const amount = formatRupiah(own.difference < 0n ? -own.difference : own.difference);
    expect($('section[aria-labelledby="penyesuaian"]').text()).toContain(
      own.difference > 0n ? `Kekurangannya ${amount} dibayar bulan ini.` : `Kelebihannya ${amount} dipotong bulan ini.`,
    );
    expect($('section[aria-labelledby="penyesuaian"] a[href="/laporan/tpp-saya?bulan=2026-09"]').length).toBe(1);
    const old = (await staff.get('/laporan/tpp-saya?bulan=2026-09')).text;
    // The run may still be discarded: the old month says nothing of it yet.
    expect(old).not.toContain('TPP bulan ini disesuaikan');
    expect((await staff.get('/laporan/tpp-saya.pdf?bulan=2026-10')).status).toBe(200);
  }
});
