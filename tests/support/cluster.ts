import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { startEmbedded } from '../../src/platform/postgres/embedded.ts';
import { ensureDatabase } from '../../src/platform/postgres/ensure-database.ts';
import { ensureMonths } from '../../src/platform/start/months.ts';

/** The database that every test database is a copy of: migrated, and without a row. */
export const TEMPLATE = 'template_migrated';
/** The same with the partitions of the months around the tests' day, for those that run the application. */
export const TEMPLATE_WITH_MONTHS = 'template_with_months';

declare module 'vitest' {
  // what the run's set-up hands to each test file
  interface ProvidedContext {
    /** The address of the cluster's own database, from which others are made. */
    readonly clusterUrl: string;
  }
}

/**
 * Once per run: a fast throw-away cluster with the migrated template. Vitest calls it before the first test file and
 * calls what it returns after the last.
 */
export default async function setUpCluster(project: TestProject): Promise<() => Promise<void>> {
  const folder = await fs.mkdtemp(path.join(await roomiest(), 'takar-test-'));
  const cluster = await startEmbedded(folder, { fast: true });
  await ensureDatabase(cluster.url('postgres'), TEMPLATE);
  await deployMigrations(cluster.url(TEMPLATE));
  await makeMonths(cluster.url('postgres'), cluster.url(TEMPLATE_WITH_MONTHS));
  project.provide('clusterUrl', cluster.url('postgres'));
  return async () => {
    await cluster.stop();
    await fs.rm(folder, { recursive: true, force: true });
  };
}

/** Made once here, not once for every application: the months were a fifth of what tests asked of PostgreSQL. */
async function makeMonths(clusterUrl: string, url: string): Promise<void> {
  const admin = createPool({ url: clusterUrl, max: 1 });
  await admin.query(`CREATE DATABASE ${TEMPLATE_WITH_MONTHS} TEMPLATE ${TEMPLATE}`);
  await admin.end();
  const pool = createPool({ url, max: 1 });
  await ensureMonths(pool, 'Asia/Makassar', new Date('2026-11-18T12:30:00Z'));
  await pool.end();
}

/** A run needs half of this; what is more than there is must not be taken from the machine's memory. */
const ROOM = 6 * 1024 ** 3;

/** In memory where there is plenty of it, which spares the disk some gigabytes; else among the temporary files. */
async function roomiest(): Promise<string> {
  const inMemory = '/dev/shm';
  const room = await fs.statfs(inMemory).catch(() => undefined);
  const fits = room !== undefined && room.bavail * room.bsize > ROOM && os.freemem() > ROOM;
  return fits ? inMemory : os.tmpdir();
}
