import { addDays, localDate, type LocalDate } from '../../domain/local-date.ts';
import {
  isInWork,
  planEdge,
  submitBlockers,
  type PlanAction,
  type SubmitBlocker,
} from '../../domain/skp/plan-state.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { notify } from '../notifications/service.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { paths } from './paths.ts';
import { createPlan, endPart, lockOwner, revisePlan, takePlanStep, type Acting } from './plan-record.ts';
import { plansOfYear, superiorTargets, type Plan } from './plan-queries.ts';
import { changedMeanwhile, conflict, keyReused, SkpRefused, wrongState } from './refusal.ts';

/** What the steps of one's own SKP need. */
export type PlanDeps = Pick<Deps, 'pool' | 'clock' | 'regency'>;

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));
const newYear = (year: number): LocalDate => localDate(`${String(year)}-01-01`);

export const todayIn = (deps: Pick<Deps, 'clock' | 'regency'>): LocalDate => dayIn(deps.regency.zone, deps.clock.now());

/** The day by which a year's chair is found: today, or the first day of a year to come. */
export const dayForYear = (year: number, today: LocalDate): LocalDate => (year > yearOf(today) ? newYear(year) : today);

export const acting = (deps: Pick<Deps, 'clock'>, employeeId: string): Acting => ({
  actorId: employeeId,
  chairId: null,
  at: deps.clock.now(),
});

const SEAT = `SELECT a.position_id, a.from_date FROM assignment a
  WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF' AND a.from_date <= $2 AND (a.last_date IS NULL OR a.last_date >= $2)`;

/** The definitive chair of a person on a day, and since when. */
async function chairOn(
  tx: Tx,
  employeeId: string,
  day: LocalDate,
): Promise<{ readonly positionId: string; readonly since: LocalDate } | undefined> {
  const { rows } = await tx.query<{ position_id: string; from_date: string }>(SEAT, [employeeId, day]);
  return rows[0] && { positionId: rows[0].position_id, since: localDate(rows[0].from_date) };
}

/** A year in which an SKP may be made: the running one or the next. @throws SkpRefused 409 */
export function checkYear(year: number, today: LocalDate): void {
  const running = yearOf(today);
  if (year < running) throw conflict(`Tahun ${String(year)} sudah lewat. SKP tahun itu hanya bisa dilihat`);
  if (year > running + 1) throw conflict(`SKP ${String(year)} belum bisa disusun. Mulai dari ${String(running + 1)}`);
}

/**
 * The version of a person's SKP that takes changes now. There is one in work, or a new one begins: the first of the year, the
 * next revision of what is in force, or, after a transfer, that of the next part of the year (the part before ends the day
 * before the new chair began).
 * @throws SkpRefused 409 while a version waits for the superior, without a chair, or for a year that takes none
 */
export async function planForChange(
  tx: Tx,
  by: Acting,
  employeeId: string,
  year: number,
  today: LocalDate,
): Promise<string> {
  checkYear(year, today);
  const chair = await chairOn(tx, employeeId, dayForYear(year, today));
  if (!chair) throw conflict('Anda belum memegang jabatan, jadi SKP belum bisa disusun. Hubungi pengelola kepegawaian');
  const plans = await plansOfYear(tx, employeeId, year);
  const last = plans.filter(plan => plan.part === Math.max(...plans.map(each => each.part)));
  const [latest] = last;
  const until = localDate(`${String(year)}-12-31`);
  const begun = chair.since > newYear(year) ? chair.since : newYear(year);
  const part = { employeeId, year, positionId: chair.positionId, from: begun, until };
  if (!latest) return createPlan(tx, by, { ...part, part: 1 });
  if (latest.positionId !== chair.positionId && begun > latest.from) {
    for (const plan of last) await endPart(tx, by, plan, addDays(begun, -1));
    return createPlan(tx, by, { ...part, part: latest.part + 1 });
  }
  const inWork = last.find(plan => isInWork(plan.state));
  if (!inWork) return revisePlan(tx, by, latest);
  if (!planEdge('ubah', inWork.state)) throw wrongState(inWork.state);
  return inWork.id;
}

/** Runs an owner's work in one transaction, one at a time per person; a key used for other content is said in words. */
export async function asOwner<Result>(
  deps: PlanDeps,
  employeeId: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    return await transaction(deps.pool, async tx => {
      await lockOwner(tx, employeeId);
      return work(tx);
    });
  } catch (error) {
    if (error instanceof KeyReused) throw keyReused();
    throw error;
  }
}

/** "Ubah SKP": begins the next version of what is in force, once per key. @throws SkpRefused 409 */
export async function beginRevision(
  deps: PlanDeps,
  employeeId: string,
  asked: { readonly year: number; readonly key: string },
): Promise<void> {
  const use = { actorId: employeeId, key: asked.key, hash: requestHash('skp/perubahan', { year: asked.year }) };
  await asOwner(deps, employeeId, tx =>
    once(tx, use, () => planForChange(tx, acting(deps, employeeId), employeeId, asked.year, todayIn(deps))),
  );
}

