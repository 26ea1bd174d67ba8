import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { CHAIR_OF_MINE, CHAIRS, PLAN_IS_MINE } from './access.ts';
import { PLAN_COLUMNS, planFrom, type Plan, type PlanRow } from './plan-queries.ts';

/** A plan as the superior of its chair sees it. */
export interface PlanBelow extends Plan {
  readonly ownerName: string;
  readonly ownerNip: string | null;
  /** The chair from which the reader decides. */
  readonly chairId: string;
}

const BELOW = prepared(
  'skp.below_one',
  `${CHAIRS} SELECT ${PLAN_COLUMNS}, ${fullNameOf('e')} AS owner_name, e.nip AS owner_nip, ${CHAIR_OF_MINE} AS chair_id
   FROM skp_plan p JOIN employee e ON e.id = p.employee_id WHERE p.id = $3 AND ${PLAN_IS_MINE}`,
);

/** A plan of a chair below the actor today; undefined for every other, one's own included. */
export async function planBelow(
  sql: Sql,
  actorId: string,
  today: LocalDate,
  planId: string,
): Promise<PlanBelow | undefined> {
  const { rows } = await sql.query<
    PlanRow & { owner_name: string; owner_nip: string | null; chair_id: string | null } & Record<string, unknown>
  >(BELOW, [actorId, today, planId]);
  const row = rows[0];
  if (!row?.chair_id) return undefined;
  return { ...planFrom(row), ownerName: row.owner_name, ownerNip: row.owner_nip, chairId: row.chair_id };
}

const WAITING = prepared(
  'skp.below_waiting',
  `${CHAIRS} SELECT ${PLAN_COLUMNS} FROM skp_plan p
   WHERE p.year = $3 AND p.state = 'diajukan' AND p.position_id = ANY (ARRAY(SELECT position_id FROM below)) AND ${PLAN_IS_MINE}
   ORDER BY p.submitted_at, p.id LIMIT $4`,
);

/** The plans that wait for the actor, whole, those that wait longest first. One statement. */
export async function waitingPlans(
  sql: Sql,
  actorId: string,
  today: LocalDate,
  year: number,
  limit: number,
): Promise<Plan[]> {
  const { rows } = await sql.query<PlanRow & Record<string, unknown>>(WAITING, [actorId, today, year, limit]);
  return rows.map(planFrom);
}

/** A plan, or a person without one, in the superior's list. */
export interface BelowRow {
  readonly employeeId: string;
  readonly name: string;
  readonly title: string;
  /** Null for a person who has not begun one. */
  readonly plan: {
    readonly id: string;
    readonly part: number;
    readonly revision: number;
    readonly state: Plan['state'];
    readonly submittedOn: Date | null;
    readonly results: number;
  } | null;
}

const LIST = prepared(
  'skp.below_list',
  `${CHAIRS}, people AS (
     SELECT DISTINCT h.employee_id, h.position_id FROM below c JOIN assignment h ON h.position_id = c.position_id
     WHERE h.kind = 'DEFINITIF' AND h.from_date <= $2 AND (h.last_date IS NULL OR h.last_date >= $2)
       AND h.employee_id <> $1 AND c.passed <@ ARRAY[h.employee_id]
       AND coalesce((SELECT s.status FROM employee_status s WHERE s.employee_id = h.employee_id AND s.from_date <= $2
                     ORDER BY s.from_date DESC LIMIT 1), 'PEJABAT') <> 'PEJABAT'
   ), plans AS (
     SELECT p.* FROM skp_plan p WHERE p.year = $3 AND p.state <> 'digantikan'
       AND p.position_id = ANY (ARRAY(SELECT position_id FROM below)) AND ${PLAN_IS_MINE}
   )
   SELECT e.id AS employee_id, ${fullNameOf('e')} AS name, coalesce(v.title, '') AS title, p.id, p.ordinal, p.revision, p.state,
     p.submitted_at, (SELECT count(*)::int FROM skp_target t WHERE t.plan_id = p.id) AS results
   FROM plans p FULL JOIN people h ON h.employee_id = p.employee_id AND h.position_id = p.position_id
   JOIN employee e ON e.id = coalesce(p.employee_id, h.employee_id)
   LEFT JOIN LATERAL (SELECT o.title FROM position_version o WHERE o.position_id = coalesce(p.position_id, h.position_id)
     AND o.from_date <= $2 ORDER BY o.from_date DESC LIMIT 1) v ON true
   ORDER BY p.state IS NOT DISTINCT FROM 'diajukan' DESC, e.name, e.id, p.ordinal, p.state = 'disetujui' DESC`,
);

/** The SKP of the chairs below a superior, those that wait first; persons without one are named too. One statement. */
export async function plansBelow(sql: Sql, actorId: string, today: LocalDate, year: number): Promise<BelowRow[]> {
  const { rows } = await sql.query<{
    employee_id: string;
    name: string;
    title: string;
    id: string | null;
    ordinal: number;
    revision: number;
    state: Plan['state'];
    submitted_at: Date | null;
    results: number;
  }>(LIST, [actorId, today, year]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    name: row.name,
    title: row.title,
    plan:
      row.id === null
        ? null
        : {
            id: row.id,
            part: row.ordinal,
            revision: row.revision,
            state: row.state,
            submittedOn: row.submitted_at,
            results: row.results,
          },
  }));
}
