import bcrypt from 'bcrypt';
import { createPool, type Pool } from '../src/platform/database/pool.ts';
import { letCome, type Crowd } from './arrivals.ts';
import { commandOn, environmentOn, type BatchDatabases } from './batch-databases.ts';
import { untilCalm } from './calm.ts';
import { cpuOfTree } from './cpu.ts';
import { Ledger } from './ledger.ts';
import type { Row } from './measure.ts';
import type { People, Person } from './people.ts';
import { waitsOf, type Waits } from './ramp.ts';
import { Rota } from './rota.ts';
import { HASH_COST, PASSWORD, TODAY } from './seed/template.ts';
import { TO_CLOSE, UNIT_PREFIX, type MonthsSize } from './seed/whole-months.ts';
import { startServer } from './servers.ts';
import type { Side } from './site.ts';

/** Visits per second, before and beside the close: the peak of 10,000 people (performance.md, the deadline hour). */
const PER_SECOND = 4;
/** A machine that is busy with other things may turn somebody away: they come again, as the page of the 503 does. */
const RETRIES = 6;
const IDLE_SECONDS = 30;
/** Visitors are sent on in stretches of this many seconds for as long as the close goes on. */
const STRETCH_SECONDS = 10;

const HOLDERS = `SELECT a.employee_id, c.login, p.code LIKE '%00' AS head, p.id AS chair FROM position p
  JOIN assignment a ON a.position_id = p.id AND a.kind = 'DEFINITIF' JOIN account c ON c.employee_id = a.employee_id
  WHERE p.code LIKE '${UNIT_PREFIX}%'`;
const STAFF = `SELECT employee_id, login FROM (${HOLDERS}) h WHERE NOT head ORDER BY md5(login)`;
/** Heads with something to sign. */
const SUPERIORS = `SELECT employee_id, login FROM (${HOLDERS}) h WHERE head AND chair IN (
    SELECT v.superior_id FROM activity t JOIN position_version v ON v.position_id = t.position_id
    WHERE t.status = 'dikirim' AND t.work_date > $1::date - 18 GROUP BY 1 HAVING count(*) > 5) ORDER BY md5(login)`;
const ITEM = "SELECT item_id AS item FROM activity WHERE description = 'Menyelesaikan pekerjaan contoh' LIMIT 1";

/** Visitors of the deadline hour while the month of everybody is closed by the command line, against the same visitors before it. */
export async function measureBeside(databases: BatchDatabases, size: MonthsSize, processes: number): Promise<Row[]> {
  const name = 'batch_beside';
  const url = await databases.copyOf(size, name);
  const sql = createPool({ url, max: 1, statementTimeout: 0 });
  const env = environmentOn(databases, url);
  const server = await startServer('scripts/start.cjs', { ...env, PORT: '0', TAKAR_PROCESSES: String(processes) });
  try {
    await writePasswords(sql);
    const people = await peopleOf(sql);
    await untilCalm(() => cpuOfTree(server.pid) + cpuOfTree(databases.postmaster));
    const side: Side = {
      name: 'product',
      origin: server.origin,
      sql,
      serverCpu: () => cpuOfTree(server.pid),
      stop: () => server.stop(),
    };
    const ledger = new Ledger();
    const rota = new Rota(people);
    const come = (seconds: number, seed: number): Promise<Crowd> =>
      letCome({
        side,
        item: people.item,
        rota,
        ledger,
        phases: [{ perSecond: PER_SECOND, seconds }],
        retries: RETRIES,
        seed,
      });
    await come(STRETCH_SECONDS, 1); // warms up
    const idle = waitsOf((await come(IDLE_SECONDS, 2)).visits);
    const closing = { done: false };
    const close = commandOn(databases, url)('period', 'close', TO_CLOSE, '--json').finally(() => {
      closing.done = true;
    });
    const crowds: Crowd[] = [];
    while (!closing.done) crowds.push(await come(STRETCH_SECONDS, 3 + crowds.length));
    const { seconds } = await close;
    const visits = crowds.flatMap(each => each.visits);
    const wrong = await ledger.check(side);
    return rowsOf(
      size,
      idle,
      waitsOf(visits),
      wrong,
      `${String(visits.length)} visits in ${seconds.toFixed(0)} s; ${ledger.toString()}`,
    );
  } finally {
    await server.stop();
    await sql.end();
    await databases.drop(name);
  }
}

async function writePasswords(pool: Pool): Promise<void> {
  const hash = await bcrypt.hash(PASSWORD, HASH_COST);
  await pool.query('UPDATE account SET password_hash = $1 WHERE password_hash IS NULL', [hash]);
}

async function peopleOf(sql: Pool): Promise<People> {
  const staff = (await sql.query<Person>(STAFF)).rows;
  const superiors = (await sql.query<Person>(SUPERIORS, [TODAY])).rows;
  const [chosen] = (await sql.query<{ item: string }>(ITEM)).rows;
  if (!chosen || superiors.length === 0) throw new Error('the database is not one of the bench');
  return { staff, superiors, deep: superiors[0]!, item: chosen.item };
}

function rowsOf({ people }: MonthsSize, idle: Waits, beside: Waits, wrong: readonly string[], note: string): Row[] {
  const faults = [...beside.errors, ...wrong];
  const who = `while ${String(people)} are closed`;
  return [
    {
      id: `beside.${String(people)}.pages`,
      workload: `page p95 at ${String(PER_SECOND)} visits per second ${who}; floor: the same visitors before it`,
      unit: 'ms',
      floor: idle.pageP95,
      product: beside.pageP95,
      ratio: beside.pageP95 / idle.pageP95,
      target: { atMost: 2 },
      note: `${note}; sign-in p95 ${idle.signInP95.toFixed(0)} and ${beside.signInP95.toFixed(0)} ms`,
    },
    {
      id: `beside.${String(people)}.errors`,
      workload: `visits ${who}: anything but the answers expected, and entries not stored exactly as told`,
      unit: 'faults',
      floor: null,
      product: faults.length + beside.unfinished,
      ratio: null,
      target: { atMost: 0 },
      ...(faults.length > 0 ? { note: faults.slice(0, 3).join('; ') } : {}),
    },
  ];
}
