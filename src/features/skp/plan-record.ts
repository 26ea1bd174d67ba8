import { planEdge, type PlanAction, type PlanState } from '../../domain/skp/plan-state.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import { wrongState } from './refusal.ts';
import type { Plan } from './plan-queries.ts';
import type { TargetInput } from './target-form.ts';

/** Who takes a step of a plan, and when: domain time. */
export interface Acting {
  readonly actorId: string;
  /** The chair a superior acts from; null for the owner. */
  readonly chairId: string | null;
  readonly at: Date;
}

/** Changes of one person's SKP happen one after the other: versions are counted, and one is in work at a time. */
export async function lockOwner(tx: Tx, employeeId: string): Promise<void> {
  await tx.query('SELECT 1 FROM employee WHERE id = $1 FOR NO KEY UPDATE', [employeeId]);
}

const EVENT = `INSERT INTO skp_event (plan_id, seq, action, from_state, to_state, actor_id, chair_id, reason, content, at)
  SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM skp_event WHERE plan_id = $1`;

async function writeEvent(
  tx: Tx,
  by: Acting,
  event: {
    readonly planId: string;
    readonly action: PlanAction | 'akhiri';
    readonly from: PlanState | null;
    readonly to: PlanState;
    readonly reason?: string | undefined;
    readonly content?: unknown;
  },
): Promise<void> {
  await tx.query(EVENT, [
    event.planId,
    event.action,
    event.from,
    event.to,
    by.actorId,
    by.chairId,
    event.reason ?? null,
    event.content === undefined ? null : JSON.stringify(event.content),
    by.at,
  ]);
}

/** What takePlanStep needs to know of a plan. */
export type PlanHead = Pick<Plan, 'id' | 'state' | 'version'>;

const STEP = `UPDATE skp_plan SET state = $3, version = version + 1,
    submitted_at = CASE WHEN $4 = 'ajukan' THEN $5 ELSE submitted_at END,
    decided_by = CASE WHEN $4 IN ('setujui', 'kembalikan') THEN $6::uuid WHEN $4 = 'ganti' THEN decided_by END,
    decided_chair_id = CASE WHEN $4 IN ('setujui', 'kembalikan') THEN $7::uuid WHEN $4 = 'ganti' THEN decided_chair_id END,
    decided_at = CASE WHEN $4 IN ('setujui', 'kembalikan') THEN $5 WHEN $4 = 'ganti' THEN decided_at END
  WHERE id = $1 AND version = $2`;

/**
 * Takes one step of a plan and writes it into its history. The plan is locked and its version was checked.
 * @throws SkpRefused 409 where the step is not allowed in the plan's state
 */
export async function takePlanStep(
  tx: Tx,
  by: Acting,
  plan: PlanHead,
  step: { readonly action: PlanAction; readonly reason?: string | undefined; readonly content?: unknown },
): Promise<void> {
  const edge = planEdge(step.action, plan.state);
  if (!edge) throw wrongState(plan.state);
  const { rowCount } = await tx.query(STEP, [
    plan.id,
    plan.version,
    edge.to,
    step.action,
    by.at,
    by.actorId,
    by.chairId,
  ]);
  if (rowCount !== 1) throw new Error('the plan was locked with this version');
  await writeEvent(tx, by, { ...step, planId: plan.id, from: plan.state, to: edge.to });
}

