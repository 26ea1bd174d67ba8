import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import { ownPeriod } from '../../domain/payroll/pay-period.ts';
import type { PeriodState, RunAction, RunState } from '../../domain/payroll/run-lifecycle.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { tellAdjusted } from '../adjustments/notice.ts';
import { deriveBeforeClose } from '../attendance/derive.ts';
import { BUILD_FILE, COMPUTE_RUN, enqueue } from '../jobs/queue.ts';
import { regulationOn } from '../policies/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { mayApprove, mayClose, mayPay } from './access.ts';
import { refuseTooEarly } from './approval-check.ts';
import { askersOf } from './approval-queries.ts';
import type { PayrollUnit } from './queries.ts';
import { mayCloseEmpty, NOBODY_PAID } from './empty-roster.ts';
import { lackingCounts } from './readiness-counts.ts';
import { lackingInWords, NOBODY, readinessByUnit } from './readiness.ts';
import { ASKED_YOURSELF, RunRefused } from './refusal.ts';
import { applyRunStep, recordStep } from './run-record.ts';
import { judge, type LockedRun, stepOf } from './run-step.ts';
import { tellSpecialPay } from './special-notice.ts';
import { waitingDiscard } from './discard-queries.ts';

/** A run, and the job that takes it further. */
export interface Started {
  readonly runId: string;
  readonly jobId: string;
}

const ENSURE_PERIOD = `INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES ($1, 'TPP', $2) ON CONFLICT DO NOTHING`;
/** Waits for those who are changing entries of the period and lets nobody else begin (docs/adr/0011-runs-are-appended.md). */
const BAR_GATE = 'SELECT pg_advisory_xact_lock(takar_period_gate($1::date, $2::uuid))';
const LOCK_PERIOD = `SELECT revision FROM payroll_period WHERE month = $1 AND kind = 'TPP' AND payroll_unit_id = $2 FOR UPDATE`;
const SHUT_PERIOD = `UPDATE payroll_period SET open = false WHERE month = $1 AND kind = 'TPP' AND payroll_unit_id = $2`;
const LIVING = `SELECT state FROM payroll_run
  WHERE month = $1 AND kind = 'TPP' AND payroll_unit_id = $2 AND state <> 'DIBATALKAN'`;
const NEW_RUN = `INSERT INTO payroll_run (month, kind, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
  VALUES ($1, 'TPP', $2, $3, 'DITUTUP', $4, $5, $6) RETURNING id`;

/** The month a close is about is over in the regency's zone. */
export const monthOver = ({ clock, regency }: Pick<Deps, 'clock' | 'regency'>, month: Month): boolean =>
  monthIn(regency.zone, clock.now()) > month;

/**
 * Closes a unit's month (rulings.md 17 and 18; docs/architecture.md "A month's close"): from here on no entry of the
 * month changes, and the queued job computes. The row of the period is held FOR UPDATE, so every entry written before
 * is in the run and every later one is refused. The same key by the same person gives the first result again.
 * @throws RunRefused with the reason (running month, already closed, no right, facts missing with the persons named)
 * @throws KeyReused when the key was used for another month or unit
 */
export async function closeMonth(
  deps: Deps,
  actor: Actor,
  month: Month,
  unit: PayrollUnit,
  key: string,
): Promise<Started> {
  const hash = requestHash('payroll-runs.close', { month, unit: unit.id });
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash };
    return (await once(tx, use, () => closeIn(deps, tx, actor, month, unit))).result;
  });
}

