import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { commandOn, type BatchDatabases } from './batch-databases.ts';
import { cpuOfTree } from './cpu.ts';
import { median, type Row } from './measure.ts';
import { fixedClock } from '../src/platform/clock.ts';
import { createPool } from '../src/platform/database/pool.ts';
import { transaction } from '../src/platform/database/transaction.ts';
import { deriveDays } from '../src/features/attendance/derive.ts';
import { localDate } from '../src/domain/local-date.ts';
import { CLOCK } from './seed/template.ts';
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
const FLOOR_ROUNDS = 3;

/** A machine's file brought in by the product's command line, and by COPY with one INSERT … SELECT. */
export async function measureImport(databases: BatchDatabases): Promise<Row[]> {
  const name = 'batch_import';
  const url = await databases.copyOf({ people: PEOPLE, months: 1 }, name);
  const file = path.join(databases.folder, '..', 'attlog.dat');
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC -c jit=off' });
  await client.connect();
  const pins = (await client.query<{ pin: string }>(PINS)).rows.slice(0, PEOPLE).map(({ pin }) => pin);
  await client.query('ANALYZE attendance_pin');
  const lines = writeMachineFile(file, pins);
  const floor = await floorCpu(client, file, databases.postmaster);
  await client.end();
  const command = commandOn(databases, url);
  const idle = await command('period', 'list', '--json');
  const done = await command('import', 'attendance', file, '--unit', UNIT, '--json');
  const { accepted } = JSON.parse(done.out) as { accepted: number };
  if (accepted !== lines) throw new Error(`${String(accepted)} of ${String(lines)} lines were taken`);
  const judging = await judgingCpu(url, databases.postmaster);
  await databases.drop(name);
  const whole = done.commandCpu + done.databaseCpu - idle.commandCpu - idle.databaseCpu;
  const product = whole - judging;
  const what = `import of ${String(lines)} punches`;
  return [
    {
      id: 'import',
      workload: what,
      unit: 'CPU ms',
      floor,
      product,
      ratio: product / floor,
      target: { atMost: 4 },
      note:
        `${(done.seconds - idle.seconds).toFixed(1)} s of wall-clock time; ${whole.toFixed(0)} ms with the days judged in the same transaction, ` +
        `${(done.commandCpu - idle.commandCpu).toFixed(0)} of them in the command; judging the same days once more took ${judging.toFixed(0)} ms and is taken off`,
    },
    {
      id: 'import.judged',
      workload: `${what} with the days they are about judged: no floor does that`,
      unit: 'CPU ms',
      floor,
      product: whole,
      ratio: whole / floor,
      target: null,
    },
    {
      id: 'import.memory',
      workload: what,
      unit: 'MB beyond an idle command',
      floor: null,
      product: done.commandMb - idle.commandMb,
      ratio: null,
      target: { atMost: 100 },
    },
  ];
}

/** CPU milliseconds of judging every day that the file is about, in a transaction that is taken back. */
async function judgingCpu(url: string, postmaster: number): Promise<number> {
  const pool = createPool({ url, max: 1, statementTimeout: 0 });
  let cpu = 0;
  const judge = transaction(pool, async tx => {
    await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const { rows } = await tx.query<{ id: string }>('SELECT DISTINCT employee_id AS id FROM attendance_day');
    await tx.query('DELETE FROM attendance_day');
    const own = process.cpuUsage();
    const before = cpuOfTree(postmaster);
    await deriveDays(
      tx,
      { clock: fixedClock(new Date(CLOCK)), regency: { zone: 'Asia/Makassar' } },
      { employeeIds: rows.map(({ id }) => id), from: localDate(`${TO_CLOSE}-01`), until: localDate(`${TO_CLOSE}-28`) },
    );
    const { user, system } = process.cpuUsage(own);
    cpu = cpuOfTree(postmaster) - before + (user + system) / 1000;
    throw new TakenBack();
  });
  await judge.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error;
  });
  await pool.end();
  return cpu;
}

class TakenBack extends Error {}

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
  const figures: number[] = [];
  for (let round = 0; round <= FLOOR_ROUNDS; round += 1) {
    await client.query('TRUNCATE floor_line, floor_punch');
    const own = process.cpuUsage();
    const before = cpuOfTree(postmaster);
    await pipeline(createReadStream(file), client.query(copyFrom('COPY floor_line FROM STDIN')));
    await client.query(FLOOR);
    const { user, system } = process.cpuUsage(own);
    if (round > 0) figures.push(cpuOfTree(postmaster) - before + (user + system) / 1000);
  }
  return median(figures);
}
