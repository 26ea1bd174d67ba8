import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deployMigrations, pendingMigrations } from '../../src/platform/database/migrate.ts';
import { createEmptyDatabase } from '../support/database.ts';

let folder: string;
let url: string;
let client: pg.Client;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-migrations-'));
  url = await createEmptyDatabase();
  client = new pg.Client(url);
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await rm(folder, { recursive: true, force: true });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}

async function exists(table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
}

describe('deployMigrations', () => {
  test('applies what is pending, in order, and then nothing', async () => {
    await writeMigration('2_second', 'CREATE TABLE child (id int REFERENCES parent)');
    await writeMigration('1_first', 'CREATE TABLE parent (id int PRIMARY KEY)');

    expect(await deployMigrations(url, { folder })).toEqual(['1_first', '2_second']);
    expect(await exists('child')).toBe(true);
    expect(await deployMigrations(url, { folder })).toEqual([]);
  });

  test('keeps the record as Prisma keeps it', async () => {
    await writeMigration('1_first', 'CREATE TABLE parent (id int PRIMARY KEY)');
    await deployMigrations(url, { folder });

    const { rows } = await client.query<Record<string, unknown>>('SELECT * FROM _prisma_migrations');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      checksum: 'a0dc2e959a1e7e1147b0cc70502c0c1ae0cf458865f1abea4a1cd8ecda03bb6a',
      migration_name: '1_first',
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
    expect(rows[0]?.finished_at).toBeInstanceOf(Date);
  });

  test('applies each migration once when three processes begin at the same moment', async () => {
    await writeMigration('1_first', 'CREATE TABLE parent (id int PRIMARY KEY)');
    await writeMigration('2_second', 'CREATE TABLE child (id int REFERENCES parent)');

    const applied = await Promise.all([1, 2, 3].map(() => deployMigrations(url, { folder })));
    expect(applied.flat().sort()).toEqual(['1_first', '2_second']);
  });

  test('leaves nothing of a migration that fails, says why, and can be repeated once it is mended', async () => {
    await writeMigration('1_first', 'CREATE TABLE half (id int); CREATE TABLE half (id int)');

    await expect(deployMigrations(url, { folder })).rejects.toThrow(/"1_first" gagal diterapkan: .*already exists/);
    expect(await exists('half')).toBe(false);
    await writeMigration('1_first', 'CREATE TABLE half (id int)');
    expect(await deployMigrations(url, { folder })).toEqual(['1_first']);
  });

  test('runs a concurrent index outside a transaction, and refuses to go on after it failed', async () => {
    await writeMigration('1_first', 'CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)');
    await writeMigration('2_index', '-- one statement\nCREATE INDEX CONCURRENTLY t_id ON t (id);');
    await writeMigration('3_unique', 'CREATE UNIQUE INDEX CONCURRENTLY t_unique ON t (id);');

    await expect(deployMigrations(url, { folder })).rejects.toThrow(/"3_unique" gagal/);
    expect(await exists('t_id')).toBe(true);
    await expect(deployMigrations(url, { folder })).rejects.toThrow(/"3_unique" pernah berhenti di tengah jalan/);
  });

  test('refuses a database that is newer than the code', async () => {
    await writeMigration('1_first', 'SELECT 1');
    await writeMigration('2_second', 'SELECT 2');
    await deployMigrations(url, { folder });
    await rm(path.join(folder, '2_second'), { recursive: true });

    await expect(deployMigrations(url, { folder })).rejects.toThrow(/lebih baru daripada program ini: .*"2_second"/);
  });

  test('refuses a file that was edited after it was applied', async () => {
    await writeMigration('1_first', 'SELECT 1');
    await deployMigrations(url, { folder });
    await writeMigration('1_first', 'SELECT 1 ');

    await expect(deployMigrations(url, { folder })).rejects.toThrow(/"1_first" diubah setelah diterapkan/);
  });

  test('lets a copy be kept before an upgrade, and only then', async () => {
    const told: (readonly string[])[] = [];
    const beforeUpgrade = (pending: readonly string[]): Promise<void> => {
      told.push(pending);
      return Promise.resolve();
    };
    await writeMigration('1_first', 'CREATE TABLE t (id int)');
    await deployMigrations(url, { folder, beforeUpgrade });
    await deployMigrations(url, { folder, beforeUpgrade });
    expect(told).toEqual([]);

    await writeMigration('2_second', 'DROP TABLE t');
    await writeMigration('3_third', 'SELECT 3');
    await deployMigrations(url, { folder, beforeUpgrade });
    expect(told).toEqual([['2_second', '3_third']]);
  });

  test('changes nothing when the copy before an upgrade fails', async () => {
    await writeMigration('1_first', 'CREATE TABLE t (id int)');
    await deployMigrations(url, { folder });
    await writeMigration('2_second', 'DROP TABLE t');

    const beforeUpgrade = (): Promise<void> => Promise.reject(new Error('disk full'));
    await expect(deployMigrations(url, { folder, beforeUpgrade })).rejects.toThrow('disk full');
    expect(await exists('t')).toBe(true);
  });

  test('applies only the migrations that are named', async () => {
    await writeMigration('1_first', 'SELECT 1');
    await writeMigration('2_second', 'SELECT 2');
    expect(await deployMigrations(url, { folder, only: ['1_first'] })).toEqual(['1_first']);
  });
});

describe('pendingMigrations', () => {
  test('names what the database does not have, also where it has nothing', async () => {
    await writeMigration('1_first', 'SELECT 1');
    await writeMigration('2_second', 'SELECT 2');
    expect(await pendingMigrations(client, folder)).toEqual(['1_first', '2_second']);
    await deployMigrations(url, { folder, only: ['1_first'] });
    expect(await pendingMigrations(client, folder)).toEqual(['2_second']);
    await deployMigrations(url, { folder });
    expect(await pendingMigrations(client, folder)).toEqual([]);
  });
});
