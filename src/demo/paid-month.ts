import { workdays } from '../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../domain/local-date.ts';
import { addMonths, type Month } from '../domain/month.ts';
import { approveRun, closeMonth, payRun } from '../features/payroll-runs/service.ts';
import { PRINT_PAPERS } from '../features/jobs/queue.ts';
import { runJob } from '../jobs/run-job.ts';
import { instantOf, runningClock } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import type { Deps } from '../platform/deps.ts';
import { createLog } from '../platform/log.ts';
import type { Actor } from '../platform/web/actor.ts';
import { loadActor } from '../platform/web/load-actor.ts';
import type { CastKey } from './cast.ts';
import { nestedPool } from './nested-pool.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { PlannedPayrollUnit, Regency } from './regency.ts';
import { DEMO_NAMES } from './settings.ts';
import { ZONE } from './zone.ts';

/** What a month's close and its jobs use of Deps. */
type PayrollDeps = Pick<Deps, 'pool' | 'clock' | 'regency' | 'log'>;

const NINE = 9 * 60;

/**
 * Closes, computes, approves and pays a month of every unit through the product's own services, on working days of the
 * month after it: closed by one of the personnel office on the fourth, approved by the other on the fifth, paid by the
 * finance office on the seventh.
 */
export async function payMonth(
  tx: Tx,
  regency: Regency,
  month: Month,
  holidays: ReadonlyMap<LocalDate, string>,
): Promise<void> {
  const days = workdays(addMonths(month, 1), 5, holidays);
  const [closing, approving, paying] = [days[3]!, days[4]!, days[6]!];
  const closer = await officeOn(tx, regency, closing, 'kepegawaian1');
  const approver = await officeOn(tx, regency, approving, 'kepegawaian2');
  const payer = await officeOn(tx, regency, paying, 'keuangan1');
  const random = randomFrom(`close ${month}`);
  let number = 0;
  for (const unit of regency.payrollUnits) {
    number += 1;
    const key = idAt(random, closer.deps.clock.now());
    const closed = await closeMonth(closer.deps, closer.actor, month, unit, key);
    await seeThrough(closer.deps, closed.jobId, unit);
    const approved = await approveRun(approver.deps, approver.actor, closed.runId);
    await seeThrough(approver.deps, approved.jobId, unit);
    const payment = { number: `${String(number).padStart(4, '0')}/SP2D-CONTOH/${month}`, date: paying };
    await payRun(payer.deps, payer.actor, closed.runId, payment);
  }
  // Nobody waits for the demo's papers: they are printed when somebody asks, and a start stays quick.
  await tx.query("DELETE FROM job WHERE kind = $1 AND state = 'antre'", [PRINT_PAPERS]);
}

/** One of the cast at work at nine o'clock of a day. */
async function officeOn(
  tx: Tx,
  regency: Regency,
  day: LocalDate,
  key: CastKey,
): Promise<{ readonly deps: Deps; readonly actor: Actor }> {
  const today = runningClock(0);
  const used: PayrollDeps = {
    pool: nestedPool(tx),
    clock: { now: () => instantOf(ZONE, day, NINE), real: () => today.real() },
    regency: { zone: ZONE, ...DEMO_NAMES, demo: true },
    log: createLog('silent'),
  };
  const deps = used as Deps;
  const { person } = seated(regency).find(each => each.person.cast === key)!;
  const actor = await loadActor(deps, person.accountId);
  if (!actor) throw new Error(`the demo lacks ${key}`);
  return { deps, actor };
}

async function seeThrough(deps: Deps, jobId: string, unit: PlannedPayrollUnit): Promise<void> {
  const job = await runJob(deps, jobId);
  if (job.state !== 'selesai') throw new Error(`the demo's month of ${unit.code} failed: ${String(job.error)}`);
}
