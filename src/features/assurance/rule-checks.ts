import type { InputRule } from '../../domain/tpp/regulation.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { regulationById } from '../policies/queries.ts';
import { COMPUTED, type Part } from './invariants.ts';

/*
 * What the regulation of a run says about its entries and facts: I8 (what counts of a day), I9 (days on which nobody
 * works) and I10 (bounds). The rules are read from the adopted texts; each part then goes over all runs in one statement.
 */

/** What a regulation rules, as parameters of the statements below: one element per regulation, or per bound of one. */
export interface RunRules {
  readonly ids: readonly string[];
  /** Points of one day that count at most. */
  readonly caps: readonly number[];
  /** Regulations that take no entry on a day off. */
  readonly refusing: readonly string[];
  readonly bounds: readonly Bound[];
}

interface Bound {
  readonly regulationId: string;
  readonly name: string;
  readonly source: string;
  readonly min: string | null;
  readonly max: string | null;
}

const USED = `SELECT DISTINCT regulation_id AS id FROM payroll_run WHERE state IN ${COMPUTED}`;

/** The rules of every regulation under which something was computed. */
export async function rulesOfRuns(sql: Sql): Promise<RunRules> {
  const { rows } = await sql.query<{ id: string }>(USED);
  const found = await Promise.all(rows.map(row => regulationById(sql, row.id)));
  const known = found.flatMap(each => (each ? [each] : []));
  return {
    ids: known.map(each => each.id),
    caps: known.map(each => each.daily.dailyCap),
    refusing: known.filter(each => each.daily.holidays === 'tolak').map(each => each.id),
    bounds: known.flatMap(each => each.regulation.inputs.flatMap(input => boundOf(each.id, input))),
  };
}

const boundOf = (regulationId: string, { name, source, type, min, max }: InputRule): readonly Bound[] =>
  type.kind === 'number' && (min !== null || max !== null) ? [{ regulationId, name, source, min, max }] : [];

/** A part with the values of its parameters. */
export interface RuledPart extends Part {
  readonly values: unknown[];
}

/** I8: the points a run counted are those of the entries that were validated by then, each day cut at the cap. */
export const cappedPart = ({ ids, caps }: RunRules): RuledPart => ({
  what: 'pegawai yang poinnya dihitung di luar batas harian',
  sql: `WITH daily AS (
      SELECT r.id, t.employee_id, least(sum(t.points), c.cap) AS points
      FROM payroll_run r JOIN unnest($1::uuid[], $2::int[]) AS c (regulation_id, cap) USING (regulation_id)
      JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month
        AND t.work_date < (r.month + interval '1 month')::date
      WHERE r.kind = 'TPP' AND r.state IN ${COMPUTED} AND t.status = 'divalidasi'
        AND NOT EXISTS (SELECT 1 FROM payroll_uncounted u WHERE u.run_id = r.id AND u.activity_id = t.id) GROUP BY r.id, t.employee_id, t.work_date, c.cap
    ), counted AS (SELECT id, employee_id, sum(points) AS points FROM daily GROUP BY id, employee_id)
    SELECT count(*)::int AS count FROM payroll_input i JOIN payroll_run r ON r.id = i.run_id
    LEFT JOIN counted d ON d.id = i.run_id AND d.employee_id = i.employee_id
    WHERE r.kind = 'TPP' AND r.state IN ${COMPUTED} AND r.regulation_id = ANY ($1::uuid[]) AND i.facts ? 'kegiatan.poin_divalidasi'
      AND i.facts ->> 'kegiatan.poin_divalidasi' <> coalesce(d.points, 0)::text`,
  values: [ids, caps],
});

/**
 * I9: no entry of a day off counts, where the regulation refuses them. An entry that was there before the day became free
 * stays (docs/architecture.md, the calendar's own rule); the weekend is that of the unit of the entry's chair.
 */
