import pg from 'pg';
import { commandOn, type BatchDatabases } from './batch-databases.ts';
import { cpuOfTree } from './cpu.ts';
import { median, type Row } from './measure.ts';
import { TO_CLOSE, type MonthsSize } from './seed/whole-months.ts';

/** What each size took beyond starting the command. */
export interface CloseFigures {
  readonly size: MonthsSize;
  /** CPU milliseconds. */
  readonly floor: number;
  readonly product: number;
  /** MB beyond what the command holds without work. */
  readonly extraMb: number;
  readonly databaseMb: number;
  readonly seconds: number;
}

const FLOOR_TABLE =
  'CREATE TABLE floor_month (employee_id uuid PRIMARY KEY, points bigint NOT NULL, days int NOT NULL)';
/** The barest close: everybody's month in one statement, each day no more than the cap. */
const FLOOR = `INSERT INTO floor_month
  SELECT d.employee_id, sum(least(d.points, 300)), count(*) FROM (
    SELECT employee_id, work_date, coalesce(sum(points) FILTER (WHERE status = 'divalidasi'), 0) AS points
    FROM activity WHERE work_date BETWEEN $1::date AND $1::date + interval '1 month' - interval '1 day' GROUP BY employee_id, work_date) d
  GROUP BY d.employee_id`;
const FLOOR_ROUNDS = 3;

/** Closes the whole month of a regency by the product's command line, and the floor on the same data before and after. */
export async function measureClose(databases: BatchDatabases, size: MonthsSize): Promise<CloseFigures> {
  const name = 'batch_close';
  const url = await databases.copyOf(size, name);
  const command = commandOn(databases, url);
  const before = await floorCpu(url, databases.postmaster);
  await command('period', 'list', '--json'); // brings a database of an earlier version up to date: no part of a close
  const idle = await command('period', 'list', '--json');
  const close = await command('period', 'close', TO_CLOSE, '--json');
  const after = await floorCpu(url, databases.postmaster);
  await databases.drop(name);
  return {
    size,
    floor: median([...before, ...after]),
    product: close.commandCpu + close.databaseCpu - idle.commandCpu - idle.databaseCpu,
    extraMb: close.commandMb - idle.commandMb,
    databaseMb: close.databaseMb,
    seconds: close.seconds - idle.seconds,
  };
}

async function floorCpu(url: string, postmaster: number): Promise<number[]> {
  const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
  await client.connect();
  const figures: number[] = [];
  try {
    await client.query('DROP TABLE IF EXISTS floor_month');
    await client.query(FLOOR_TABLE);
    for (let round = 0; round <= FLOOR_ROUNDS; round += 1) {
      await client.query('TRUNCATE floor_month');
      const before = cpuOfTree(postmaster);
      await client.query(FLOOR, [`${TO_CLOSE}-01`]);
      if (round > 0) figures.push(cpuOfTree(postmaster) - before);
    }
  } finally {
    await client.end();
  }
  return figures;
}

const TREES = { atMost: 15 } as const;
const GROWTH = { atMost: 1.25 } as const;
const MEMORY = { atMost: 100 } as const;

/** Lines of the table: each size against its floor, growth from size to size, memory, and history. */
export function closeRows(figures: readonly CloseFigures[]): Row[] {
  const single = figures.filter(({ size }) => size.months === 1);
  const rows = figures.flatMap(figure => [timeRow(figure), memoryRow(figure)]);
  for (const [index, larger] of single.entries()) {
    const smaller = single[index - 1];
    if (!smaller) continue;
    const exponent = Math.log(larger.product / smaller.product) / Math.log(larger.size.people / smaller.size.people);
    const id = `close.${String(smaller.size.people)}-${String(larger.size.people)}.growth`;
    rows.push({
      id,
      workload: 'growth of the close',
      unit: 'exponent',
      floor: null,
      product: exponent,
      ratio: null,
      target: GROWTH,
    });
  }
  const long = figures.find(({ size }) => size.months > 1);
  const short = single.find(({ size }) => size.people === long?.size.people);
  if (long && short) {
    const what = {
      id: `close.${idOf(long)}.history`,
      workload: `${String(long.size.months)} months of history against one`,
    };
    const ratio = long.product / short.product;
    rows.push({ ...what, unit: 'CPU ms', floor: short.product, product: long.product, ratio, target: { atMost: 1.1 } });
  }
  return rows;
}

const idOf = ({ size }: CloseFigures): string =>
  size.months === 1 ? String(size.people) : `${String(size.people)}x${String(size.months)}`;

function timeRow(figure: CloseFigures): Row {
  const { floor, product, seconds } = figure;
  return {
    id: `close.${idOf(figure)}.trees`,
    workload: `close of ${idOf(figure)} people with trees`,
    unit: 'CPU ms',
    floor,
    product,
    ratio: product / floor,
    target: TREES,
    note: `${seconds.toFixed(1)} s of wall-clock time; PostgreSQL's largest process held ${figure.databaseMb.toFixed(0)} MB of its own`,
  };
}

function memoryRow(figure: CloseFigures): Row {
  const product = figure.extraMb;
  const what = { id: `close.${idOf(figure)}.memory`, workload: 'memory beyond an idle command', unit: 'MB' };
  return { ...what, floor: null, product, ratio: null, target: MEMORY };
}
