import { randomUUID } from 'node:crypto';
import { addMonths, type Month } from '../../src/domain/month.ts';
import type { PayPeriod } from '../../src/domain/payroll/pay-period.ts';
import { localDate } from '../../src/domain/local-date.ts';
import { payrollUnits, type PayrollUnit } from '../../src/features/payroll-runs/queries.ts';
import { approveRun } from '../../src/features/payroll-runs/service.ts';
import { computeSpecial } from '../../src/features/payroll-runs/special-run.ts';
import { specialById } from '../../src/features/special-payments/queries.ts';
import { answerSpecial, proposeSpecial } from '../../src/features/special-payments/service.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import type { Deps } from '../../src/platform/deps.ts';
import type { Actor } from '../../src/platform/web/actor.ts';
import { loadActor } from '../../src/platform/web/load-actor.ts';
import type { Cast } from './cast.ts';

/** A special payment of the demo: September 2026 is its approved month, November the month in which it is paid. */
export const THR: PayPeriod = { month: '2026-11' as Month, kind: 'THR' };
export const BASE_MONTH: Month = addMonths(THR.month, -2);

/** The two of the personnel office, as they would act on a page. */
export async function twoOfPersonnel(deps: Deps, cast: Cast): Promise<readonly [Actor, Actor]> {
  const first = await loadActor(deps, cast.kepegawaian1.accountId);
  const second = await loadActor(deps, cast.kepegawaian2.accountId);
  if (!first || !second) throw new Error('the demo lacks its personnel office');
  return [first, second];
}

/** Terms asked for by the first and confirmed by the second. @returns the id of the special payment */
export async function termsInForce(
  deps: Deps,
  [first, second]: readonly [Actor, Actor],
  period: PayPeriod = THR,
  baseMonth: Month = BASE_MONTH,
): Promise<string> {
  const id = await proposeSpecial(deps, first, {
    kind: period.kind,
    baseMonth,
    payMonth: period.month,
    decree: 'Keputusan Bupati Contoh 45/2026',
    decreeDate: localDate('2026-11-02'),
    key: randomUUID(),
  });
  const { version } = (await specialById(deps.pool, id))!;
  await answerSpecial(deps, second, { id, version, note: null }, 'sahkan');
  return id;
}

/** Computes a special payment of a unit, as its first person. @returns the run */
export async function computedSpecial(
  deps: Deps,
  [first]: readonly [Actor, Actor],
  unit: PayrollUnit,
  period: PayPeriod = THR,
): Promise<string> {
  const { runId, jobId } = await computeSpecial(deps, first, period, unit, randomUUID());
  const { state, error } = await runJob(deps, jobId);
  if (state !== 'selesai') throw new Error(`${unit.code} was not computed: ${error ?? ''}`);
  return runId;
}

/** The same, approved by the second; the job of its payroll file is run, too. */
export async function approvedSpecial(
  deps: Deps,
  two: readonly [Actor, Actor],
  unit: PayrollUnit,
  period: PayPeriod = THR,
): Promise<string> {
  const runId = await computedSpecial(deps, two, unit, period);
  const { jobId } = await approveRun(deps, two[1], runId);
  await runJob(deps, jobId);
  return runId;
}

/** A unit of the demo by its code, the first one where none is named. */
export async function demoUnit(deps: Deps, code?: string): Promise<PayrollUnit> {
  const [unit] = await payrollUnits(deps.pool, null, code);
  if (!unit) throw new Error(`the demo has no unit ${code ?? ''}`);
  return unit;
}
