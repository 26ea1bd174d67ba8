import type { Behaviour } from '../../domain/skp/behaviour.ts';
import type { PlanState } from '../../domain/skp/plan-state.ts';
import type { Aspect } from '../../domain/skp/realisation.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** One indicator of a planned result. Amounts are decimal text. */
export interface PlanIndicator {
  readonly id: string;
  /** The indicator of the first version that it goes back to, or itself. */
  readonly origin: string;
  readonly aspect: Aspect;
  readonly indicator: string;
  readonly target: string;
  readonly unitName: string;
  readonly dueOn: LocalDate | null;
}

/** One planned result (RHK) of a plan. */
export interface PlanTarget {
  readonly id: string;
  /** The target of the first version that it goes back to, or itself: links of entries are summed by it. */
  readonly origin: string;
  readonly ordinal: number;
  readonly kind: 'utama' | 'tambahan';
  readonly result: string;
  readonly parentId: string | null;
  /** The superior's result it supports, and where that goes back to. */
  readonly parentOrigin: string | null;
  readonly parentResult: string | null;
  readonly indicators: readonly PlanIndicator[];
}

/** One version of one part of a year's SKP. */
export interface Plan {
  readonly id: string;
  readonly employeeId: string;
  readonly year: number;
  /** 1, or more after a transfer. */
  readonly part: number;
  readonly revision: number;
  readonly positionId: string;
  readonly positionTitle: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly state: PlanState;
  readonly version: number;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly targets: readonly PlanTarget[];
  /** What the superior expects of each value; those not written are missing. */
  readonly expectations: Readonly<Partial<Record<Behaviour, string>>>;
  /** Why it was returned, where it is. */
  readonly returned: { readonly reason: string; readonly by: string; readonly at: Date } | undefined;
}

const INDICATORS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'origin', coalesce(i.origin_id, i.id),
      'aspect', i.aspect, 'indicator', i.indicator, 'target', trim_scale(i.target_value)::text, 'unitName', i.unit_name,
      'dueOn', i.due_on) ORDER BY i.ordinal), '[]'::jsonb)
    FROM skp_indicator i WHERE i.target_id = t.id)`;
const TARGETS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'origin', coalesce(t.origin_id, t.id),
      'ordinal', t.ordinal, 'kind', t.kind, 'result', t.result, 'parentId', t.parent_target_id,
      'parentOrigin', coalesce(s.origin_id, s.id), 'parentResult', s.result,
      'indicators', ${INDICATORS}) ORDER BY t.ordinal), '[]'::jsonb)
    FROM skp_target t LEFT JOIN skp_target s ON s.id = t.parent_target_id WHERE t.plan_id = p.id)`;

/** The columns of a plan "p" with everything in it. */
export const PLAN_COLUMNS = `p.id, p.employee_id, p.year, p.ordinal, p.revision, p.position_id, p.from_date, p.until_date, p.state,
    p.version, p.submitted_at, p.decided_at,
    (SELECT ${fullNameOf('d')} FROM employee d WHERE d.id = p.decided_by) AS decided_by,
    (SELECT v.title FROM position_version v WHERE v.position_id = p.position_id AND v.from_date <= p.until_date
     ORDER BY v.from_date DESC LIMIT 1) AS position_title,
    ${TARGETS} AS targets,
    (SELECT coalesce(jsonb_object_agg(b.behaviour, b.expectation), '{}'::jsonb) FROM skp_behaviour b WHERE b.plan_id = p.id)
      AS expectations,
    (SELECT jsonb_build_object('reason', e.reason, 'by', ${fullNameOf('r')}, 'at', e.at)
     FROM skp_event e JOIN employee r ON r.id = e.actor_id
     WHERE p.state = 'dikembalikan' AND e.plan_id = p.id AND e.action = 'kembalikan' ORDER BY e.seq DESC LIMIT 1) AS returned`;

/** A row of PLAN_COLUMNS. */
export interface PlanRow {
  id: string;
  employee_id: string;
  year: number;
  ordinal: number;
  revision: number;
  position_id: string;
  from_date: string;
  until_date: string;
  state: PlanState;
  version: number;
  submitted_at: Date | null;
  decided_at: Date | null;
  decided_by: string | null;
  position_title: string;
  targets: PlanTarget[];
  expectations: Partial<Record<Behaviour, string>>;
  returned: { reason: string; by: string; at: string } | null;
}

export const planFrom = (row: PlanRow): Plan => ({
  id: row.id,
  employeeId: row.employee_id,
  year: row.year,
  part: row.ordinal,
  revision: row.revision,
  positionId: row.position_id,
  positionTitle: row.position_title,
  from: localDate(row.from_date),
  until: localDate(row.until_date),
  state: row.state,
  version: row.version,
  submittedAt: row.submitted_at,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  targets: row.targets,
  expectations: row.expectations,
  returned: row.returned ? { ...row.returned, at: new Date(row.returned.at) } : undefined,
});

const OF_YEAR = prepared(
  'skp.of_year',
  `SELECT ${PLAN_COLUMNS} FROM skp_plan p WHERE p.employee_id = $1 AND p.year = $2 AND p.state <> 'digantikan'
   ORDER BY p.ordinal, p.state = 'disetujui' DESC`,
);

