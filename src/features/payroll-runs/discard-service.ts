import { monthInWords, monthOf } from '../../domain/month.ts';
import { isSpecial, periodText, periodWords, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { notify } from '../notifications/service.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { mayApprove, mayClose } from './access.ts';
import { waitingDiscard, type Discard } from './discard-queries.ts';
import { officersOf } from './officers.ts';
import { discardPath, periodsPath, SPECIALS_PATH } from './paths.ts';
import type { PayrollUnit } from './queries.ts';
import { applyRunStep } from './run-record.ts';
import { stepOf, type LockedRun } from './run-step.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** What a second person answers to a request, or its own asker by taking it back. */
export type DiscardAnswer = 'batalkan' | 'lanjutkan' | 'tarik';

const NEW = 'INSERT INTO run_discard (run_id, reason, asked_by, asked_at) VALUES ($1, $2, $3, $4) RETURNING id';
const ANSWER = `UPDATE run_discard SET state = $3, decided_by = $4, decided_at = $5, version = version + 1
  WHERE id = $1 AND version = $2 AND state = 'diajukan'`;
const PERIOD_OF = `SELECT p.month, p.payroll_unit_id FROM payroll_run r
  JOIN payroll_period p ON p.month = r.month AND p.kind = r.kind AND p.payroll_unit_id = r.payroll_unit_id
  WHERE r.id = $1 FOR UPDATE OF p`;
const REOPEN = `UPDATE payroll_period SET open = true, revision = revision + 1
  WHERE month = $1 AND kind = $2 AND payroll_unit_id = $3`;
const TAKEN = 'SELECT employee_id AS id FROM payroll_input WHERE run_id = $1 AND excluded IS NULL';
const CHANGED = 'Permintaan ini sudah diputuskan orang lain. Muat ulang halaman untuk melihat keadaannya sekarang.';

/**
 * Asks for a run to be discarded before its approval (rulings.md 17); it goes on until another person confirms.
 * @throws Conflict when the run is approved already, when a request waits, or without the right to close
 * @throws KeyReused when the key was used for something else
 */
export async function askDiscard(
  deps: Needs,
  actor: Actor,
  of: { readonly runId: string; readonly unit: PayrollUnit; readonly reason: string; readonly key: string },
): Promise<string> {
  const hash = requestHash('payroll-runs.discard', { runId: of.runId, reason: of.reason });
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key: of.key, hash };
    const { result } = await once(tx, use, () => ask(deps, tx, actor, of));
    return result.discardId;
  });
}

async function ask(
  deps: Needs,
  tx: Tx,
  actor: Actor,
  { runId, unit, reason }: Parameters<typeof askDiscard>[2],
): Promise<{ discardId: string }> {
  const run = await stepOf(tx, runId, 'batalkan', actor, undefined, mayClose);
  if (await waitingDiscard(tx, runId))
    throw new Conflict('Pembatalan periode ini sudah diajukan. Tunggu keputusannya.');
  const at = deps.clock.now();
  const discardId = (await tx.query<{ id: string }>(NEW, [runId, reason, actor.employeeId, at])).rows[0]!.id;
  await trail(tx, 'periode.ajukan_batal', runId, actor, at, reason);
  const period = periodFrom(run);
  const officers = await officersOf(tx, ['kepegawaian'], unit.id, dayIn(deps.regency.zone, at));
  await notify(
    tx,
    officers
      .filter(id => id !== actor.employeeId)
      .map(employeeId => ({
        employeeId,
        kind: 'data' as const,
        text: `${actor.name} mengajukan pembatalan ${period.words}, ${unit.name}. Orang kedua yang memutuskan.`,
        href: discardPath(periodText(period), unit.code),
        dedupe: `batal:${discardId}`,
      })),
    at,
  );
  return { discardId };
}

/**
 * Answers a request. `batalkan` ends the run and opens the month again under the next revision; `lanjutkan` leaves the run
 * as it is; both by another person of the personnel office. `tarik` is the asker's own way back.
 * @throws NotFound without such a request; Conflict when it was answered, or where one hand holds both accounts
 */
