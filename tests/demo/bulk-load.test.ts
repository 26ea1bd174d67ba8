import { expect, test } from 'vitest';
import { filledAtOnce } from '../../src/demo/bulk-load.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import { createTestDatabase } from '../support/database.ts';
import { createDemoDatabase } from '../support/demo-database.ts';

const TABLES = ['activity', 'activity_event'];
const DEFINED = `
  SELECT c.conname AS name, pg_get_constraintdef(c.oid) AS text FROM pg_constraint c
  WHERE c.conrelid = ANY ($1::regclass[]) AND c.conparentid = 0
  UNION ALL
  SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  WHERE x.indrelid = ANY ($1::regclass[]) AND x.indisvalid
  ORDER BY 1, 2`;

async function definedIn(url: string): Promise<unknown[]> {
  const pool = createPool({ url, max: 1 });
  try {
    return (await pool.query(DEFINED, [TABLES])).rows;
  } finally {
    await pool.end();
  }
}

const inNewDatabase = async (work: (pool: Pool) => Promise<void>): Promise<void> => {
  const pool = createPool({ url: await createTestDatabase(), max: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
};

test('the tables that the demo fills at once are afterwards what the migrations made of them', async () => {
  const migrated = await definedIn(await createTestDatabase());
  expect(migrated.length).toBeGreaterThan(15);
  expect(await definedIn(await createDemoDatabase())).toEqual(migrated);
}, 120_000);

test('a row that refers to nothing is refused, at the latest at the end', async () => {
  await inNewDatabase(async pool => {
    const filling = transaction(pool, tx =>
      filledAtOnce(tx, ['account'], async () => {
        await tx.query("INSERT INTO account (id, employee_id, login, password_hash) VALUES ($1, $1, 'x', 'x')", [
          '01900000-0000-7000-8000-000000000001',
        ]);
      }),
    );
    await expect(filling).rejects.toMatchObject({ code: '23503' });
  });
});
