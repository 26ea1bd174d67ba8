import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/prisma.mjs', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

async function prisma(databaseUrl: string, ...words: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [SCRIPT, ...words], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], output, errors] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output: output + errors };
}

describe('the Prisma command line', () => {
  test('finds no difference between schema.prisma and the migrations', async () => {
    const url = await createEmptyDatabase();
    const words = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
    const { code, output } = await prisma(url, 'migrate', 'diff', ...words);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('No difference detected') as string });

    const client = new pg.Client(url);
    await client.connect();
    const { rowCount } = await client.query(`SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    await client.end();
    expect(rowCount).toBe(0); // the comparison used a scratch database, not this one
  });

  test('takes a database that the product migrated as its own', async () => {
    const { code, output } = await prisma(await createTestDatabase(), 'migrate', 'status');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('up to date') as string });
  });

  test('migrates a database that the product then takes as its own', async () => {
    const url = await createEmptyDatabase();
    const { code, output } = await prisma(url, 'migrate', 'deploy');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('successfully applied') as string });
    expect(await deployMigrations(url)).toEqual([]);
  });
});
