import { filledAtOnce } from '../../src/demo/bulk-load.ts';
import { addMonths, firstDay, type Month } from '../../src/domain/month.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import type { Tx } from '../../src/platform/database/sql.ts';
import { transaction } from '../../src/platform/database/transaction.ts';

/** Who verifies and validates whose work, as the tree of positions says; asked once, for the tree of the bench does not change. */
const WAYS = `CREATE TEMP TABLE history_person ON COMMIT DROP AS
  SELECT s.employee_id, s.position_id, s.payroll_unit_id, w.*,
    (SELECT t.id FROM skp_target t WHERE t.employee_id = s.employee_id ORDER BY t.ordinal LIMIT 1) AS target_id
  FROM (SELECT a.employee_id, a.position_id, v.superior_id, u.payroll_unit_id FROM assignment a
      JOIN position p ON p.id = a.position_id AND p.code LIKE 'UKURAN-%'
      JOIN position_version v ON v.position_id = a.position_id JOIN org_unit_version u ON u.unit_id = v.unit_id
      WHERE a.kind = 'DEFINITIF') s
  JOIN (SELECT c.superior_id AS under, v.chair AS verify_chair, vh.person AS verifier, wh.person AS validator
      FROM (SELECT DISTINCT v.superior_id FROM position_version v JOIN position p ON p.id = v.position_id AND p.code LIKE 'UKURAN-%') c
      CROSS JOIN LATERAL (SELECT takar_chair_from(c.superior_id, '{}', $1::date) AS chair) v
      CROSS JOIN LATERAL (SELECT a.employee_id AS person FROM assignment a WHERE a.position_id = v.chair ORDER BY a.kind LIMIT 1) vh
      CROSS JOIN LATERAL (SELECT takar_chair_above(v.chair, ARRAY[vh.person], $1::date) AS chair) w
      CROSS JOIN LATERAL (SELECT a.employee_id AS person FROM assignment a WHERE a.position_id = w.chair ORDER BY a.kind LIMIT 1) wh
    ) w ON w.under = s.superior_id
  WHERE s.employee_id NOT IN (w.verifier, w.validator)`;

/** Two entries on every weekday of a month. */
const ENTRIES = `CREATE TEMP TABLE history_entry ON COMMIT DROP AS
  SELECT uuidv7(d.day::timestamptz + interval '9 hours' - clock_timestamp()) AS id, d.day::date AS day, part, p.*
  FROM history_person p, generate_series(0, 1) part,
    generate_series($1::date, $1::date + interval '1 month' - interval '1 day', '1 day') d (day) WHERE extract(isodow FROM d.day) < 6`;
const WRITE_ENTRIES = `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, target_id, description, volume,
    start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by, sent_at, created_at, updated_at)
  SELECT h.id, h.day, h.employee_id, h.position_id, h.payroll_unit_id, i.item_id, h.target_id, 'Menyelesaikan pekerjaan contoh', 1,
    480 + part * 120, 570 + part * 120, 90, 90, 'divalidasi', 3, h.verifier, h.verify_chair, h.validator, h.day + interval '8 hours',
    h.day + interval '8 hours', h.day + interval '24 hours'
  FROM history_entry h, (SELECT item_id FROM activity WHERE description = 'Menyelesaikan pekerjaan contoh' LIMIT 1) i`;
const WRITE_EVENTS = `INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id, at)
  SELECT date_trunc('month', h.day)::date, h.id, e.seq, e.action, e.was, e.becomes, e.actor, e.part, e.chair, h.day + interval '8 hours' * e.seq
  FROM history_entry h CROSS JOIN LATERAL (VALUES
    (1, 'kirim', NULL, 'dikirim', h.employee_id, 'pemilik', NULL::uuid),
    (2, 'setujui', 'dikirim', 'diverifikasi', h.verifier, 'verifikator', h.verify_chair),
    (3, 'setujui', 'diverifikasi', 'divalidasi', h.validator, 'validator', h.verify_chair)
  ) e (seq, action, was, becomes, actor, part, chair)`;
const WRITE_PERIODS = `INSERT INTO payroll_period (month, kind, payroll_unit_id)
  SELECT DISTINCT $1::date, 'TPP', payroll_unit_id FROM history_person ON CONFLICT DO NOTHING`;

/**
 * Gives everybody of the bench's regency work in the months before the running one: two entries on each weekday, verified
 * and validated, each with its three history rows, each month in its own partitions.
 *
 * @param months how many, the running one included
 */
export async function writeHistory(pool: Pool, running: Month, months: number): Promise<void> {
  await transaction(pool, async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query(WAYS, [firstDay(running)]);
    for (let back = 1; back < months; back += 1)
      await tx.query('SELECT takar_ensure_month($1)', [firstDay(addMonths(running, -back))]);
    await tx.query('ALTER TABLE activity DISABLE TRIGGER activity_period_guard');
    await filledAtOnce(tx, ['activity', 'activity_event'], async () => {
      for (let back = 1; back < months; back += 1) await writeMonth(tx, addMonths(running, -back));
    });
    await tx.query('ALTER TABLE activity ENABLE TRIGGER activity_period_guard');
  });
}

async function writeMonth(tx: Tx, month: Month): Promise<void> {
  await tx.query(ENTRIES, [firstDay(month)]);
  await tx.query(WRITE_ENTRIES);
  await tx.query(WRITE_EVENTS);
  await tx.query(WRITE_PERIODS, [firstDay(month)]);
  await tx.query('DROP TABLE history_entry');
}