/** Which of a year's plans a step is for, and the version the page showed. */
export interface OwnStep {
  readonly year: number;
  /** Null where the form does not say: the latest part. */
  readonly part: number | null;
  readonly version: number;
}

async function planInWork(tx: Tx, employeeId: string, step: OwnStep): Promise<Plan> {
  const plans = await plansOfYear(tx, employeeId, step.year);
  const of = plans.filter(plan => step.part === null || plan.part === step.part);
  const plan = of.findLast(each => isInWork(each.state)) ?? of.at(-1);
  if (!plan) throw conflict(`Belum ada SKP ${String(step.year)}. Tambah rencana hasil kerja dulu`);
  return plan;
}

const BLOCKED: Readonly<Record<SubmitBlocker, string>> = {
  'no-main-result': 'Tambah paling sedikit 1 rencana hasil kerja utama, lalu ajukan',
  'indicator-missing': 'Tambah paling sedikit 1 indikator untuk setiap rencana hasil kerja, lalu ajukan',
};

/** What happened: who is to decide now. */
export interface Submitted {
  readonly superiors: readonly string[];
}

/**
 * Sends a plan to the superior, who is told.
 * @throws SkpRefused 409 where it lacks something, is in another state, or was changed meanwhile
 */
export async function submitPlan(deps: PlanDeps, employeeId: string, step: OwnStep): Promise<Submitted> {
  return asOwner(deps, employeeId, async tx => {
    const plan = await planInWork(tx, employeeId, step);
    if (!planEdge('ajukan', plan.state)) throw wrongState(plan.state);
    if (plan.version !== step.version) throw changedMeanwhile();
    const [blocker] = submitBlockers(plan.targets.map(t => ({ kind: t.kind, indicators: t.indicators.length })));
    if (blocker) throw conflict(BLOCKED[blocker]);
    const by = acting(deps, employeeId);
    await takePlanStep(tx, by, plan, { action: 'ajukan', content: contentOf(plan) });
    const day = todayIn(deps);
    const above = await superiorTargets(tx, { positionId: plan.positionId, employeeId, day, year: step.year });
    const { rows } = await tx.query<{ name: string }>(
      `SELECT ${fullNameOf('e')} AS name FROM employee e WHERE e.id = $1`,
      [employeeId],
    );
    const notices = above.employeeIds.map(superior => ({
      employeeId: superior,
      kind: 'skp' as const,
      text: `${rows[0]?.name ?? 'Bawahan Anda'} mengajukan SKP ${String(step.year)}. Periksa, lalu putuskan.`,
      href: paths.planBelow(plan.id),
      dedupe: `skp-ajukan ${plan.id} ${String(plan.version)}`,
    }));
    await notify(tx, notices, by.at);
    return { superiors: above.names };
  });
}

/** What a submission said, kept in its history. */
const contentOf = (plan: Plan): unknown => ({
  targets: plan.targets.map(({ kind, result, parentId, indicators }) => ({ kind, result, parentId, indicators })),
});

/**
 * Takes a submitted plan back, or drops a change that was begun.
 * @throws SkpRefused 409 in another state, for the only version of a part, or where it was changed meanwhile
 */
export async function takeOwnStep(
  deps: PlanDeps,
  employeeId: string,
  action: Extract<PlanAction, 'tarik' | 'batal'>,
  step: OwnStep,
): Promise<void> {
  await asOwner(deps, employeeId, async tx => {
    const plan = await planInWork(tx, employeeId, step);
    if (!planEdge(action, plan.state)) throw wrongState(plan.state);
    if (plan.version !== step.version) throw changedMeanwhile();
    if (action === 'batal') await refuseLoss(tx, plan);
    await takePlanStep(tx, acting(deps, employeeId), plan, { action });
  });
}

/** A change may be dropped where something else is in force, and no entry is tied to what it alone has. */
async function refuseLoss(tx: Tx, plan: Plan): Promise<void> {
  const { rows } = await tx.query<{ in_force: boolean; linked: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM skp_plan o WHERE o.employee_id = $2 AND o.year = $3 AND o.ordinal = $4 AND o.state = 'disetujui')
       AS in_force,
     EXISTS (SELECT 1 FROM activity a JOIN skp_target t ON t.id = a.target_id WHERE a.employee_id = $2 AND t.plan_id = $1
             AND t.origin_id IS NULL) AS linked`,
    [plan.id, plan.employeeId, plan.year, plan.part],
  );
  if (!rows[0]?.in_force) throw conflict('Belum ada SKP yang disetujui. Ubah atau hapus rencana yang tidak dipakai');
  if (rows[0].linked)
    throw new SkpRefused(409, [
      {
        field: '',
        message: 'Ada kegiatan yang terhubung ke rencana baru ini. Lepaskan hubungannya dulu di Kegiatan harian',
      },
    ]);
}
