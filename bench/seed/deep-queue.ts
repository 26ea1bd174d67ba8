import type { Pool } from '../../src/platform/database/pool.ts';
import type { Tx } from '../../src/platform/database/sql.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import { filledAtOnce } from '../../src/demo/bulk-load.ts';

/** The unit whose head has a queue of about five thousand: a section with a head of its own, in every size of the bench. */
export const DEEP_UNIT = 'UKURAN-18';
const LENGTH = 5000;
/** Short entries between two in the afternoon and midnight, apart from those of the running month's mornings. */
const SLOTS = 20;

const ENTRIES = `CREATE TEMP TABLE deep_entry ON COMMIT DROP AS
  SELECT uuidv7(d.day::timestamptz + interval '9 hours' - clock_timestamp()) AS id, d.day::date AS day, slot, c.*
  FROM (SELECT a.employee_id, a.position_id, v.payroll_unit_id FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id
      JOIN position_version p ON p.unit_id = u.id AND p.kind NOT IN ('JPT', 'ADMINISTRATOR', 'PENGAWAS')
      JOIN assignment a ON a.position_id = p.position_id AND a.kind = 'DEFINITIF' WHERE u.code = $1) c,
    generate_series(0, ${String(SLOTS - 1)}) slot, generate_series('2026-11-02'::date, '2026-11-17', '1 day') d (day)
  WHERE extract(isodow FROM d.day) < 6 ORDER BY d.day, slot, c.employee_id LIMIT ${String(LENGTH)}`;
const WRITE_ENTRIES = `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
    start_minute, end_minute, points_per_unit, points, status, version, sent_at, created_at, updated_at)
  SELECT d.id, d.day, d.employee_id, d.position_id, d.payroll_unit_id, i.item_id, 'Menyelesaikan pekerjaan contoh', 1,
    840 + slot * 30, 870 + slot * 30, 30, 30, 'dikirim', 1, d.day + interval '8 hours', d.day + interval '8 hours', d.day + interval '8 hours'
  FROM deep_entry d, (SELECT item_id FROM activity WHERE description = 'Menyelesaikan pekerjaan contoh' LIMIT 1) i`;
const WRITE_EVENTS = `INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at)
  SELECT '2026-11-01', d.id, 1, 'kirim', 'dikirim', d.employee_id, 'pemilik', d.day + interval '8 hours' FROM deep_entry d`;

/** Fills the queue of one head with five thousand sent entries. */
export async function writeDeepQueue(pool: Pool): Promise<void> {
  await transaction(pool, async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
    await filledAtOnce(tx, ['activity', 'activity_event'], () => fill(tx));
    await tx.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
  });
}

async function fill(tx: Tx): Promise<void> {
  await tx.query(ENTRIES, [DEEP_UNIT]);
  await tx.query(WRITE_ENTRIES);
  await tx.query(WRITE_EVENTS);
}
