import { addMonths, firstDay, type Month } from '../../src/domain/month.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import type { Tx } from '../../src/platform/database/sql.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import { enlargeRegency } from '../../tests/support/large-regency.ts';
import { startServer } from '../servers.ts';
import { regencySize } from './size.ts';
import { CLOCK } from './template.ts';

/** A regency with whole months to close. */
export interface MonthsSize {
  readonly people: number;
  /** Months of entries and facts, the one to close included. */
  readonly months: number;
}

/** The month before the demo's running one: the latest that can be closed. */
export const TO_CLOSE = '2026-10' as Month;
/** Codes of what the bench adds; the demo's own units stay as they are. */
export const UNIT_PREFIX = 'UKURAN-';

/** What costs row by row and is nothing to a close: this database only ever closes. */
const WITHOUT_CHECKS = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'activity'::regclass AND contype IN ('f', 'x') AND conparentid = 0 LOOP
    EXECUTE format('ALTER TABLE activity DROP CONSTRAINT %I', c.conname);
  END LOOP; END $$`;
const WHO = `CREATE TEMP TABLE whole_person ON COMMIT DROP AS
  SELECT a.employee_id, a.position_id, u.payroll_unit_id, row_number() OVER (ORDER BY a.employee_id)::int AS n,
    (SELECT c.employee_id FROM demo_account d JOIN account c ON c.id = d.account_id WHERE d.key = 'sekda') AS verifier, v.superior_id AS chair
  FROM assignment a JOIN position p ON p.id = a.position_id AND p.code LIKE '${UNIT_PREFIX}%'
  JOIN position_version v ON v.position_id = a.position_id JOIN org_unit_version u ON u.unit_id = v.unit_id
  WHERE a.kind = 'DEFINITIF'`;
/** Two validated entries on each weekday. */
const ENTRIES = `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
    end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by, sent_at, created_at, updated_at)
  SELECT uuidv7(d.day + interval '9 hours' - clock_timestamp()), d.day::date, p.employee_id, p.position_id, p.payroll_unit_id, i.id,
    'Menyelesaikan pekerjaan contoh nomor ' || p.n % 97, 1, 480 + part * 120, 570 + part * 120, 90 + (p.n * 7 + part * 31) % 80,
    90 + (p.n * 7 + part * 31) % 80, 'divalidasi', 3, p.verifier, p.chair, NULL, d.day, d.day, d.day
  FROM generate_series($1::date, $1::date + interval '1 month' - interval '1 day', '1 day') d (day), whole_person p,
    generate_series(0, 1) part, (SELECT id FROM catalogue_item ORDER BY code LIMIT 1) i
  WHERE extract(isodow FROM d.day) < 6`;
const FACTS = `INSERT INTO payroll_fact (employee_id, month, name, value, source)
  SELECT p.employee_id, $1::date, f.name, f.value, 'ukuran' FROM whole_person p CROSS JOIN LATERAL (VALUES
    ('gaji_bruto', (2500000 + p.n % 600 * 7919)::text), ('iwp_gaji', (25000 + p.n % 600 * 79)::text), ('pph_gaji', '0'),
    ('ptkp', (ARRAY['TK/0', 'K/0', 'K/1', 'K/2'])[1 + p.n % 4])) f (name, value)`;

/** Fills an empty database with a regency whose people have worked through whole months, all of it validated. */
export async function seedWholeMonths(url: string, dataDir: string, size: MonthsSize): Promise<void> {
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0', TAKAR_CLOCK: CLOCK, TAKAR_DEMO: 'kecil' };
  const seeding = await startServer('scripts/start.cjs', { ...env, TAKAR_LOG: 'warn' });
  await seeding.stop();
  const pool = createPool({ url, max: 1, statementTimeout: 0 });
  try {
    await enlargeRegency(pool, { ...regencySize(size.people), days: 1, entriesPerDay: 1 });
    await writeMonths(pool, size.months);
    await pool.query('VACUUM (ANALYZE)');
  } finally {
    await pool.end();
  }
}

async function writeMonths(pool: Pool, months: number): Promise<void> {
  await transaction(pool, async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query("SET LOCAL maintenance_work_mem = '512MB'");
    await tx.query(WITHOUT_CHECKS);
    await tx.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
    await tx.query(WHO);
    for (let back = 0; back < months; back += 1) await writeMonth(tx, addMonths(TO_CLOSE, -back));
    await tx.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
  });
}

async function writeMonth(tx: Tx, month: Month): Promise<void> {
  const first = firstDay(month);
  await tx.query('SELECT takar_ensure_month($1)', [first]);
  await tx.query(ENTRIES, [first]);
  await tx.query(FACTS, [first]);
}