export const daysOffPart = ({ refusing }: RunRules): RuledPart => ({
  what: 'kegiatan yang dihitung pada hari libur',
  sql: `WITH off AS MATERIALIZED (
      SELECT t.work_date, t.position_id, extract(isodow FROM t.work_date)::int AS weekday,
        EXISTS (SELECT 1 FROM holiday h WHERE h.day = t.work_date AND h.recorded_at <= t.created_at) AS free
      FROM payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id AND t.work_date >= r.month
        AND t.work_date < (r.month + interval '1 month')::date
      WHERE r.kind = 'TPP' AND r.state IN ${COMPUTED} AND r.regulation_id = ANY ($1::uuid[]) AND t.status = 'divalidasi'
        AND (extract(isodow FROM t.work_date) >= 6 OR t.work_date IN (SELECT h.day FROM holiday h)))
    SELECT count(*)::int AS count FROM off t WHERE t.free OR t.weekday = 7 OR (t.weekday = 6 AND (
      SELECT u.work_pattern FROM position_version p JOIN org_unit_version u ON u.unit_id = p.unit_id AND u.from_date <= t.work_date
      WHERE p.position_id = t.position_id AND p.from_date <= t.work_date
      ORDER BY p.from_date DESC, u.from_date DESC LIMIT 1) = 5)`,
  values: [refusing],
});

/**
 * I9 for leave, sickness and absence with leave: on duty travel and training one works. An entry that was there before the
 * leave was recorded stays until somebody decides about it, as on a day that became free.
 */
export const LEAVE_PART: Part = {
  what: 'kegiatan yang dihitung pada hari cuti, sakit atau izin',
  sql: `SELECT count(*)::int AS count FROM leave_record l
    JOIN activity t ON t.employee_id = l.employee_id AND t.work_date BETWEEN l.first_day AND l.last_day
    JOIN payroll_run r ON r.payroll_unit_id = t.payroll_unit_id AND r.month = date_trunc('month', t.work_date::timestamp)::date
    WHERE r.kind = 'TPP' AND r.state IN ${COMPUTED} AND t.status = 'divalidasi' AND l.revoked_at IS NULL AND l.kind NOT IN ('DL', 'DIKLAT')
      AND l.recorded_at <= t.created_at`,
};

/** I10: every fact a run was computed from lies within the bounds that the regulation declares for it. */
export const boundsPart = ({ bounds }: RunRules): RuledPart => ({
  what: 'data masukan di luar batas peraturan',
  sql: `SELECT count(*)::int AS count FROM payroll_run r
    JOIN payroll_input i ON i.run_id = r.id AND i.excluded IS NULL
    JOIN unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS b (regulation_id, name, source, least, most)
      ON b.regulation_id = r.regulation_id
    CROSS JOIN LATERAL (SELECT coalesce(i.facts ->> b.source, i.facts ->> ('fakta.' || b.name)) AS text) f
    WHERE r.state IN ${COMPUTED} AND f.text IS NOT NULL AND CASE WHEN f.text ~ '^-?[0-9]+([.][0-9]+)?$'
      THEN f.text::numeric < b.least::numeric OR f.text::numeric > b.most::numeric ELSE false END`,
  values: [
    bounds.map(each => each.regulationId),
    bounds.map(each => each.name),
    bounds.map(each => each.source),
    bounds.map(each => each.min),
    bounds.map(each => each.max),
  ],
});

/** I10: what was approved of a year never went beyond the ceiling that its unit had by then. */
export const CEILING_PART: Part = {
  what: 'periode yang melewati pagu unitnya',
  sql: `SELECT count(*)::int AS count FROM payroll_run r
    JOIN LATERAL (SELECT c.amount FROM payroll_ceiling c WHERE c.payroll_unit_id = r.payroll_unit_id
      AND c.year = extract(year FROM r.month)::int AND c.approved_at <= r.approved_at ORDER BY c.id DESC LIMIT 1) c ON true
    WHERE r.state IN ('DISETUJUI', 'DIBAYAR') AND c.amount < (
      SELECT sum(s.gross) FROM payroll_run s WHERE s.payroll_unit_id = r.payroll_unit_id AND s.state IN ('DISETUJUI', 'DIBAYAR')
        AND date_trunc('year', s.month) = date_trunc('year', r.month) AND s.approved_at <= r.approved_at)`,
};
