import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import pg from 'pg';
import type { BatchDatabases } from './batch-databases.ts';
import { runCommand, type CommandRun } from './command-run.ts';
import { cpuOfTree } from './cpu.ts';
import { median, type Row } from './measure.ts';
import { CLOCK } from './seed/template.ts';
import { TO_CLOSE, type MonthsSize } from './seed/whole-months.ts';

const FLOOR_ROUNDS = 3;
/** The same amounts, page by page through a stream that quotes them. */
const PAGE = `SELECT l.employee_id, u.code, l.nip, l.name, l.unit_name, l.position, l.job_class, l.status, l.gross, l.deductions, l.net
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = '${TO_CLOSE}-01' JOIN payroll_unit u ON u.id = r.payroll_unit_id
  WHERE l.employee_id > $1 ORDER BY l.employee_id LIMIT 1000`;

/** The month's files of every unit together, as finance takes them: CSV and XLSX by the command line, and a streamed CSV. */
export async function measureExport(databases: BatchDatabases, size: MonthsSize): Promise<Row[]> {
  const name = 'batch_export';
  const url = await databases.copyOf(size, name);
  const env = {
    DATABASE_URL: url,
    DATA_DIR: databases.folder,
    TAKAR_CLOCK: CLOCK,
    TAKAR_LOG: 'warn',
    TAKAR_DEMO: 'kecil',
  };
  const command = (...words: string[]): Promise<CommandRun> => runCommand(words, env, databases.postmaster);
  await command('period', 'close', TO_CLOSE, '--json');
  await approveAll(url);
  const floor = await floorCpu(url, databases);
  const idle = await command('period', 'list', '--json');
  const rows: Row[] = [];
  for (const format of ['csv', 'xlsx']) {
    const out = path.join(databases.folder, `month.${format}`);
    const run = await command('export', 'payroll', TO_CLOSE, '--format', format, '--out', out);
    const product = run.commandCpu + run.databaseCpu - idle.commandCpu - idle.databaseCpu;
    const what = `${format.toUpperCase()} of ${String(size.people)} lines`;
    const id = `export.${format}.${String(size.people)}`;
    const note = `${(run.seconds - idle.seconds).toFixed(1)} s of wall-clock time; the floor is a streamed CSV`;
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
    rows.push({ ...memory, product: run.commandMb - idle.commandMb, target: { atMost: 60 } });
    await rm(out, { force: true });
  }
  await databases.drop(name);
  return rows;
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

async function floorCpu(url: string, { postmaster, folder }: BatchDatabases): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
  await client.connect();
  const file = path.join(folder, 'floor.csv');
  const figures: number[] = [];
  for (let round = 0; round <= FLOOR_ROUNDS; round += 1) {
    const own = process.cpuUsage();
    const before = cpuOfTree(postmaster);
    await pipeline(lines(client), stringify({ delimiter: ';' }), createWriteStream(file));
    const { user, system } = process.cpuUsage(own);
    if (round > 0) figures.push(cpuOfTree(postmaster) - before + (user + system) / 1000);
  }
  await client.end();
  await rm(file, { force: true });
  return median(figures);
}

async function* lines(client: pg.Client): AsyncGenerator<unknown[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<string[]>({ text: PAGE, values: [after], rowMode: 'array' });
    for (const row of rows) yield row.slice(1);
    const last = rows.at(-1)?.[0];
    if (last === undefined) return;
    after = last;
  }
}
