import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import pg from 'pg';
import { commandOn, type BatchDatabases } from './batch-databases.ts';
import type { CommandRun } from './command-run.ts';
import { measureBesideExport } from './beside-export.ts';
import { cpuOfTree } from './cpu.ts';
import { median, type Row } from './measure.ts';
import { ZipWriter } from '../src/platform/spreadsheet/zip-writer.ts';
import { TO_CLOSE, type MonthsSize } from './seed/whole-months.ts';

const FLOOR_ROUNDS = 3;
/** The same cells, page by page. */
const PAGE = `SELECT l.employee_id, l.nip, l.name, u.code, l.gross, l.deductions, l.net
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = '${TO_CLOSE}-01' JOIN payroll_unit u ON u.id = r.payroll_unit_id
  WHERE l.employee_id > $1 ORDER BY l.employee_id LIMIT 1000`;

/** The unit of most people. */
const LARGEST = `SELECT u.code, count(*)::int AS people FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id
  JOIN payroll_line l ON l.run_id = r.id WHERE r.month = '${TO_CLOSE}-01' GROUP BY u.code ORDER BY count(*) DESC, u.code LIMIT 1`;

/**
 * The month's files of every unit together, as finance takes them, by the command line; and the same amounts streamed into the
 * barest file of the same kind. Papers are of one unit each. Then what others wait for meanwhile.
 */
export async function measureExport(databases: BatchDatabases, size: MonthsSize): Promise<Row[]> {
  const name = 'batch_export';
  const url = await databases.copyOf(size, name);
  const command = commandOn(databases, url);
  await command('period', 'close', TO_CLOSE, '--json');
  await approveAll(url);
  await calm(url);
  const rows = await measureFiles(databases, url, size);
  await databases.drop(name);
  return rows;
}

/** @param url a regency whose month is approved, and of which no file was made yet */
export async function measureFiles(databases: BatchDatabases, url: string, size: MonthsSize): Promise<Row[]> {
  const command = commandOn(databases, url);
  const floors = { csv: await floorCpu(url, databases, csvFloor), xlsx: await floorCpu(url, databases, xlsxFloor) };
  const idles: CommandRun[] = [];
  for (let round = 0; round < FLOOR_ROUNDS; round += 1) idles.push(await command('period', 'list', '--json'));
  const idle = (pick: (run: CommandRun) => number): number => median(idles.map(pick));
  const rows: Row[] = [];
  for (const format of ['csv', 'xlsx'] as const) {
    const floor = floors[format];
    const out = path.join(databases.folder, `month.${format}`);
    const run = await command('export', 'payroll', TO_CLOSE, '--format', format, '--out', out);
    const cpu = (of: CommandRun): number => of.commandCpu + of.databaseCpu;
    const product = cpu(run) - idle(cpu);
    const what = `${format.toUpperCase()} of ${String(size.people)} lines`;
    const id = `export.${format}.${String(size.people)}`;
    const note = `${(run.seconds - idle(of => of.seconds)).toFixed(1)} s of wall-clock time; ${(run.commandCpu - idle(of => of.commandCpu)).toFixed(0)} ms in the command`;
    rows.push({
      id,
      workload: what,
      unit: 'CPU ms',
      floor,
      product,
      ratio: product / floor,
      target: { atMost: 2.5 },
      note,
    });
    const memory = { id: `${id}.memory`, workload: what, unit: 'MB beyond an idle command', floor: null, ratio: null };
    rows.push({ ...memory, product: run.commandMb - idle(of => of.commandMb), target: { atMost: 60 } });
    await rm(out, { force: true });
  }
  rows.push(await paperRow(databases, url, size, idle));
  return [...rows, ...(await measureBesideExport(databases, url, size.people))];
}