/** A person's plans of a year that are in force or in work: part by part, what is in force first. */
export async function plansOfYear(sql: Sql, employeeId: string, year: number): Promise<Plan[]> {
  const { rows } = await sql.query<PlanRow & Record<string, unknown>>(OF_YEAR, [employeeId, year]);
  return rows.map(planFrom);
}

const OF_TARGET = prepared(
  'skp.of_target',
  `SELECT ${PLAN_COLUMNS} FROM skp_target own JOIN skp_plan p ON p.id = own.plan_id WHERE own.id = $1 AND p.employee_id = $2`,
);

/** The plan that one of a person's own targets stands in; undefined for anybody else's. */
export async function planOfTarget(sql: Sql, employeeId: string, targetId: string): Promise<Plan | undefined> {
  const { rows } = await sql.query<PlanRow & Record<string, unknown>>(OF_TARGET, [targetId, employeeId]);
  return rows[0] && planFrom(rows[0]);
}

const BY_ID = prepared('skp.by_id', `SELECT ${PLAN_COLUMNS} FROM skp_plan p WHERE p.id = $1 AND p.employee_id = $2`);

/** One of a person's own plans; undefined for anybody else's. */
export async function planById(sql: Sql, employeeId: string, planId: string): Promise<Plan | undefined> {
  const { rows } = await sql.query<PlanRow & Record<string, unknown>>(BY_ID, [planId, employeeId]);
  return rows[0] && planFrom(rows[0]);
}

const LINKED = prepared(
  'skp.linked',
  `SELECT coalesce(t.origin_id, t.id) AS origin, count(*)::int AS entries
   FROM activity a JOIN skp_target t ON t.id = a.target_id
   WHERE a.employee_id = $1 AND a.work_date BETWEEN make_date($2, 1, 1) AND make_date($2, 12, 31)
   GROUP BY 1`,
);

/** How many of a person's entries of a year are tied to each target, by the target's origin. */
export async function linkedEntries(sql: Sql, employeeId: string, year: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.query<{ origin: string; entries: number }>(LINKED, [employeeId, year]);
  return new Map(rows.map(row => [row.origin, row.entries]));
}

/** A superior's result that a planned result may support. */
export interface SuperiorTarget {
  readonly id: string;
  readonly origin: string;
  readonly result: string;
  readonly superior: string;
}

const ABOVE = prepared(
  'skp.above',
  `SELECT ${fullNameOf('e')} AS superior, h.employee_id, t.id, coalesce(t.origin_id, t.id) AS origin, t.result
   FROM (SELECT takar_chair_above($1, ARRAY[$2::uuid], $3) AS position_id) c
   JOIN assignment h ON h.position_id = c.position_id AND h.kind <> 'KETUA_TIM' AND h.employee_id <> $2
     AND h.from_date <= $3 AND (h.last_date IS NULL OR h.last_date >= $3)
   JOIN employee e ON e.id = h.employee_id
   LEFT JOIN skp_plan p ON p.employee_id = h.employee_id AND p.year = $4 AND p.state = 'disetujui'
   LEFT JOIN skp_target t ON t.plan_id = p.id
   ORDER BY h.kind = 'DEFINITIF' DESC, e.name, p.ordinal DESC, t.ordinal`,
);

/** Who leads a chair on a day, and the results of that person's SKP in force. */
export interface Above {
  /** Names of those who hold the chair above; empty where the tree ends. */
  readonly names: readonly string[];
  readonly employeeIds: readonly string[];
  readonly targets: readonly SuperiorTarget[];
}

/** Reads what the person above a chair has promised for a year. */
export async function superiorTargets(
  sql: Sql,
  asked: { readonly positionId: string; readonly employeeId: string; readonly day: LocalDate; readonly year: number },
): Promise<Above> {
  const { rows } = await sql.query<AboveRow & Record<string, unknown>>(ABOVE, [
    asked.positionId,
    asked.employeeId,
    asked.day,
    asked.year,
  ]);
  return {
    names: [...new Set(rows.map(row => row.superior))],
    employeeIds: [...new Set(rows.map(row => row.employee_id))],
    targets: rows.flatMap(({ id, origin, result, superior }) =>
      id === null || origin === null || result === null ? [] : [{ id, origin, result, superior }],
    ),
  };
}

interface AboveRow {
  superior: string;
  employee_id: string;
  id: string | null;
  origin: string | null;
  result: string | null;
}

/** One step in the history of a plan. */
export interface PlanEvent {
  readonly revision: number;
  readonly action: string;
  readonly by: string;
  readonly reason: string | null;
  readonly at: Date;
}

const HISTORY = prepared(
  'skp.history',
  `SELECT p.revision, v.action, ${fullNameOf('e')} AS by, v.reason, v.at
   FROM skp_plan own JOIN skp_plan p ON p.employee_id = own.employee_id AND p.year = own.year AND p.ordinal = own.ordinal
   JOIN skp_event v ON v.plan_id = p.id AND v.action <> 'ubah' JOIN employee e ON e.id = v.actor_id
   WHERE own.id = $1 ORDER BY v.at DESC, p.revision DESC, v.seq DESC LIMIT 30`,
);

/** What happened to the versions of a plan's part, the latest first. The caller has checked that it may be read. */
export async function historyOfPlan(sql: Sql, planId: string): Promise<PlanEvent[]> {
  const { rows } = await sql.query<PlanEvent & Record<string, unknown>>(HISTORY, [planId]);
  return rows;
}
