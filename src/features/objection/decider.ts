import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** Who decides an objection on a day. */
export interface Deciders {
  /** Everybody who may, to be told. */
  readonly employeeIds: readonly string[];
  /** 'Citra Kabid (Kepala Bidang)', or the personnel office. */
  readonly name: string;
}

const ABOVE = prepared(
  'objection.deciders',
  `SELECT s.employee_id, ${fullNameOf('e')} AS name,
     (SELECT v.title FROM position_version v WHERE v.position_id = s.position_id AND v.from_date <= $3
      ORDER BY v.from_date DESC LIMIT 1) AS title
   FROM assignment s JOIN employee e ON e.id = s.employee_id
   WHERE s.position_id = takar_chair_above($1, $2::uuid[], $3) AND s.kind <> 'KETUA_TIM' AND s.employee_id <> ALL ($2::uuid[])
     AND s.from_date <= $3 AND (s.last_date IS NULL OR s.last_date >= $3)
   ORDER BY s.kind = 'DEFINITIF' DESC, s.from_date DESC, e.name`,
);
const OFFICE = prepared(
  'objection.office',
  `SELECT DISTINCT a.employee_id FROM role_grant g JOIN account a ON a.id = g.account_id
   WHERE g.role = 'kepegawaian' AND a.disabled_at IS NULL AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date >= $2)
     AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.employee_id <> ALL ($1::uuid[])`,
);

/** The first chair above the refusing one with somebody who is not excluded; at the top of the tree the personnel office. */
export async function decidersOf(
  sql: Sql,
  objection: { readonly startChairId: string; readonly excluded: readonly string[] },
  day: LocalDate,
): Promise<Deciders> {
  const { startChairId, excluded } = objection;
  const { rows } = await sql.query<{ employee_id: string; name: string; title: string | null }>(ABOVE, [
    startChairId,
    [...excluded],
    day,
  ]);
  if (rows.length > 0)
    return {
      employeeIds: rows.map(row => row.employee_id),
      name: `${rows.map(row => row.name).join(' atau ')} (${rows[0]?.title ?? ''})`,
    };
  const office = await sql.query<{ employee_id: string }>(OFFICE, [[...excluded], day]);
  return { employeeIds: office.rows.map(row => row.employee_id), name: 'BKPSDM' };
}

const VALIDATORS = prepared(
  'objection.validators',
  `SELECT s.employee_id FROM activity a
     JOIN LATERAL (SELECT v.one_step FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= a.work_date
       ORDER BY v.from_date DESC LIMIT 1) p ON true
     JOIN assignment s ON s.position_id = coalesce(a.validator_chair_id,
       CASE WHEN NOT p.one_step THEN takar_chair_above($3, $4::uuid[], $5) END)
   WHERE a.id = $1 AND a.work_date = $2 AND a.verified_by IS NULL AND s.kind <> 'KETUA_TIM'
     AND s.from_date <= $5 AND (s.last_date IS NULL OR s.last_date >= $5)`,
);
const ANYBODY_ABOVE = prepared(
  'objection.anybody_above',
  'SELECT takar_chair_above($1, $2::uuid[], $3) IS NOT NULL AS found',
);

/**
 * The parties and, for an entry that was refused before its validation, who would have validated it: neither verifier nor
 * validator of an entry decides about it (rulings.md 16). Where nobody sits above them the validator, who has not decided
 * yet, is left to decide: nearer to the matter than the personnel office.
 */
export async function withValidators(
  sql: Sql,
  refused: { readonly id: string; readonly workDate: LocalDate; readonly chairId: string },
  parties: readonly string[],
  day: LocalDate,
): Promise<readonly string[]> {
  const { id, workDate, chairId } = refused;
  const { rows } = await sql.query<{ employee_id: string }>(VALIDATORS, [id, workDate, chairId, [...parties], day]);
  const all = [...new Set([...parties, ...rows.map(row => row.employee_id)])];
  const above = await sql.query<{ found: boolean }>(ANYBODY_ABOVE, [chairId, all, day]);
  return above.rows[0]?.found ? all : parties;
}