/** Closes within the caller's transaction; see `closeMonth`. */
export async function closeIn(deps: Deps, tx: Tx, actor: Actor, month: Month, unit: PayrollUnit): Promise<Started> {
  const period = [firstDay(month), unit.id];
  await tx.query(BAR_GATE, period);
  await tx.query(ENSURE_PERIOD, period);
  const locked = await tx.query<{ revision: number }>(LOCK_PERIOD, period);
  const living = await tx.query<{ state: RunState }>(LIVING, period);
  const state: PeriodState = living.rows[0]?.state ?? 'TERBUKA';
  const facts = { state, monthOver: monthOver(deps, month), actorClosed: false, mayAct: mayClose(actor, unit.id) };
  judge('tutup', facts, { ...ownPeriod(month), special: null });
  await deriveBeforeClose(tx, deps, month, unit.id);
  const regulationId = await completeUnder(tx, month, unit);
  const at = deps.clock.now();
  await tx.query(SHUT_PERIOD, period);
  const revision = locked.rows[0]!.revision;
  const made = await tx.query<{ id: string }>(NEW_RUN, [...period, revision, regulationId, actor.employeeId, at]);
  const runId = made.rows[0]!.id;
  await recordStep(tx, {
    runId,
    action: 'tutup',
    from: 'TERBUKA',
    to: 'DITUTUP',
    version: 0,
    actorId: actor.employeeId,
    at,
  });
  return { runId, jobId: await computeLater(tx, runId, actor.employeeId, unit.id) };
}

const NOBODY_LACKS = { people: 0, lacking: 0 };

/** The id of the regulation to compute under. @throws RunRefused when there is none, or persons lack facts for it */
async function completeUnder(tx: Tx, month: Month, unit: PayrollUnit): Promise<string> {
  const inForce = await regulationOn(tx, firstDay(month));
  if (!inForce) throw new RunRefused(['facts-missing'], 'Belum ada peraturan TPP yang berlaku untuk bulan ini.');
  const { people, lacking } = (await lackingCounts(tx, month, inForce, [unit.id])).get(unit.id) ?? NOBODY_LACKS;
  if (people === 0 && !(await mayCloseEmpty(tx, month, unit.id))) throw new RunRefused(['facts-missing'], NOBODY_PAID);
  if (lacking > 0) {
    const readiness = (await readinessByUnit(tx, month, inForce, unit.id)).get(unit.id) ?? NOBODY;
    const named = lackingInWords(readiness.lacking);
    throw new RunRefused(
      ['facts-missing'],
      `Data TPP belum lengkap untuk ${String(readiness.lacking.length)} pegawai: ${named}.`,
    );
  }
  return inForce.id;
}

/**
 * Has a step of a run at most once per person and key, as `closeMonth` does; the command line has no key.
 * @throws KeyReused when the key was used for another run, step or version
 */
async function onceFor(
  tx: Tx,
  actor: Actor,
  key: string | undefined,
  content: Readonly<{ step: RunAction; runId: string; version: number | undefined }>,
  effect: () => Promise<Started>,
): Promise<Started> {
  if (key === undefined) return effect();
  const use = { actorId: actor.employeeId, key, hash: requestHash('payroll-runs.step', content) };
  return (await once(tx, use, effect)).result;
}

/**
 * Approves a computed run: another person than the one who closed it. The queued job builds the payroll file.
 * @param version the run's version on the page that was read; absent on the command line
 * @param key the key of the form: the same one by the same person gives the first result again
 * @throws RunRefused, RunChanged, KeyReused
 */
export async function approveRun(
  deps: Deps,
  actor: Actor,
  runId: string,
  version?: number,
  key?: string,
): Promise<Started> {
  return transaction(deps.pool, tx =>
    onceFor(tx, actor, key, { step: 'setujui', runId, version }, () => approveIn(deps, tx, actor, runId, version)),
  );
}

