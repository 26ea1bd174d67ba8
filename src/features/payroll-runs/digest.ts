import type { Sql } from '../../platform/database/sql.ts';

/**
 * Digests that a computed run keeps and `takar verify` makes again (assurance.md 3.4, I4). Made by the database
 * from what is stored, person by person, so that a large unit needs no large text.
 */

const hashed = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
const together = (rows: string): string =>
  `(SELECT ${hashed("coalesce(string_agg(d.digest, E'\\n' ORDER BY d.employee_id), '')")} FROM (${rows}) d)`;

/**
 * Every entry of the run's period as it was at the close: of those the run did not count, what superiors may still sign is
 * taken from the frozen list (docs/adr/0028-adjustments.md).
 */
const ENTRIES = together(`
  SELECT t.employee_id, t.employee_id::text || ' ' || ${hashed(`string_agg(
      jsonb_build_array(t.id, t.work_date, t.position_id, t.item_id, t.target_id, t.description, t.volume::text,
        t.start_minute, t.end_minute, t.points_per_unit, t.points, coalesce(u.status, t.status), coalesce(u.version, t.version),
        CASE WHEN u.run_id IS NULL THEN t.verified_by ELSE u.verified_by END,
        CASE WHEN u.run_id IS NULL THEN t.validated_by ELSE u.validated_by END)::text,
      E'\\n' ORDER BY t.id)`)} AS digest
  FROM activity t LEFT JOIN payroll_uncounted u ON u.run_id = r.id AND u.activity_id = t.id
  WHERE r.kind = 'TPP' AND t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month AND t.work_date < (r.month + interval '1 month')::date
  GROUP BY t.employee_id`);

/** Every fact the run was computed from. */
const INPUTS = together(`
  SELECT i.employee_id, jsonb_build_array(i.employee_id, i.facts, i.waiting, i.excluded)::text AS digest
  FROM payroll_input i WHERE i.run_id = r.id`);

const LINE_TEXT = `jsonb_build_array(l.employee_id, l.nip, l.name, l.unit_name, l.position, l.job_class, l.status,
  l.gross::text, l.deductions::text, l.net::text, l.outputs, l.components, l.waiting)::text`;

/** Every line of the run as stored. */
const LINES = together(`SELECT l.employee_id, ${LINE_TEXT} AS digest FROM payroll_line l WHERE l.run_id = r.id`);

const CARRIED_TEXT = `jsonb_build_array(a.employee_id, a.of_month, a.of_run_id, a.regulation_id, a.facts, a.excluded, a.waiting, a.nip,
  a.name, a.unit_name, a.position, a.job_class, a.paid_gross::text, a.paid_deductions::text, a.due_gross::text,
  a.due_deductions::text, a.owed::text, a.gross::text, a.deductions::text, a.taken_gross::text, a.taken_deductions::text,
  a.components, a.due, a.counted, a.rest_of::text,
  (SELECT jsonb_agg(s.cause_id::text ORDER BY s.cause_id) FROM adjustment_settled s WHERE s.adjustment_id = a.id))::text`;

/** What the run carries for older months, person by person; null for a run without any, whose digest is that of its lines. */
const CARRIED = `(SELECT ${hashed("string_agg(d.digest, E'\\n' ORDER BY d.employee_id)")} FROM (
  SELECT a.employee_id, ${hashed(`string_agg(${CARRIED_TEXT}, E'\\n' ORDER BY a.of_month)`)} AS digest
  FROM payroll_adjustment a WHERE a.run_id = r.id GROUP BY a.employee_id) d)`;

export interface RunDigests extends Record<string, unknown> {
  readonly input_digest: string;
  readonly line_digest: string;
}

const DIGESTS = `SELECT d.input_digest, CASE WHEN d.carried IS NULL THEN d.lines ELSE ${hashed("d.lines || ':' || d.carried")} END AS line_digest
  FROM (SELECT ${hashed(`${ENTRIES} || ':' || ${INPUTS}`)} AS input_digest, ${LINES} AS lines, ${CARRIED} AS carried
    FROM payroll_run r WHERE r.id = $1) d`;

/** The digests of a run as its entries, inputs and lines stand now. */
export async function digestsOf(sql: Sql, runId: string): Promise<RunDigests> {
  const { rows } = await sql.query<RunDigests>(DIGESTS, [runId]);
  return rows[0]!;
}
