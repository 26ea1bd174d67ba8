import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded, type Embedded } from '../src/platform/postgres/embedded.ts';
import { logFile } from '../src/platform/postgres/launch.ts';
import { seedDatabase } from './seed/template.ts';
import type { BenchSize } from './seed/size.ts';

/** A PostgreSQL of the bench, with seeded databases to copy from. */
export interface Bed {
  /** The process above everything that PostgreSQL does. */
  readonly postmaster: number;
  /** What PostgreSQL logs. */
  readonly log: string;
  /** The folder of a server that works on one of the databases. */
  folder(name: string): string;
  /** A fresh copy of the database of a size, seeded first where this bed has none. Returns its address. */
  copyOf(size: BenchSize, name: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL as the product does, with its usual settings.
 * @param keep the folder in which seeded databases stay for the next run; without it all is removed at the end
 */
export async function makeBed(keep: string | undefined): Promise<Bed> {
  const root = keep ?? mkdtempSync(path.join(os.tmpdir(), 'takar-bench-'));
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
  const [checkpointer] = await admin<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  );
  return {
    postmaster: parentOf(checkpointer!.pid),
    log: logFile(cluster.dir),
    folder: name => path.join(root, name),
    copyOf: async (size, name) => {
      const template = `size_${String(size.people)}_${String(size.months)}`;
      const known = await admin<{ datname: string }>('SELECT datname FROM pg_database WHERE datistemplate');
      if (!known.some(({ datname }) => datname === template)) await seedTemplate(cluster, root, template, size, admin);
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
      return cluster.url(name);
    },
    stop: async () => {
      await cluster.stop();
      if (keep === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Marked as a template only once it is whole: a seed that was interrupted is begun anew. */
async function seedTemplate(
  cluster: Embedded,
  root: string,
  template: string,
  size: BenchSize,
  admin: (text: string) => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  await admin(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await admin(`CREATE DATABASE ${template}`);
  await seedDatabase(cluster.url(template), path.join(root, 'seeding'), size);
  await admin(`ALTER DATABASE ${template} IS_TEMPLATE true`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.error(`seeded ${String(size.people)} people, ${String(size.months)} months in ${seconds} s`);
}

/** PostgreSQL's postmaster is the parent of its checkpointer. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
