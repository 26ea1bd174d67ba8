import { describe, expect, test } from 'vitest';
import { pendingMigrations } from '../../src/platform/database/migrate.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { createTemplate, createTestDatabase } from '../support/database.ts';

async function units(url: string): Promise<{ codes: string[]; pending: string[] }> {
  const pool = createPool({ url, max: 1 });
  const { rows } = await pool.query<{ code: string }>('SELECT code FROM payroll_unit ORDER BY code');
  const pending = await pendingMigrations(pool);
  await pool.end();
  return { codes: rows.map(row => row.code), pending };
}

describe('a test database', () => {
  test('is migrated and without a row', async () => {
    expect(await units(await createTestDatabase())).toEqual({ codes: [], pending: [] });
  });

  test('may be a copy of a template, which is prepared once', async () => {
    let prepared = 0;
    const prepare = async (url: string): Promise<void> => {
      prepared += 1;
      const pool = createPool({ url, max: 1 });
      await pool.query("INSERT INTO payroll_unit (code, name) VALUES ('DISDIK', 'Dinas Pendidikan')");
      await pool.end();
    };
    const names = await Promise.all([1, 2].map(() => createTemplate('one_unit', prepare)));
    const copies = await Promise.all(names.map(name => createTestDatabase(name)));
    expect(prepared).toBe(1);
    for (const copy of copies) expect(await units(copy)).toEqual({ codes: ['DISDIK'], pending: [] });
  });
});
