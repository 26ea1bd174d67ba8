import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { seedWholeMonths, type MonthsSize } from './seed/whole-months.ts';

/** A PostgreSQL with regencies that have whole months to close. */
export interface BatchDatabases {
  /** The process above everything that PostgreSQL does. */
  readonly postmaster: number;
  /** A folder for what a command keeps beside the database. */
  readonly folder: string;
  /** A fresh copy of the regency of a size, seeded first where there is none. Returns its address. */
  copyOf(size: MonthsSize, name: string): Promise<string>;
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param keep the folder in which seeded databases stay for the next run; without it all is removed at the end */
export async function startDatabases(keep: string | undefined): Promise<BatchDatabases> {
  const root = keep ?? mkdtempSync(path.join(os.tmpdir(), 'takar-batch-'));
  mkdirSync(root, { recursive: true });
  const cluster = await startEmbedded(path.join(root, 'cluster'));
  const admin = async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> => {
    const client = new pg.Client(cluster.url('postgres'));
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const seed = async (template: string, size: MonthsSize): Promise<void> => {
    const started = performance.now();
    await admin(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin(`CREATE DATABASE ${template}`);
    await seedWholeMonths(cluster.url(template), path.join(root, 'seeding'), size);
    await admin(`ALTER DATABASE ${template} IS_TEMPLATE true`);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.error(`seeded ${String(size.people)} people, ${String(size.months)} months in ${seconds} s`);
  };
  const [checkpointer] = await admin<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  );
  return {
    postmaster: parentOf(checkpointer!.pid),
    folder: path.join(root, 'command'),
    copyOf: async (size, name) => {
      const template = `months_${String(size.people)}_${String(size.months)}`;
      const known = await admin<{ datname: string }>('SELECT datname FROM pg_database WHERE datistemplate');
      if (!known.some(({ datname }) => datname === template)) await seed(template, size);
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
      return cluster.url(name);
    },
    drop: async name => {
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
    stop: async () => {
      await cluster.stop();
      if (keep === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's postmaster is the parent of its checkpointer. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
