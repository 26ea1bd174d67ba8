import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE } from './cluster.ts';
import { afterFile } from './leftovers.ts';

/** Only one copy or template is made at a time: PostgreSQL refuses to copy a database that somebody is copying. */
const COPY_LOCK = 7_270_100;

/**
 * A new database of one's own: a copy of the migrated template, or of one that `createTemplate` made. It goes after the
 * test file, before the disk has seen it.
 *
 * @returns its address
 */
export async function createTestDatabase(template: string = TEMPLATE): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  afterFile(() => asAdmin(admin => dropUnused(admin, name)));
  return alone(admin => copy(admin, template, name));
}

/** A new database without even a table. */
export async function createEmptyDatabase(): Promise<string> {
  return createTestDatabase('template0');
}

/**
 * A template that several test files share, prepared once per run by whoever asks first: a seeded demo, say. Whatever
 * `prepare` opens on the database it must also close.
 *
 * @param name lower case letters, digits and underscores
 * @returns the name to hand to `createTestDatabase`
 */
export async function createTemplate(name: string, prepare: (url: string) => Promise<void>): Promise<string> {
  const template = `template_${name}`;
  await alone(async admin => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount) return;
    const draft = `draft_${randomUUID().replaceAll('-', '')}`; // so that a failed preparation leaves no half template
    await prepare(await copy(admin, TEMPLATE, draft));
    await waitUntilUnused(admin, draft);
    await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  });
  return template;
}

async function asAdmin<Value>(work: (admin: pg.Client) => Promise<Value>): Promise<Value> {
  const admin = new pg.Client(inject('clusterUrl'));
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** The lock goes with the connection. */
const alone = <Value>(work: (admin: pg.Client) => Promise<Value>): Promise<Value> =>
  asAdmin(async admin => {
    await admin.query('SELECT pg_advisory_lock($1)', [COPY_LOCK]);
    return work(admin);
  });

async function copy(admin: pg.Client, template: string, name: string): Promise<string> {
  await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const address = new URL(inject('clusterUrl'));
  address.pathname = `/${name}`;
  return address.href;
}

/** One that somebody still uses stays, and goes with the cluster of the run. */
async function dropUnused(admin: pg.Client, name: string): Promise<void> {
  for (let looks = 0; looks < 10; looks += 1) {
    if (await isInUse(admin, name)) continue;
    await admin.query(`DROP DATABASE IF EXISTS "${name}"`);
    return;
  }
}

async function waitUntilUnused(admin: pg.Client, name: string): Promise<void> {
  while (await isInUse(admin, name));
}

/** Looks after a moment where somebody is there: a pool's `end` resolves just before the server has closed its sessions. */
async function isInUse(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT pg_sleep(0.02) FROM pg_stat_activity WHERE datname = $1', [name]);
  return Boolean(rowCount);
}
