import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { commandOn, type BatchDatabases } from './batch-databases.ts';
import { cpuOfTree } from './cpu.ts';
import { median, rowOf, type Rounds, type Row, spreadOf } from './measure.ts';
import { TO_CLOSE, UNIT_PREFIX } from './seed/whole-months.ts';

/** The machine's file of a regency of ten thousand: in and out on eleven days, as the specification counts it. */
const PEOPLE = 10_000;
const DAYS = 11;
const UNIT = `${UNIT_PREFIX}1`;

const PINS = `INSERT INTO attendance_pin (pin_realm, pin, employee_id, from_date, recorded_at)
  SELECT '${UNIT}', (100000 + row_number() OVER (ORDER BY a.employee_id))::text, a.employee_id, '2024-01-01', now()
  FROM assignment a JOIN position p ON p.id = a.position_id AND p.code LIKE '${UNIT_PREFIX}%' WHERE a.kind = 'DEFINITIF'
  RETURNING pin`;
const STAGING = 'CREATE UNLOGGED TABLE floor_line (pin text, moment text, a text, b text, c text, d text)';
const PUNCHES = `CREATE TABLE floor_punch (id bigserial PRIMARY KEY, employee_id uuid NOT NULL, pin text NOT NULL, at timestamptz NOT NULL);
  CREATE INDEX ON floor_punch (pin, at)`;
const FLOOR = `INSERT INTO floor_punch (employee_id, pin, at)
  SELECT n.employee_id, l.pin, (l.moment || '+08')::timestamptz FROM floor_line l JOIN attendance_pin n ON n.pin_realm = '${UNIT}' AND n.pin = l.pin`;

/** Rounds that count, each on a fresh copy; the floor has one more before each, to warm up. */
const ROUNDS = 3;
/** Without a regulation in force the same command stores the same file in the same way, and there is nothing to judge days by. */
const WITHOUT_REGULATION = `SET session_replication_role = 'replica'; UPDATE regulation SET replaced_at = now() WHERE replaced_at IS NULL;
  SET session_replication_role = 'origin'`;
const JUDGED = 'SELECT count(*)::int AS days FROM attendance_day';

/** One import by the product's command line, and the floor right before it; CPU milliseconds. */
interface ImportRun {
  readonly floor: number;
  readonly product: number;
  /** The part of it that the command itself took; the rest is PostgreSQL's. */
  readonly command: number;
  readonly seconds: number;
  readonly extraMb: number;
  readonly lines: number;
}

/**
 * A machine's file brought in by the product's command line, and by COPY with one INSERT … SELECT: storing alone, as the target
 * defines it, and with the days judged that the file is about, which the product does in the same transaction.
 */
export async function measureImport(databases: BatchDatabases): Promise<Row[]> {
  const storing: ImportRun[] = [];
  const judging: ImportRun[] = [];
  for (let round = 0; round < ROUNDS; round += 1) storing.push(await importOn(databases, { judged: false }));
  for (let round = 0; round < ROUNDS; round += 1) judging.push(await importOn(databases, { judged: true }));
  const rounds = (runs: readonly ImportRun[]): Rounds => ({
    product: runs.map(({ product }) => product),
    floor: runs.map(({ floor }) => floor),
  });
  const note = (runs: readonly ImportRun[]): string =>
    `${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s of wall-clock time; ${median(runs.map(({ command }) => command)).toFixed(0)} ms in the command`;
  const what = `import of ${String(storing[0]!.lines)} punches`;
  const memory = judging.map(({ extraMb }) => extraMb);
  return [
    rowOf(
      { id: 'import', workload: what, unit: 'CPU ms', target: { atMost: 4 }, note: note(storing) },
      rounds(storing),
    ),
    rowOf(
      {
        id: 'import.judged',
        workload: `${what} with the days they are about judged: no floor does that`,
        unit: 'CPU ms',
        target: null,
        note: note(judging),
      },
      rounds(judging),
    ),
    {
      id: 'import.memory',
      workload: `${what} with the days judged`,
      unit: 'MB beyond an idle command',
      floor: null,
      product: median(memory),
      ratio: null,
      spread: spreadOf(memory),
      target: { atMost: 100 },
      note: `${median(storing.map(({ extraMb }) => extraMb)).toFixed(0)} MB where nothing is judged`,
    },
  ];
}

/** @throws Error where not every line was taken, or days were judged that should not be, or none that should */
async function importOn(databases: BatchDatabases, { judged }: { readonly judged: boolean }): Promise<ImportRun> {
  const name = 'batch_import';
  const url = await databases.copyOf({ people: PEOPLE, months: 1 }, name);
  const file = path.join(databases.folder, '..', 'attlog.dat');
  const command = commandOn(databases, url);
  await command('period', 'list', '--json'); // brings a database of an earlier version up to date: no part of an import
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC -c jit=off' });
  await client.connect();
  const pins = (await client.query<{ pin: string }>(PINS)).rows.slice(0, PEOPLE).map(({ pin }) => pin);
  if (!judged) await client.query(WITHOUT_REGULATION);
  await client.query('VACUUM (ANALYZE) attendance_pin');
  const lines = writeMachineFile(file, pins);
  const daysOf = async (): Promise<number> => (await client.query<{ days: number }>(JUDGED)).rows[0]!.days;
  const before = await daysOf();
  const floor = await floorCpu(client, file, databases.postmaster);
  const idle = await command('period', 'list', '--json');
  const done = await command('import', 'attendance', file, '--unit', UNIT, '--json');
  const { accepted } = JSON.parse(done.out) as { accepted: number };
  if (accepted !== lines) throw new Error(`${String(accepted)} of ${String(lines)} lines were taken`);
  const days = (await daysOf()) - before;
  if (days > 0 !== judged) throw new Error(`${String(days)} days were judged`);
  await client.end();
  await databases.drop(name);
  return {
    floor,
    product: done.commandCpu + done.databaseCpu - idle.commandCpu - idle.databaseCpu,
    command: done.commandCpu - idle.commandCpu,
    seconds: done.seconds - idle.seconds,
    extraMb: done.commandMb - idle.commandMb,
    lines,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

function writeMachineFile(file: string, pins: readonly string[]): number {
  const lines: string[] = [];
  for (let day = 1; lines.length < pins.length * DAYS * 2; day += 1) {
    const date = `${TO_CLOSE}-${two(day)}`;
    if ([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())) continue;
    for (const [index, pin] of pins.entries()) {
      lines.push(`${pin}\t${date} 07:${two((index * 7 + day) % 60)}:15\t1\t0\t1\t0`);
      lines.push(`${pin}\t${date} 16:${two((index * 11 + day) % 60)}:42\t1\t1\t1\t0`);
    }
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return lines.length;
}

async function floorCpu(client: pg.Client, file: string, postmaster: number): Promise<number> {
  await client.query(STAGING);
  await client.query(PUNCHES);
  let cpu = 0;
  for (const counts of [false, true]) {
    await client.query('TRUNCATE floor_line, floor_punch');
    const own = process.cpuUsage();
    const before = cpuOfTree(postmaster);
    await pipeline(createReadStream(file), client.query(copyFrom('COPY floor_line FROM STDIN')));
    await client.query(FLOOR);
    const { user, system } = process.cpuUsage(own);
    if (counts) cpu = cpuOfTree(postmaster) - before + (user + system) / 1000;
  }
  return cpu;
}
