import { afterAll, beforeAll, expect, test } from 'vitest';
import { regencySettings, setRegency } from '../../../src/features/setup/regency.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { readRegency } from '../../../src/platform/start/regency.ts';
import { createTestDatabase } from '../../support/database.ts';

let pool: Pool;
const clock = fixedClock('2026-11-18T04:00:00Z');

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 2 });
});
afterAll(() => pool.end());

test('names and zone are appended, the last one is in force, and the trail says so', async () => {
  const regency = await readRegency(pool, clock.now());
  const set = (settings: object): Promise<void> =>
    transaction(pool, tx => setRegency(tx, { clock, regency }, regencySettings.parse(settings)));
  await set({ government: 'Pemerintah Kabupaten Contoh', zone: 'Asia/Jayapura' });
  await set({ government: 'Pemerintah Kota Contoh' });
  expect(await readRegency(pool, clock.now())).toMatchObject({
    government: 'Pemerintah Kota Contoh',
    zone: 'Asia/Jayapura',
    appName: 'e-Kinerja',
  });
  const { rows } = await pool.query<{ action: string }>('SELECT action FROM audit_event ORDER BY seq');
  expect(rows.map(row => row.action)).toEqual(['pengaturan.government', 'pengaturan.zone', 'pengaturan.government']);
});

test.each([[{}], [{ zone: 'Europe/Berlin' }], [{ government: 'X' }]])('%j is refused in words', settings => {
  expect(regencySettings.safeParse(settings).success).toBe(false);
});
