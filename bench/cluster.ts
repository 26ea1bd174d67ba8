import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { logFile } from '../src/platform/postgres/launch.ts';

/** A PostgreSQL of a bench, with seeded databases to copy from. */
export interface BenchCluster {
  /** The process above everything that PostgreSQL does. */
  readonly postmaster: number;
  /** What PostgreSQL logs. */
  readonly log: string;
  /** A folder beside the databases, for what a server or a command keeps. */
  folder(name: string): string;
  /** A fresh copy of a template, which is seeded first where there is none. Returns its address. */
  copyOf(template: Template, name: string): Promise<string>;
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** A database to copy from, and how it comes to be. */
export interface Template {
  readonly name: string;
  /** For the line that says it was made. */
  readonly what: string;
  /** @param folder for what the product keeps beside its database while it seeds */
  readonly seed: (url: string, folder: string) => Promise<void>;
}

/**
 * Starts PostgreSQL as the product does, with its usual settings.
 * @param keep the folder in which seeded databases stay for the next run; without it all is removed at the end
 */
export async function startCluster(keep: string | undefined): Promise<BenchCluster> {
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
  const drop = async (name: string): Promise<void> => {
    await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  // marked as a template only once it is whole: a seed that was interrupted is begun anew
  const seed = async ({ name, what, seed: fill }: Template): Promise<void> => {
    const started = performance.now();
    await drop(name);
    await admin(`CREATE DATABASE ${name}`);
    await fill(cluster.url(name), path.join(root, 'seeding'));
    await admin(`ALTER DATABASE ${name} IS_TEMPLATE true`);
    console.error(`seeded ${what} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  };
  const [checkpointer] = await admin<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  );
  return {
    postmaster: parentOf(checkpointer!.pid),
    log: logFile(cluster.dir),
    folder: name => path.join(root, name),
    copyOf: async (template, name) => {
      const known = await admin<{ datname: string }>('SELECT datname FROM pg_database WHERE datistemplate');
      if (!known.some(({ datname }) => datname === template.name)) await seed(template);
      await drop(name);
      await admin(`CREATE DATABASE ${name} TEMPLATE ${template.name} STRATEGY file_copy`);
      return cluster.url(name);
    },
    drop,
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
