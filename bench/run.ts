import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import bcrypt from 'bcrypt';
import { createPool } from '../src/platform/database/pool.ts';
import type { Sql } from '../src/platform/database/sql.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { DATABASE_NAME, ensureDatabase } from '../src/platform/postgres/ensure-database.ts';
import { enlargeRegency, TEN_THOUSAND } from '../tests/support/large-regency.ts';
import { cpuOfTree } from './cpu.ts';
import { fillFloor, floorSession } from './floor/tables.ts';
import { preparePages } from './large-office.ts';
import { measure, median, type Result } from './measure.ts';
import { startServer, type Server } from './servers.ts';
import { Visitor } from './visitor.ts';
import { PEOPLE, prepareWorkloads, type Person } from './workloads.ts';

/**
 * First figures: page, write and visit against a floor server in the same run (performance.md of the project's brief).
 * Product and floor take turns; what is compared is CPU time of server plus PostgreSQL per request, read from /proc.
 */
const CLOCK = '2026-11-18T13:30:00+08:00';
const TODAY = '2026-11-18';
/** Instead of the three workloads: the hot pages in a regency of 10,000 people. */
const LARGE = process.env['BENCH_PEOPLE'] === '10000';
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? (LARGE ? '2' : '6'));

const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-bench-'));
const cluster = await startEmbedded(folder);
let product: Server | undefined;
let floor: Server | undefined;
try {
  await ensureDatabase(cluster.url('postgres'), 'floor');
  product = await startServer('scripts/start.cjs', {
    DATA_DIR: folder,
    PORT: '0',
    TAKAR_CLOCK: CLOCK,
    TAKAR_DEMO: LARGE ? 'kecil' : (process.env['BENCH_DEMO'] ?? 'kabupaten'),
    TAKAR_LOG: 'warn',
  });
  const productPool = createPool({ url: cluster.url(DATABASE_NAME), max: 2, statementTimeout: 0 });
  const floorPool = createPool({ url: cluster.url('floor'), max: 2, statementTimeout: 0 });
  await fillFloor(productPool, floorPool);
  floor = await startServer('bench/floor/server.ts', { FLOOR_DATABASE_URL: cluster.url('floor'), PORT: '0' });
  const { rows: postmaster } = await productPool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  );
  const database = parentOf(postmaster[0]!.pid);

  const people = (await productPool.query<Person>(PEOPLE)).rows;
  const cpu = {
    product: () => cpuOfTree(productPid),
    floor: () => cpuOfTree(floorPid),
    database: () => cpuOfTree(database),
  };
  const productPid = product.pid;
  const floorPid = floor.pid;
  const hash = await hashCpu();
  if (LARGE) await enlargeRegency(productPool, TEN_THOUSAND);
  const workloads = LARGE
    ? await preparePages(productPool, product.origin, await floorPage(floor.origin, floorPool, people[0]!))
    : await prepareWorkloads({
        productOrigin: product.origin,
        floorOrigin: floor.origin,
        floorSql: floorPool,
        people,
        today: TODAY,
      });
  const results = [];
  for (const workload of workloads) {
    results.push(await measure(workload, cpu, ROUNDS));
  }
  report(results, hash);
  await productPool.end();
  await floorPool.end();
} finally {
  await floor?.stop();
  await product?.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What every page of the large regency is compared with: the floor's page of one's own month. */
async function floorPage(origin: string, sql: Sql, person: Person): Promise<() => Promise<void>> {
  const visitor = new Visitor(origin);
  visitor.setCookie('sid', await floorSession(sql, person.employee_id));
  return async () => {
    const answer = await visitor.get(`/bulan?dari=${TODAY.slice(0, 7)}-01&sampai=${TODAY.slice(0, 7)}-30`);
    if (answer.status !== 200) throw new Error(`the floor answered ${String(answer.status)}`);
  };
}

/** PostgreSQL's postmaster is the parent of its checkpointer. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** CPU milliseconds of one password check at the product's cost. */
async function hashCpu(): Promise<number> {
  const stored = await bcrypt.hash('seekor gajah kecil', 10);
  const before = process.cpuUsage();
  for (let i = 0; i < 10; i += 1) await bcrypt.compare('seekor gajah kecil', stored);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000 / 10;
}

function report(results: readonly Result[], hash: number): void {
  // Ten pages are few ticks of the clock: many workloads share one floor.
  const shared = LARGE ? median(results.flatMap(result => result.floor)) : undefined;
  const rows = results.map(result => {
    const floorCpu = shared ?? median(result.floor);
    const productCpu = median(result.product) - (result.name === 'visit' ? hash : 0);
    return {
      workload: result.name,
      unit: result.unit,
      floorMs: floorCpu,
      productMs: productCpu,
      ratio: median(
        result.product.map((ms, i) => (ms - (result.name === 'visit' ? hash : 0)) / (shared ?? result.floor[i]!)),
      ),
      target: result.target,
    };
  });
  console.log(`one password check: ${hash.toFixed(1)} ms CPU`);
  console.log('| workload | floor, CPU ms | product, CPU ms | ratio | target |\n|---|---|---|---|---|');
  for (const row of rows)
    console.log(
      `| ${row.workload} (${row.unit}) | ${row.floorMs.toFixed(2)} | ${row.productMs.toFixed(2)} | **${row.ratio.toFixed(2)}** | ${row.target} |`,
    );
  const file = path.join(
    import.meta.dirname,
    'results',
    `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`,
  );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ node: process.version, cpus: os.cpus().length, rounds: ROUNDS, hashMs: hash, rows }, null, 2),
  );
}
