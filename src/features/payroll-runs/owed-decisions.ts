import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { TableProps } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** What somebody still has to decide of a unit's month. */
export interface OwedDecisions {
  /** Who holds the chair today; null where nobody does, and for objections of the top of the tree. */
  readonly names: string | null;
  readonly title: string | null;
  readonly verify: number;
  readonly validate: number;
  readonly objections: number;
}

/*
 * Each entry that waits and each objection, by the chair whose step it is today (docs/architecture.md, Authority). $1 unit,
 * $2 and $3 the month, $4 today.
 */
const OWED = `WITH waiting AS (
    SELECT 'verifikasi' AS step, t.position_id AS start, NULL::uuid AS named, ARRAY[t.employee_id] AS excluded
    FROM activity t WHERE t.payroll_unit_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND t.status = 'dikirim'
    UNION ALL
    SELECT 'validasi', t.verified_chair_id, t.validator_chair_id, ARRAY[t.employee_id, t.verified_by]
    FROM activity t WHERE t.payroll_unit_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND t.status = 'diverifikasi'
    UNION ALL
    SELECT 'keberatan', o.start_chair_id, NULL, o.excluded
    FROM objection o JOIN activity t ON t.id = o.activity_id AND t.work_date = o.work_date
    WHERE t.payroll_unit_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND o.state = 'diajukan'
  ), counted AS (SELECT step, start, named, excluded, count(*) AS n FROM waiting GROUP BY step, start, named, excluded
  ), placed AS MATERIALIZED (
    SELECT c.step, c.n, CASE WHEN c.named IS NULL THEN takar_chair_above(c.start, c.excluded, $4::date)
      ELSE takar_chair_from(c.named, c.excluded, $4::date) END AS chair FROM counted c
  ), owed AS (
    SELECT chair, coalesce(sum(n) FILTER (WHERE step = 'verifikasi'), 0)::int AS verify,
      coalesce(sum(n) FILTER (WHERE step = 'validasi'), 0)::int AS validate,
      coalesce(sum(n) FILTER (WHERE step = 'keberatan'), 0)::int AS objections
    FROM placed GROUP BY chair
  )
  SELECT (SELECT string_agg(${fullNameOf('e')}, ' atau ' ORDER BY h.kind = 'DEFINITIF' DESC, e.name) FROM assignment h
      JOIN employee e ON e.id = h.employee_id WHERE h.position_id = o.chair AND h.kind <> 'KETUA_TIM'
        AND h.from_date <= $4::date AND (h.last_date IS NULL OR h.last_date >= $4::date)) AS names,
    (SELECT v.title FROM position_version v WHERE v.position_id = o.chair AND v.from_date <= $4::date
     ORDER BY v.from_date DESC LIMIT 1) AS title, o.verify, o.validate, o.objections
  FROM owed o ORDER BY o.verify + o.validate + o.objections DESC, title NULLS LAST`;

/** Who owes decisions about a unit's month, most first; also after the close, when they still come as adjustments. */
export async function owedDecisions(
  sql: Sql,
  month: Month,
  payrollUnitId: string,
  today: LocalDate,
): Promise<OwedDecisions[]> {
  const values = [payrollUnitId, firstDay(month), lastDay(month), today];
  return (await sql.query<OwedDecisions & Record<string, unknown>>(OWED, values)).rows;
}

/** The table of those who owe decisions; null where nobody does. */
export function owedTable(owed: readonly OwedDecisions[]): TableProps | null {
  if (owed.length === 0) return null;
  return {
    caption: 'Siapa yang belum memutuskan',
    columns: [
      { label: 'Pejabat' },
      { label: 'Verifikasi', numeric: true },
      { label: 'Validasi', numeric: true },
      { label: 'Keberatan', numeric: true },
    ],
    rows: owed.map(({ names, title, verify, validate, objections }) => ({
      cells: [
        { text: names ?? (title === null ? 'BKPSDM' : 'Jabatan kosong'), hint: title ?? undefined },
        number(verify),
        number(validate),
        number(objections),
      ],
    })),
  };
}
