import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { clusterUrl } from '../../src/platform/postgres/cluster.ts';
import { startEmbedded } from '../../src/platform/postgres/embedded.ts';
import { DATABASE_NAME, ensureDatabase } from '../../src/platform/postgres/ensure-database.ts';
import { readPostmaster, serves } from '../../src/platform/postgres/postmaster.ts';
import { prepareDemo } from '../support/demo-database.ts';

/** Temporary folders of a test file, which the unprivileged user of PostgreSQL may pass through. */
export class Folders {
  private readonly made: string[] = [];

  async create(): Promise<string> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'takar-faults-'));
    this.made.push(folder);
    await chmod(folder, 0o755);
    return folder;
  }

  async remove(): Promise<void> {
    for (const folder of this.made.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Makes a DATA_DIR whose embedded cluster holds the small demo, stopped. */
export async function makeDemoFolder(dataDir: string): Promise<void> {
  const cluster = await startEmbedded(dataDir, { fast: true });
  try {
    await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
    await deployMigrations(cluster.url(DATABASE_NAME));
    await prepareDemo(cluster.url(DATABASE_NAME));
  } finally {
    await cluster.stop();
  }
}

/** A copy of a DATA_DIR that nothing runs on, owners included. */
export function copyFolder(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cp: ${stderr}`);
}

/** The process of the PostgreSQL that serves a DATA_DIR and its port; undefined where none does. */
export function postmasterOf(dataDir: string): { readonly pid: number; readonly port: number } | undefined {
  const dir = path.join(dataDir, 'pg');
  const server = readPostmaster(dir);
  return server && serves(server.pid, dir) ? server : undefined;
}

/** The address of the product's database in the embedded server that runs on a DATA_DIR. */
export function databaseOf(dataDir: string): string {
  const server = postmasterOf(dataDir);
  if (!server) throw new Error(`no PostgreSQL runs on ${dataDir}`);
  return clusterUrl(path.join(dataDir, 'pg'), server.port, DATABASE_NAME);
}

/** Ends the PostgreSQL of a DATA_DIR that a failed test has left behind. */
export function endPostmaster(dataDir: string): void {
  const server = postmasterOf(dataDir);
  if (server) process.kill(server.pid, 'SIGKILL');
}