/** A part of a year: for which chair, and from when until when. */
export interface Part {
  readonly employeeId: string;
  readonly year: number;
  readonly part: number;
  readonly positionId: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

const CREATE = `INSERT INTO skp_plan (id, employee_id, year, ordinal, revision, position_id, from_date, until_date, state, supersedes_id,
    annex, created_at)
  SELECT $1, $2, $3, $4,
    (SELECT coalesce(max(o.revision), 0) + 1 FROM skp_plan o WHERE o.employee_id = $2 AND o.year = $3 AND o.ordinal = $4),
    $5, $6, $7, 'draf', $8, coalesce((SELECT o.annex FROM skp_plan o WHERE o.id = $8), '{}'::jsonb), $9`;

/** Begins a version of a part; an empty one, or one that is to replace another. Returns its id. */
export async function createPlan(tx: Tx, by: Acting, part: Part, supersedes: string | null = null): Promise<string> {
  const id = newId(by.at);
  await tx.query(CREATE, [
    id,
    part.employeeId,
    part.year,
    part.part,
    part.positionId,
    part.from,
    part.until,
    supersedes,
    by.at,
  ]);
  await writeEvent(tx, by, { planId: id, action: 'buat', from: null, to: 'draf' });
  return id;
}

const COPY_TARGETS = `INSERT INTO skp_target (plan_id, employee_id, year, ordinal, kind, result, parent_target_id, origin_id)
  SELECT $2, employee_id, year, ordinal, kind, result, parent_target_id, coalesce(origin_id, id)
  FROM skp_target WHERE plan_id = $1`;
const COPY_INDICATORS = `INSERT INTO skp_indicator (target_id, ordinal, aspect, indicator, target_value, unit_name, due_on, origin_id)
  SELECT n.id, i.ordinal, i.aspect, i.indicator, i.target_value, i.unit_name, i.due_on, coalesce(i.origin_id, i.id)
  FROM skp_target n JOIN skp_target o ON o.plan_id = $1 AND coalesce(o.origin_id, o.id) = n.origin_id
  JOIN skp_indicator i ON i.target_id = o.id WHERE n.plan_id = $2`;
const COPY_BEHAVIOURS = `INSERT INTO skp_behaviour (plan_id, behaviour, expectation)
  SELECT $2, behaviour, expectation FROM skp_behaviour WHERE plan_id = $1`;

/** Begins the next version of what is in force, with all of its content; links and realisations follow the origins. */
export async function revisePlan(tx: Tx, by: Acting, plan: Plan): Promise<string> {
  const id = await createPlan(tx, by, plan, plan.id);
  for (const copy of [COPY_TARGETS, COPY_INDICATORS, COPY_BEHAVIOURS]) await tx.query(copy, [plan.id, id]);
  return id;
}

/** Ends a part on a day: a transfer has given its person another chair. */
export async function endPart(tx: Tx, by: Acting, plan: Plan, last: LocalDate): Promise<void> {
  await tx.query('UPDATE skp_plan SET until_date = $2, version = version + 1 WHERE id = $1', [plan.id, last]);
  const content = { until: last };
  await writeEvent(tx, by, { planId: plan.id, action: 'akhiri', from: plan.state, to: plan.state, content });
}

const ADD_TARGET = `INSERT INTO skp_target (id, plan_id, employee_id, year, ordinal, kind, result, parent_target_id)
  SELECT $1, p.id, p.employee_id, p.year,
    (SELECT coalesce(max(t.ordinal), 0) + 1 FROM skp_target t WHERE t.plan_id = p.id), $3, $4, $5
  FROM skp_plan p WHERE p.id = $2`;
const CHANGE_TARGET = 'UPDATE skp_target SET kind = $2, result = $3, parent_target_id = $4 WHERE id = $1';
const DROP_INDICATORS = 'DELETE FROM skp_indicator WHERE target_id = $1';
const ADD_INDICATORS = `INSERT INTO skp_indicator (target_id, ordinal, aspect, indicator, target_value, unit_name, due_on, origin_id)
  SELECT $1, row_number() OVER (ORDER BY r.place), r.aspect, r.indicator, r.target, r.unit_name, r.due_on, r.origin
  FROM unnest($2::text[], $3::text[], $4::numeric[], $5::text[], $6::date[], $7::uuid[])
    WITH ORDINALITY AS r (aspect, indicator, target, unit_name, due_on, origin, place)`;

/** Adds a planned result with its indicators. Returns its id. */
export async function addTarget(tx: Tx, planId: string, input: TargetInput, at: Date): Promise<string> {
  const id = newId(at);
  await tx.query(ADD_TARGET, [id, planId, input.kind, input.result, input.parentId]);
  await addIndicators(tx, id, input, []);
  return id;
}

/** Writes a planned result anew. Indicators keep where they came from, as far as they came from this result. */
export async function changeTarget(
  tx: Tx,
  target: { readonly id: string; readonly origins: readonly string[] },
  input: TargetInput,
): Promise<void> {
  await tx.query(CHANGE_TARGET, [target.id, input.kind, input.result, input.parentId]);
  await tx.query(DROP_INDICATORS, [target.id]);
  await addIndicators(tx, target.id, input, target.origins);
}

async function addIndicators(tx: Tx, targetId: string, input: TargetInput, origins: readonly string[]): Promise<void> {
  const rows = input.indicators;
  await tx.query(ADD_INDICATORS, [
    targetId,
    rows.map(row => row.aspect),
    rows.map(row => row.indicator),
    rows.map(row => row.target),
    rows.map(row => row.unitName),
    rows.map(row => row.dueOn),
    rows.map(row => (row.origin !== null && origins.includes(row.origin) ? row.origin : null)),
  ]);
}

/** Takes a planned result out of a plan. */
export async function removeTarget(tx: Tx, targetId: string): Promise<void> {
  await tx.query(DROP_INDICATORS, [targetId]);
  await tx.query('DELETE FROM skp_target WHERE id = $1', [targetId]);
}
