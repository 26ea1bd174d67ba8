import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, type Month } from '../../domain/month.ts';
import { paymentName, periodText, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { notify } from '../notifications/service.ts';
import { unnamedWords } from '../payroll-runs/base-run.ts';
import { officersOf } from '../payroll-runs/officers.ts';
import { specialPath } from '../payroll-runs/paths.ts';
import { regulationOn } from '../policies/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { maySetTerms } from './access.ts';
import type { SpecialState } from './queries.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** The terms that are asked for. */
export interface NewSpecial {
  /** The payment's code in the regulation that governs the base month. */
  readonly kind: PaymentKind;
  readonly baseMonth: Month;
  readonly payMonth: Month;
  readonly decree: string;
  readonly decreeDate: LocalDate;
  readonly key: string;
}

/** `sahkan` and `tolak` by a second person, `tarik` by whoever asked; `cabut` takes back what is in force and not computed. */
export type SpecialAnswer = 'sahkan' | 'tolak' | 'tarik' | 'cabut';

/** What is answered, as it was read. `note` is why: needed to refuse and to take back. */
export interface SpecialStep {
  readonly id: string;
  readonly version: number;
  readonly note: string | null;
}

const MOST_AHEAD = 12;
/** Stands for no unit where officers of the whole regency are asked for. */
const NO_UNIT = '00000000-0000-0000-0000-000000000000';
const TAKEN = `SELECT pay_month = $2 AS same_month, date_part('year', pay_month::timestamp) = date_part('year', $2::timestamp) AS same_year
  FROM special_payment WHERE kind = $1 AND state IN ('diajukan', 'berlaku')
    AND (date_part('year', pay_month::timestamp) = date_part('year', $2::timestamp) OR base_month = $3) LIMIT 1`;
const NEW = `INSERT INTO special_payment (kind, label, base_month, pay_month, decree, decree_date, asked_by, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`;
const LOCKED = `SELECT id, kind, label, to_char(pay_month, 'YYYY-MM') AS month, state, version, asked_by,
    EXISTS (SELECT 1 FROM payroll_run r WHERE r.special_payment_id = s.id AND r.state <> 'DIBATALKAN') AS computed
  FROM special_payment s WHERE id = $1 FOR UPDATE`;
/* Units of whose people some are left out, or asked to be: an exclusion is of a payment's month, and would outlive these terms. */
const LEFT_OUT = `SELECT string_agg(DISTINCT u.code, ', ' ORDER BY u.code) AS units FROM special_payment s
  JOIN payroll_exclusion x ON x.month = s.pay_month AND x.kind = s.kind AND x.state IN ('diajukan', 'berlaku')
  JOIN payroll_unit u ON u.id = x.payroll_unit_id WHERE s.id = $1`;
const DECIDE = `UPDATE special_payment SET state = $2, decided_by = $3, decided_at = $4, note = $5, version = version + 1 WHERE id = $1`;
const END = `UPDATE special_payment SET state = 'dicabut', ended_by = $2, ended_at = $3, note = $4, version = version + 1 WHERE id = $1`;

const NEXT: Readonly<Record<SpecialAnswer, SpecialState>> = {
  sahkan: 'berlaku',
  tolak: 'ditolak',
  tarik: 'ditarik',
  cabut: 'dicabut',
};
const CHANGED = 'Pembayaran ini sudah diubah orang lain. Lihat keadaannya sekarang.';

/**
 * Asks for a special payment of every unit by decree; holds once another person confirms. Refused where the version of the
 * regulation that governs the base month does not name it, where the months cannot be, or where one of the year is there.
 * @returns its id
 * @throws Conflict, Forbidden, KeyReused
 */
export async function proposeSpecial(deps: Needs, actor: Actor, asked: NewSpecial): Promise<string> {
  if (!maySetTerms(actor)) throw new Forbidden('BKPSDM');
  const { kind, baseMonth, payMonth, decree, decreeDate, key } = asked;
  const hash = requestHash('special-payments.propose', { kind, baseMonth, payMonth, decree, decreeDate });
  return transaction(deps.pool, async tx => {
    const { result } = await once(tx, { actorId: actor.employeeId, key, hash }, async () => {
      refuseMonths(deps, asked);
      const label = await labelOf(tx, asked);
      await refuseSecond(tx, asked);
      const at = deps.clock.now();
      const values = [kind, label, firstDay(baseMonth), firstDay(payMonth), decree, decreeDate, actor.employeeId, at];
      const specialId = (await tx.query<{ id: string }>(NEW, values)).rows[0]?.id;
      // Asked for by two at once: the other one is there now.
      if (specialId === undefined) throw new Conflict(twiceWords(asked));
      await trail(tx, 'ajukan', specialId, actor, at, { after: { kind, baseMonth, payMonth, decree, decreeDate } });
      await tellSecond(deps, tx, actor, specialId, paymentName({ month: payMonth, kind }, label), at);
      return { specialId };
    });
    return result.specialId;
  });
}

function refuseMonths({ clock, regency }: Needs, { baseMonth, payMonth, decreeDate }: NewSpecial): void {
  const now = monthIn(regency.zone, clock.now());
  if (payMonth < now)
    throw new Conflict(`${monthInWords(payMonth)} sudah lewat. Pilih bulan bayar mulai ${monthInWords(now)}.`);
  if (payMonth > addMonths(now, MOST_AHEAD)) throw new Conflict('Bulan bayar paling jauh 12 bulan dari sekarang.');
  if (baseMonth > payMonth) throw new Conflict('Bulan dasar tidak boleh sesudah bulan bayar.');
  if (decreeDate >= firstDay(addMonths(payMonth, 1)))
    throw new Conflict('Tanggal keputusan sesudah bulan bayar. Periksa tahunnya.');
}

/** What the version that governs the base month calls the payment. */
async function labelOf(tx: Tx, { kind, baseMonth }: NewSpecial): Promise<string> {
  const inForce = await regulationOn(tx, firstDay(baseMonth));
  if (!inForce) throw new Conflict(`Belum ada peraturan TPP yang berlaku untuk ${monthInWords(baseMonth)}.`);
  const found = inForce.regulation.payments.find(({ code }) => code === kind);
  if (!found) throw new Conflict(unnamedWords(inForce, kind));
  return found.label;
}

async function refuseSecond(tx: Tx, asked: NewSpecial): Promise<void> {
  const values = [asked.kind, firstDay(asked.payMonth), firstDay(asked.baseMonth)];
  const found = (await tx.query<{ same_year: boolean }>(TAKEN, values)).rows[0];
  if (!found) return;
  throw new Conflict(
    found.same_year
      ? twiceWords(asked)
      : `${asked.kind} dengan bulan dasar ${monthInWords(asked.baseMonth)} sudah diajukan atau disahkan.`,
  );
}

const twiceWords = ({ kind, payMonth }: NewSpecial): string =>
  `${kind} tahun ${payMonth.slice(0, 4)} sudah diajukan atau disahkan. Satu tahun satu kali.`;

async function tellSecond({ regency }: Needs, tx: Tx, actor: Actor, id: string, name: string, at: Date): Promise<void> {
  const officers = await officersOf(tx, ['kepegawaian'], NO_UNIT, dayIn(regency.zone, at));
  const notices = officers
    .filter(officer => officer !== actor.employeeId)
    .map(officer => ({
      employeeId: officer,
      kind: 'data' as const,
      text: `${actor.name} mengajukan ${name}. Orang kedua yang mengesahkan.`,
      href: specialPath(id),
      dedupe: `pembayaran-khusus:${id}`,
    }));
  await notify(tx, notices, at);
}

interface Locked extends Record<string, unknown> {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly label: string;
  readonly month: Month;
  readonly state: SpecialState;
  readonly version: number;
  readonly asked_by: string;
  readonly computed: boolean;
}

/**
 * Answers a request, or takes back what is in force while nothing stands computed under it and nobody is left out of it.
 * @throws NotFound; Forbidden; Conflict when it was answered, by the wrong person, is computed already, or has exclusions
 */
export async function answerSpecial(
  deps: Needs,
  actor: Actor,
  step: SpecialStep,
  answer: SpecialAnswer,
): Promise<void> {
  if (!maySetTerms(actor)) throw new Forbidden('BKPSDM');
  await transaction(deps.pool, async tx => {
    const found = (await tx.query<Locked>(LOCKED, [step.id])).rows[0];
    if (!found) throw new NotFound('special payment');
    if (found.version !== step.version || found.state !== (answer === 'cabut' ? 'berlaku' : 'diajukan'))
      throw new Conflict(CHANGED);
    const at = deps.clock.now();
    await refuseWrongPerson(tx, deps, actor, found, answer, at);
    if (answer === 'cabut') await tx.query(END, [found.id, actor.employeeId, at, step.note]);
    else await tx.query(DECIDE, [found.id, NEXT[answer], actor.employeeId, at, step.note]);
    await trail(tx, answer, found.id, actor, at, {
      before: { state: found.state },
      ...(step.note === null ? {} : { reason: step.note }),
    });
  });
}

async function refuseWrongPerson(
  tx: Tx,
  { regency }: Needs,
  actor: Actor,
  found: Locked,
  answer: SpecialAnswer,
  now: Date,
): Promise<void> {
  const own = found.asked_by === actor.employeeId;
  if (answer === 'cabut') {
    if (found.computed)
      throw new Conflict(
        `${periodText(found)} sudah dihitung untuk sebagian unit. Batalkan dulu semua perhitungannya yang belum disetujui.`,
      );
    const { units } = (await tx.query<{ units: string | null }>(LEFT_OUT, [found.id])).rows[0]!;
    if (units !== null)
      throw new Conflict(
        `Masih ada pegawai yang dikeluarkan atau diajukan keluar: ${units}. Cabut atau putuskan dulu di halaman unitnya.`,
      );
    return;
  }
  if (answer === 'tarik') {
    if (!own) throw new Conflict('Yang mengajukan yang bisa menariknya.');
    return;
  }
  if (own) throw new Conflict('Anda yang mengajukan. Orang lain yang mengesahkannya.');
  await refuseOneHand(tx, { actorId: actor.employeeId, beganBy: [found.asked_by] }, { now, zone: regency.zone });
}

const trail = (
  tx: Tx,
  action: string,
  objectId: string,
  actor: Actor,
  at: Date,
  more: { readonly before?: unknown; readonly after?: unknown; readonly reason?: string },
): Promise<void> =>
  audit(tx, {
    at,
    actorId: actor.employeeId,
    action: `pembayaran_khusus.${action}`,
    objectType: 'special_payment',
    objectId,
    ...more,
  });
