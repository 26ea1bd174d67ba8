import { setTimeout as sleep } from 'node:timers/promises';
import bcrypt from 'bcrypt';
import { createPool, type Pool } from '../src/platform/database/pool.ts';
import { HOME, monthPath, signInFields } from './acts.ts';
import { environmentOn, type BatchDatabases } from './batch-databases.ts';
import { untilCalm } from './calm.ts';
import { cpuOfTree } from './cpu.ts';
import { percentile, type Row } from './measure.ts';
import type { Person } from './people.ts';
import { HASH_COST, PASSWORD } from './seed/template.ts';
import { TO_CLOSE, UNIT_PREFIX } from './seed/whole-months.ts';
import { startServer } from './servers.ts';
import { Visitor } from './visitor.ts';

/** Readers of their own pages, each with a moment to look at it. */
const READERS = 6;
const LOOK_MS = 120;
/** A kind of file is asked for again and again for so long. */
const PHASE_MS = 20_000;
const WARM_MS = 5_000;

const STAFF = `SELECT a.employee_id, c.login FROM position p JOIN assignment a ON a.position_id = p.id AND a.kind = 'DEFINITIF'
  JOIN account c ON c.employee_id = a.employee_id WHERE p.code LIKE '${UNIT_PREFIX}%' AND p.code NOT LIKE '%00'
  ORDER BY md5(c.login) LIMIT ${String(READERS)}`;
const FINANCE = `SELECT c.employee_id, c.login FROM demo_account d JOIN account c ON c.id = d.account_id WHERE d.key = 'keuangan1'`;
/** The unit of most people: its papers are the longest. */
const LARGEST = `SELECT u.code, count(*)::int AS people FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id
  JOIN payroll_line l ON l.run_id = r.id WHERE r.month = '${TO_CLOSE}-01' GROUP BY u.code ORDER BY count(*) DESC, u.code LIMIT 1`;

interface Phase {
  readonly id: string;
  readonly what: string;
  readonly path: string;
}

/**
 * What people at their own pages wait for while finance downloads in the same server, against the same readers before
 * it. Drafts, because they are made anew each time: a final file is made once.
 * @param url a regency whose month is closed
 */
export async function measureBesideExport(databases: BatchDatabases, url: string, people: number): Promise<Row[]> {
  const sql = createPool({ url, max: 1, statementTimeout: 0 });
  const server = await startServer('scripts/start.cjs', { ...environmentOn(databases, url), PORT: '0' });
  try {
    const staff = (await sql.query<Person>(STAFF)).rows;
    const [finance] = (await sql.query<Person>(FINANCE)).rows;
    const [largest] = (await sql.query<{ code: string; people: number }>(LARGEST)).rows;
    if (!finance || !largest) throw new Error('the database is not one of the bench, or its month is open');
    await givePassword(sql, [...staff, finance]);
    await untilCalm(() => cpuOfTree(server.pid) + cpuOfTree(databases.postmaster));
    const readers = await Promise.all(staff.map(person => signedIn(server.origin, person)));
    const exporter = await signedIn(server.origin, finance);
    const file = (format: string, layout: string, unit?: string): string =>
      `/keuangan/tpp/${TO_CLOSE}/ekspor?format=${format}&tata_letak=${layout}&draf=1${unit === undefined ? '' : `&unit=${unit}`}`;
    const ofUnit = `of one unit of ${String(largest.people)}`;
    const phases: readonly Phase[] = [
      { id: 'csv', what: `CSV of ${String(people)} lines`, path: file('csv', 'ringkas') },
      { id: 'xlsx', what: `XLSX ${ofUnit}`, path: file('xlsx', 'daftar', largest.code) },
      { id: 'pdf', what: `PDF ${ofUnit}`, path: file('pdf', 'daftar', largest.code) },
    ];
    await reading(readers, () => sleep(WARM_MS));
    const before = await reading(readers, () => sleep(PHASE_MS));
    const rows: Row[] = [];
    for (const phase of phases) rows.push(await rowOf(phase, people, before, readers, exporter));
    for (const visitor of [...readers, exporter]) visitor.close();
    return rows;
  } finally {
    await server.stop();
    await sql.end();
  }
}

async function rowOf(
  { id, what, path }: Phase,
  people: number,
  before: readonly number[],
  readers: readonly Visitor[],
  exporter: Visitor,
): Promise<Row> {
  let [files, late, longest] = [0, 0, 0];
  const during = await reading(readers, async () => {
    const started = performance.now();
    while (performance.now() - started < PHASE_MS) {
      // A busy machine may take longer than a connection is kept waiting: that is told, and is no reason to lose the other lines.
      const answer = await exporter.get(path).catch(() => undefined);
      if (answer === undefined) {
        late += 1;
        continue;
      }
      if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${answer.body.slice(0, 300)}`);
      files += 1;
      longest = Math.max(longest, answer.ms);
    }
  });
  const p99 = (waits: readonly number[]): number => percentile(waits, 99);
  return {
    id: `export.beside.${id}.${String(people)}`,
    workload: `others' page p99 while ${what} is made again and again, beyond the same readers' before`,
    unit: 'ms more',
    floor: null,
    product: p99(during) - p99(before),
    ratio: null,
    target: { atMost: 50 },
    note:
      `p99 ${p99(before).toFixed(0)} before, ${p99(during).toFixed(0)} during; median ${percentile(before, 50).toFixed(0)} and ` +
      `${percentile(during, 50).toFixed(0)} ms; ${String(during.length)} pages beside ${String(files)} files of at most ${(longest / 1000).toFixed(1)} s, ${String(late)} more without an answer in time`,
  };
}

/** Lets everybody read until something else is done. @returns what each page took, ms */
async function reading(readers: readonly Visitor[], until: () => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  const other = { done: false };
  const read = async (visitor: Visitor, index: number): Promise<void> => {
    await sleep((index * LOOK_MS) / readers.length);
    for (let page = index; !other.done; page += 1) {
      const answer = await visitor.get(page % 2 === 0 ? HOME : monthPath());
      if (answer.status !== 200) throw new Error(`a page answered ${String(answer.status)}`);
      waits.push(answer.ms);
      await sleep(LOOK_MS);
    }
  };
  const all = Promise.all(readers.map(read));
  await Promise.all([
    all,
    until().finally(() => {
      other.done = true;
    }),
  ]);
  return waits;
}

async function givePassword(sql: Pool, people: readonly Person[]): Promise<void> {
  const hash = await bcrypt.hash(PASSWORD, HASH_COST);
  const ids = people.map(each => each.employee_id);
  await sql.query('UPDATE account SET password_hash = $1 WHERE employee_id = ANY ($2)', [hash, ids]);
}

async function signedIn(origin: string, person: Person): Promise<Visitor> {
  const visitor = new Visitor(origin);
  await visitor.get('/masuk');
  const answer = await visitor.post('/masuk', signInFields(person));
  if (answer.status !== 303) throw new Error(`signing in answered ${String(answer.status)}`);
  return visitor;
}