/** Approves within the caller's transaction; see `approveRun`. */
export async function approveIn(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  runId: string,
  version: number | undefined,
): Promise<Started> {
  const run = await stepOf(tx, runId, 'setujui', actor, version, mayApprove);
  const at = deps.clock.now();
  await anotherHand(tx, deps, actor, run, at);
  if (await waitingDiscard(tx, run.id))
    throw new RunRefused(['wrong-state'], 'Pembatalan periode ini sedang diajukan. Putuskan dulu pembatalannya.');
  await refuseTooEarly(tx, deps, run);
  const step = { runId, action: 'setujui', from: run.state, to: 'DISETUJUI', version: run.version } as const;
  await applyRunStep(
    tx,
    { ...step, actorId: actor.employeeId, at },
    { approved_by: actor.employeeId, approved_at: at },
  );
  await tellAdjusted(tx, runId, at);
  if (run.label !== null)
    await tellSpecialPay(tx, { id: runId, month: monthOf(run.month), kind: run.kind, label: run.label }, at);
  const job = {
    kind: BUILD_FILE,
    payload: { runId },
    createdBy: actor.employeeId,
    payrollUnitId: run.payroll_unit_id,
  } as const;
  return { runId, jobId: await enqueue(tx, job) };
}

/**
 * Who closed and who approves are two persons, and neither opened the other's account (docs/adr/0015-rights.md). The same
 * holds for whoever asked for an old month that the run carries: that alone may pay somebody whom two persons left out.
 */
async function anotherHand(tx: Tx, deps: Deps, actor: Actor, run: LockedRun, now: Date): Promise<void> {
  const askers = await askersOf(tx, run.id);
  if (askers.includes(actor.employeeId)) throw new RunRefused(['same-person'], ASKED_YOURSELF);
  const second = { actorId: actor.employeeId, beganBy: [run.closed_by, ...askers] };
  await refuseOneHand(tx, second, { now, zone: deps.regency.zone }).catch((error: unknown) => {
    throw error instanceof Conflict ? new RunRefused(['same-person'], error.reason) : error;
  });
}

/** Number and day of the payment, as the finance office enters them. */
export interface Payment {
  readonly number: string;
  readonly date: LocalDate;
}

/**
 * Enters that an approved run has been paid. The day lies between the approval and today.
 * @throws RunRefused, RunChanged
 */
export async function payRun(
  deps: Deps,
  actor: Actor,
  runId: string,
  payment: Payment,
  version?: number,
): Promise<void> {
  if (payment.date > dayIn(deps.regency.zone, deps.clock.now())) {
    throw new RunRefused(['wrong-state'], 'Tanggal pembayaran belum tiba. Isi setelah uangnya keluar.');
  }
  await transaction(deps.pool, async tx => {
    const run = await stepOf(tx, runId, 'bayar', actor, version, mayPay);
    if (run.approved_at && payment.date < dayIn(deps.regency.zone, run.approved_at))
      throw new RunRefused(['wrong-state'], 'Tanggal pembayaran lebih awal dari persetujuan. Periksa tanggalnya.');
    const step = { runId, action: 'bayar', from: run.state, to: 'DIBAYAR', version: run.version } as const;
    const set = { payment_number: payment.number, payment_date: payment.date };
    await applyRunStep(tx, { ...step, actorId: actor.employeeId, at: deps.clock.now(), note: payment.number }, set);
  });
}

/**
 * Computes a failed run again, after what it lacked was repaired.
 * @throws RunRefused, RunChanged, KeyReused
 */
export async function retryRun(
  deps: Deps,
  actor: Actor,
  runId: string,
  version?: number,
  key?: string,
): Promise<Started> {
  return transaction(deps.pool, tx =>
    onceFor(tx, actor, key, { step: 'ulangi', runId, version }, async () => {
      const run = await stepOf(tx, runId, 'ulangi', actor, version, mayClose);
      const step = { runId, action: 'ulangi', from: run.state, to: 'DITUTUP', version: run.version } as const;
      await applyRunStep(tx, { ...step, actorId: actor.employeeId, at: deps.clock.now() }, { failure: null });
      return { runId, jobId: await computeLater(tx, runId, actor.employeeId, run.payroll_unit_id) };
    }),
  );
}

function computeLater(tx: Tx, runId: string, createdBy: string, payrollUnitId: string): Promise<string> {
  return enqueue(tx, { kind: COMPUTE_RUN, payload: { runId }, createdBy, payrollUnitId });
}
