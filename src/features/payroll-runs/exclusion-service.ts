import { firstDay } from '../../domain/month.ts';
import { isSpecial, periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { whileOpen } from '../../platform/database/open-month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { notify } from '../notifications/service.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { mayApprove } from './access.ts';
import type { ExclusionState } from './exclusion-queries.ts';
import { officersOf } from './officers.ts';
import { exclusionPath } from './paths.ts';
import { wordsOf, type PayrollUnit, type Period } from './queries.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** `sahkan` and `tolak` by a second person, `tarik` by whoever asked, `cabut` ends one that counts. */
export type ExclusionAnswer = 'sahkan' | 'tolak' | 'tarik' | 'cabut';

/** Which month of which unit, or which special payment in it. */
export interface ExclusionPlace extends PayPeriod, Pick<Period, 'special'> {
  readonly unit: PayrollUnit;
}

const NEW = `INSERT INTO payroll_exclusion (month, kind, payroll_unit_id, employee_id, reason, asked_by, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`;
/* The terms of a special payment, held so that nobody takes them back meanwhile: an exclusion would outlive them. */
const HOLD_TERMS = `SELECT 1 FROM special_payment WHERE pay_month = $1 AND kind = $2 AND state = 'berlaku' FOR SHARE`;
const LOCKED = `SELECT x.id, x.employee_id, x.asked_by, x.state, x.version, x.reason FROM payroll_exclusion x
  WHERE x.id = $1 AND x.month = $2 AND x.kind = $3 AND x.payroll_unit_id = $4 FOR UPDATE`;
const DECIDE = `UPDATE payroll_exclusion SET state = $2, decided_by = $3, decided_at = $4, version = version + 1 WHERE id = $1`;
const END = `UPDATE payroll_exclusion SET state = 'dicabut', ended_by = $2, ended_at = $3, version = version + 1 WHERE id = $1`;

const CLOSED = 'Periode ini sudah ditutup atau dihitung. Siapa yang dihitung tidak bisa diubah lagi.';
const ENDED = 'Ketentuan pembayaran ini sudah dicabut.';
const OWN = 'Perhitungan Anda sendiri diputuskan oleh orang lain.';
const NEXT: Readonly<Record<ExclusionAnswer, ExclusionState>> = {
  sahkan: 'berlaku',
  tolak: 'ditolak',
  tarik: 'ditarik',
  cabut: 'dicabut',
};

/**
 * Asks for a person to be left out of a unit's month, with a reason (rulings.md 18); counts once another person confirms.
 * That the person is on the unit's roster is the caller's to see.
 * @throws Conflict for oneself, a closed month, ended terms, or a person about whom a request waits or counts already
 * @throws KeyReused when the key was used for something else
 */
export async function askExclusion(
  deps: Needs,
  actor: Actor,
  place: ExclusionPlace,
  of: { readonly employeeId: string; readonly name: string; readonly reason: string; readonly key: string },
): Promise<void> {
  const { month, kind, unit } = place;
  const { employeeId, name, reason, key } = of;
  if (employeeId === actor.employeeId) throw new Conflict(OWN);
  const hash = requestHash('payroll-runs.exclude', { month, kind, unit: unit.id, employeeId, reason });
  await inOpenMonth(deps, async tx => {
    await once(tx, { actorId: actor.employeeId, key, hash }, async () => {
      if (isSpecial(place) && (await tx.query(HOLD_TERMS, [firstDay(month), kind])).rowCount === 0)
        throw new Conflict(ENDED);
      const at = deps.clock.now();
      const made = await tx.query<{ id: string }>(NEW, [
        firstDay(month),
        kind,
        unit.id,
        employeeId,
        reason,
        actor.employeeId,
        at,
      ]);
      const id = made.rows[0]?.id;
      if (id === undefined) throw new Conflict(`${name} sudah dikecualikan atau sedang diajukan.`);
      await trail(tx, 'periode.ajukan_kecuali', id, actor, at, {
        reason,
        after: { employeeId, month: periodText(place), unit: unit.code },
      });
      await tellSecond(deps, tx, actor, place, { id, name, employeeId }, at);
      return { exclusionId: id };
    });
  });
}

async function tellSecond(
  { regency }: Needs,
  tx: Tx,
  actor: Actor,
  place: ExclusionPlace,
  { id, name, employeeId }: { readonly id: string; readonly name: string; readonly employeeId: string },
  at: Date,
): Promise<void> {
  const officers = await officersOf(tx, ['kepegawaian'], place.unit.id, dayIn(regency.zone, at));
  const notices = officers
    .filter(officer => officer !== actor.employeeId && officer !== employeeId)
    .map(officer => ({
      employeeId: officer,
      kind: 'data' as const,
      text: `${actor.name} mengajukan ${name} tidak dihitung dalam ${wordsOf(place)}. Orang kedua yang mengesahkan.`,
      href: exclusionPath(periodText(place), place.unit.code),
      dedupe: `kecuali:${id}`,
    }));
  await notify(tx, notices, at);
}

interface Locked extends Record<string, unknown> {
  readonly id: string;
  readonly employee_id: string;
  readonly asked_by: string;
  readonly state: ExclusionState;
  readonly version: number;
  readonly reason: string;
}

/**
 * Answers a request, or ends an exclusion while the month is open. The person it is about is told what counts.
 * @throws NotFound where this unit's month has no such request; Conflict when it was answered, by the wrong person, or closed
 */
export async function answerExclusion(
  deps: Needs,
  actor: Actor,
  place: ExclusionPlace,
  of: { readonly id: string; readonly answer: ExclusionAnswer; readonly version: number },
): Promise<void> {
  await inOpenMonth(deps, async tx => {
    const { rows } = await tx.query<Locked>(LOCKED, [of.id, firstDay(place.month), place.kind, place.unit.id]);
    const request = rows[0];
    if (!request) throw new NotFound('exclusion');
    const expected = of.answer === 'cabut' ? 'berlaku' : 'diajukan';
    if (request.version !== of.version || request.state !== expected)
      throw new Conflict('Permintaan ini sudah diubah orang lain. Lihat keadaannya sekarang.');
    const at = deps.clock.now();
    await refuseWrongPerson(tx, deps, actor, request, of.answer, at);
    if (of.answer === 'cabut') await tx.query(END, [request.id, actor.employeeId, at]);
    else await tx.query(DECIDE, [request.id, NEXT[of.answer], actor.employeeId, at]);
    await trail(tx, `periode.${of.answer}_kecuali`, request.id, actor, at, { reason: request.reason });
    await tellPerson(tx, place, request, of.answer, at);
  });
}

async function refuseWrongPerson(
  tx: Tx,
  { regency }: Needs,
  actor: Actor,
  request: Locked,
  answer: ExclusionAnswer,
  now: Date,
): Promise<void> {
  if (request.employee_id === actor.employeeId) throw new Conflict(OWN);
  const own = request.asked_by === actor.employeeId;
  if (answer === 'tarik') {
    if (!own) throw new Conflict('Permintaan ini ditarik oleh orang yang mengajukannya.');
    return;
  }
  if (!mayApprove(actor)) throw new Conflict('Kepegawaian yang memutuskan permintaan ini.');
  if (answer === 'cabut') return;
  if (own) throw new Conflict('Anda yang mengajukan. Orang lain yang mengesahkannya.');
  const second = { actorId: actor.employeeId, beganBy: [request.asked_by], about: [request.employee_id] };
  await refuseOneHand(tx, second, { now, zone: regency.zone });
}

async function tellPerson(
  tx: Tx,
  place: ExclusionPlace,
  request: Locked,
  answer: ExclusionAnswer,
  at: Date,
): Promise<void> {
  if (answer !== 'sahkan' && answer !== 'cabut') return;
  const words = wordsOf(place);
  const text =
    answer === 'sahkan'
      ? `Anda tidak dihitung dalam ${words}. Alasan: ${request.reason}`
      : `Anda dihitung lagi dalam ${words}.`;
  const href = `/laporan/tpp-saya?bulan=${periodText(place)}`;
  const dedupe = `kecuali-${answer}:${request.id}`;
  await notify(tx, [{ employeeId: request.employee_id, kind: 'data', text, href, dedupe }], at);
}

const inOpenMonth = (deps: Needs, act: (tx: Tx) => Promise<void>): Promise<void> =>
  whileOpen(CLOSED, () => transaction(deps.pool, act));

const trail = (
  tx: Tx,
  action: string,
  objectId: string,
  actor: Actor,
  at: Date,
  more: { readonly reason?: string; readonly after?: unknown },
): Promise<void> =>
  audit(tx, { at, actorId: actor.employeeId, action, objectType: 'payroll_exclusion', objectId, ...more });