export async function answerDiscard(
  deps: Needs,
  actor: Actor,
  of: { readonly runId: string; readonly unit: PayrollUnit; readonly answer: DiscardAnswer; readonly version: number },
): Promise<void> {
  await transaction(deps.pool, async tx => {
    // The lock of the period first, as the close takes it.
    await tx.query(PERIOD_OF, [of.runId]);
    const mayAct = of.answer === 'tarik' ? mayClose : (who: Actor): boolean => mayApprove(who);
    const run = await stepOf(tx, of.runId, 'batalkan', actor, undefined, mayAct);
    const request = await waitingDiscard(tx, of.runId);
    if (!request) throw new NotFound('discard');
    if (request.version !== of.version) throw new Conflict(CHANGED);
    const at = deps.clock.now();
    await refuseWrongPerson(tx, deps, actor, request, of.answer, at);
    const state = of.answer === 'batalkan' ? 'dibatalkan' : of.answer === 'lanjutkan' ? 'dilanjutkan' : 'ditarik';
    await tx.query(ANSWER, [request.id, request.version, state, actor.employeeId, at]);
    if (of.answer === 'batalkan') await discard(deps, tx, actor, run, request, of.unit, at);
    else await trail(tx, `periode.${of.answer}_batal`, of.runId, actor, at);
  });
}

async function refuseWrongPerson(
  tx: Tx,
  { regency }: Needs,
  actor: Actor,
  { askedBy }: Discard,
  answer: DiscardAnswer,
  now: Date,
): Promise<void> {
  const own = askedBy === actor.employeeId;
  if (answer === 'tarik') {
    if (!own) throw new Conflict('Permintaan ini ditarik oleh orang yang mengajukannya.');
    return;
  }
  if (own) throw new Conflict('Anda yang mengajukan pembatalan ini. Orang lain yang memutuskannya.');
  await refuseOneHand(tx, { actorId: actor.employeeId, beganBy: [askedBy] }, { now, zone: regency.zone });
}

async function discard(
  deps: Needs,
  tx: Tx,
  actor: Actor,
  run: LockedRun,
  { reason }: Discard,
  unit: PayrollUnit,
  at: Date,
): Promise<void> {
  const step = { runId: run.id, action: 'batalkan', from: run.state, to: 'DIBATALKAN', version: run.version } as const;
  await applyRunStep(tx, { ...step, actorId: actor.employeeId, at, note: reason });
  await tx.query(REOPEN, [run.month, run.kind, run.payroll_unit_id]);
  await tell(deps, tx, run, unit, at);
}

/** The period of a run with its words. */
function periodFrom({ month, kind, label }: LockedRun): PayPeriod & { readonly words: string } {
  const period = { month: monthOf(month), kind };
  return { ...period, words: periodWords(period, label ?? undefined) };
}

/** Whoever had an amount learns that it is gone; whoever looks after the unit, that it is open again. */
async function tell(deps: Needs, tx: Tx, run: LockedRun, unit: PayrollUnit, at: Date): Promise<void> {
  const period = periodFrom(run);
  const { month, words } = period;
  const people = (await tx.query<{ id: string }>(TAKEN, [run.id])).rows;
  const officers = await officersOf(tx, ['kepegawaian', 'pengelola'], unit.id, dayIn(deps.regency.zone, at));
  const about = { kind: 'data' as const, dedupe: `dibatalkan:${run.id}` };
  const staff = people
    .filter(({ id }) => !officers.includes(id))
    .map(({ id }) => ({
      ...about,
      employeeId: id,
      text: `Perhitungan ${words} dibatalkan sebelum disetujui, dan akan dihitung ulang.`,
      href: `/laporan/tpp-saya?bulan=${periodText(period)}`,
    }));
  const desk = officers.map(employeeId => ({
    ...about,
    employeeId,
    text: isSpecial(period)
      ? `Perhitungan ${words}, ${unit.name}, dibatalkan dan dapat dihitung lagi.`
      : `Perhitungan TPP ${unit.name} ${monthInWords(month)} dibatalkan. Periodenya terbuka lagi.`,
    href: isSpecial(period) ? SPECIALS_PATH : periodsPath(month),
  }));
  await notify(tx, [...staff, ...desk], at);
}

const trail = (tx: Tx, action: string, runId: string, actor: Actor, at: Date, reason?: string): Promise<void> =>
  audit(tx, {
    at,
    actorId: actor.employeeId,
    action,
    objectType: 'payroll_run',
    objectId: runId,
    ...(reason === undefined ? {} : { reason }),
  });
