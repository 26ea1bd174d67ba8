import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, monthOf, type Month } from '../../domain/month.ts';
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
import { officersOf } from '../payroll-runs/officers.ts';
import { regulationOn } from '../policies/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { paths } from './paths.ts';
import { CLOSED_UNTIL, monthsOf, type TrialState } from './queries.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** What is asked for. */
export interface NewTrial {
  /** Null: every unit. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly first: Month;
  readonly last: Month;
  readonly decree: string;
  readonly decreeDate: LocalDate;
  readonly key: string;
}

/** `sahkan` and `tolak` by a second person, `tarik` by whoever asked. */
export type TrialAnswer = 'sahkan' | 'tolak' | 'tarik';

const MOST_MONTHS = 12;
const NO_UNIT = '00000000-0000-0000-0000-000000000000';
const CLOSED = `SELECT p.month, u.name FROM payroll_period p JOIN payroll_unit u ON u.id = p.payroll_unit_id
  WHERE p.kind = 'TPP' AND NOT p.open AND p.month BETWEEN $1 AND $2 AND ($3::uuid IS NULL OR p.payroll_unit_id = $3::uuid)
  ORDER BY p.month, u.name LIMIT 1`;
const NEW = `INSERT INTO trial_month (payroll_unit_id, first_month, last_month, decree, decree_date, recorded_by, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`;
const LOCKED = `SELECT t.id, t.payroll_unit_id, t.state, t.version, t.recorded_by, t.first_month, t.last_month, t.decree,
    ${CLOSED_UNTIL} AS closed_until
  FROM trial_month t WHERE t.id = $1 AND ($2::uuid[] IS NULL OR t.payroll_unit_id = ANY ($2::uuid[])) FOR UPDATE`;
const DECIDE =
  'UPDATE trial_month SET state = $2, decided_by = $3, decided_at = $4, version = version + 1 WHERE id = $1';
const END = `UPDATE trial_month SET state = 'dicabut', ended_from = $2, end_reason = $3, ended_by = $4, ended_at = $5,
  version = version + 1 WHERE id = $1`;

const NEXT: Readonly<Record<TrialAnswer, TrialState>> = { sahkan: 'berlaku', tolak: 'ditolak', tarik: 'ditarik' };
const CHANGED = 'Masa uji coba ini sudah diubah orang lain. Lihat keadaannya sekarang.';
const JUST_CLOSED = 'Salah satu bulannya sudah ditutup. Masa uji coba hanya untuk bulan yang belum ditutup.';

/**
 * Asks for months to be trial months by decree; counts once another person confirms. Refused for a month that is closed
 * for a unit it is about, and where the regulation in force knows no trial months (docs/adr/0033-trial-months.md).
 * @throws Conflict, KeyReused
 */
export async function proposeTrial(deps: Needs, actor: Actor, asked: NewTrial): Promise<void> {
  const { unit, first, last, decree, decreeDate, key } = asked;
  const hash = requestHash('trial-months.propose', { unit: unit?.id ?? null, first, last, decree, decreeDate });
  await transaction(deps.pool, async tx => {
    await once(tx, { actorId: actor.employeeId, key, hash }, async () => {
      await refuseMonths(tx, asked);
      const at = deps.clock.now();
      const values = [unit?.id ?? null, firstDay(first), firstDay(last), decree, decreeDate, actor.employeeId, at];
      const id = (await tx.query<{ id: string }>(NEW, values)).rows[0]!.id;
      const after = { unit: unit?.id ?? null, first, last, decree, decreeDate };
      await trail(tx, 'uji_coba.ajukan', id, actor, at, { after });
      await tellSecond(deps, tx, actor, { ...asked, id }, at);
      return { trialId: id };
    });
  });
}

async function refuseMonths(tx: Tx, { unit, first, last }: NewTrial): Promise<void> {
  const months = monthsOf({ first, last, endedFrom: null });
  if (months.length > MOST_MONTHS) throw new Conflict('Masa uji coba paling lama 12 bulan.');
  for (const month of months) {
    const inForce = await regulationOn(tx, firstDay(month));
    if (!inForce?.regulation.trial)
      throw new Conflict(`Peraturan TPP yang berlaku untuk ${monthInWords(month)} tidak mengatur masa uji coba.`);
  }
  const closed = await tx.query<{ month: LocalDate; name: string }>(CLOSED, [
    firstDay(first),
    firstDay(last),
    unit?.id ?? null,
  ]);
  const row = closed.rows[0];
  if (row)
    throw new Conflict(
      `${monthInWords(monthOf(row.month))} sudah ditutup untuk ${row.name}. Masa uji coba hanya untuk bulan yang belum ditutup.`,
    );
}

async function tellSecond(
  { regency }: Needs,
  tx: Tx,
  actor: Actor,
  { unit, first, id }: NewTrial & { readonly id: string },
  at: Date,
): Promise<void> {
  const officers = await officersOf(tx, ['kepegawaian'], unit?.id ?? NO_UNIT, dayIn(regency.zone, at));
  const notices = officers
    .filter(officer => officer !== actor.employeeId)
    .map(officer => ({
      employeeId: officer,
      kind: 'data' as const,
      text: `${actor.name} mengajukan masa uji coba mulai ${monthInWords(first)} untuk ${unit?.name ?? 'semua unit'}. Orang kedua yang mengesahkan.`,
      href: paths.list,
      dedupe: `uji-coba:${id}`,
    }));
  await notify(tx, notices, at);
}

interface Locked extends Record<string, unknown> {
  readonly id: string;
  readonly payroll_unit_id: string | null;
  readonly state: TrialState;
  readonly version: number;
  readonly recorded_by: string;
  readonly first_month: LocalDate;
  readonly last_month: LocalDate;
  readonly decree: string;
  readonly closed_until: LocalDate | null;
}

/** Which trial, as it was read, within the units of whoever acts. */
export interface TrialStep {
  readonly id: string;
  readonly version: number;
  /** Null: every unit. */
  readonly scope: readonly string[] | null;
}

async function locked(tx: Tx, { id, version, scope }: TrialStep, state: TrialState): Promise<Locked> {
  const { rows } = await tx.query<Locked>(LOCKED, [id, scope && [...scope]]);
  const trial = rows[0];
  if (!trial) throw new NotFound('trial');
  if (trial.version !== version || trial.state !== state) throw new Conflict(CHANGED);
  return trial;
}

/**
 * Answers a request.
 * @throws NotFound; Conflict when it was answered, by the wrong person, or one of its months was closed meanwhile
 */
export async function answerTrial(deps: Needs, actor: Actor, step: TrialStep, answer: TrialAnswer): Promise<void> {
  await inOpenMonths(deps, async tx => {
    const trial = await locked(tx, step, 'diajukan');
    const at = deps.clock.now();
    const own = trial.recorded_by === actor.employeeId;
    if (answer === 'tarik' && !own) throw new Conflict('Yang mengajukan yang bisa menariknya.');
    if (answer !== 'tarik' && own) throw new Conflict('Anda yang mengajukan. Orang lain yang mengesahkannya.');
    if (answer !== 'tarik') {
      const second = { actorId: actor.employeeId, beganBy: [trial.recorded_by] };
      await refuseOneHand(tx, second, { now: at, zone: deps.regency.zone });
    }
    await tx.query(DECIDE, [trial.id, NEXT[answer], actor.employeeId, at]);
    await trail(tx, `uji_coba.${answer}`, trial.id, actor, at, { before: { state: trial.state } });
  });
}

/**
 * Ends a trial for the months that are still open; those that are closed stay as they were paid.
 * @throws NotFound; Conflict when it was changed meanwhile or no month of it is open
 */
export async function endTrial(deps: Needs, actor: Actor, step: TrialStep, reason: string): Promise<void> {
  await inOpenMonths(deps, async tx => {
    const trial = await locked(tx, step, 'berlaku');
    const from = trial.closed_until === null ? monthOf(trial.first_month) : addMonths(monthOf(trial.closed_until), 1);
    if (from > monthOf(trial.last_month)) throw new Conflict('Semua bulan masa uji coba ini sudah ditutup.');
    const at = deps.clock.now();
    await tx.query(END, [trial.id, firstDay(from), reason, actor.employeeId, at]);
    await trail(tx, 'uji_coba.akhiri', trial.id, actor, at, { after: { endedFrom: from }, reason });
  });
}

const inOpenMonths = (deps: Needs, act: (tx: Tx) => Promise<void>): Promise<void> =>
  whileOpen(JUST_CLOSED, () => transaction(deps.pool, act));

const trail = (
  tx: Tx,
  action: string,
  objectId: string,
  actor: Actor,
  at: Date,
  more: { readonly before?: unknown; readonly after?: unknown; readonly reason?: string },
): Promise<void> => audit(tx, { at, actorId: actor.employeeId, action, objectType: 'trial_month', objectId, ...more });