/** The list of the largest unit as a paper; setting it is done by a child of the command, whose memory counts with it. */
async function paperRow(
  databases: BatchDatabases,
  url: string,
  size: MonthsSize,
  idle: (pick: (run: CommandRun) => number) => number,
): Promise<Row> {
  const client = new pg.Client(url);
  await client.connect();
  const [unit] = (await client.query<{ code: string; people: number }>(LARGEST)).rows;
  await client.end();
  if (!unit) throw new Error('no unit has lines');
  const out = path.join(databases.folder, 'unit.pdf');
  const run = await commandOn(
    databases,
    url,
  )(...['export', 'payroll', TO_CLOSE, '--format', 'pdf', '--layout', 'daftar', '--unit', unit.code, '--out', out]);
  await rm(out, { force: true });
  const cpu = (of: CommandRun): number => of.commandCpu + of.databaseCpu;
  return {
    id: `export.pdf.${String(size.people)}`,
    workload: `PDF of the receipts of one unit, ${String(unit.people)} lines: no floor does that`,
    unit: 'CPU ms',
    floor: null,
    product: run.commandCpu + run.databaseCpu - idle(cpu),
    ratio: null,
    target: null,
    note:
      `${(run.seconds - idle(of => of.seconds)).toFixed(1)} s of wall-clock time; ` +
      `${(run.commandMb - idle(of => of.commandMb)).toFixed(0)} MB beyond an idle command, the child that sets it included`,
  };
}

/** What the approval of two persons does to the rows; the command line has its own test. */
async function approveAll(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `UPDATE payroll_run SET state = 'DISETUJUI', version = version + 1, approved_at = closed_at, approved_by =
       (SELECT c.employee_id FROM demo_account d JOIN account c ON c.id = d.account_id WHERE d.key = 'kepegawaian2')
     WHERE month = '${TO_CLOSE}-01' AND state = 'DIHITUNG'`,
  );
  await client.end();
}

/** What PostgreSQL would do in the background after a close is done before anything is measured. */
async function calm(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT').catch(() => undefined); // not everybody may
  await client.end();
}

/** Writes all lines into a file, some at a time. */
type Floor = (client: pg.Client, file: string) => Promise<void>;

async function floorCpu(url: string, { postmaster, folder }: BatchDatabases, write: Floor): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
  await client.connect();
  const file = path.join(folder, 'floor');
  const figures: number[] = [];
  for (let round = 0; round <= FLOOR_ROUNDS; round += 1) {
    const own = process.cpuUsage();
    const before = cpuOfTree(postmaster);
    await write(client, file);
    const { user, system } = process.cpuUsage(own);
    if (round > 0) figures.push(cpuOfTree(postmaster) - before + (user + system) / 1000);
  }
  await client.end();
  await rm(file, { force: true });
  return median(figures);
}

const csvFloor: Floor = (client, file) =>
  pipeline(lines(client), stringify({ delimiter: ';' }), createWriteStream(file));

/** One sheet of plain cells, packed as the product packs. */
const xlsxFloor: Floor = async (client, file) => {
  const zip = new ZipWriter();
  await zip.add('xl/worksheets/sheet1.xml', sheet(client));
  await writeFile(file, await zip.finish());
};

const PIECE = 64 * 1024;
const LETTERS = 'ABCDEFG';
const AMOUNTS_FROM = 4;

async function* sheet(client: pg.Client): AsyncGenerator<string> {
  let piece = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
  let number = 0;
  for await (const row of lines(client)) {
    number += 1;
    piece += `<row r="${String(number)}">`;
    for (const [index, cell] of row.entries()) {
      const at = `${LETTERS[index] ?? ''}${String(number)}`;
      piece +=
        index >= AMOUNTS_FROM
          ? `<c r="${at}"><v>${String(cell)}</v></c>`
          : `<c r="${at}" t="inlineStr"><is><t>${String(cell).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
    }
    piece += '</row>';
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}</sheetData></worksheet>`;
}

async function* lines(client: pg.Client): AsyncGenerator<unknown[]> {
  let number = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<string[]>({ text: PAGE, values: [after], rowMode: 'array' });
    for (const row of rows) yield [(number += 1), ...row.slice(1)];
    const last = rows.at(-1)?.[0];
    if (last === undefined) return;
    after = last;
  }
}
