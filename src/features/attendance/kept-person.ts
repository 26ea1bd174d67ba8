import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf, addMonths, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { passGates } from './gates.ts';
import { closedUnits, peopleOfMonth } from './sources.ts';

/** Somebody whose attendance the reader keeps. */
export interface KeptPerson {
  readonly id: string;
  readonly name: string;
  readonly payrollUnitId: string;
}

const BY_NIP = `SELECT e.id, ${fullNameOf('e')} AS name FROM employee e WHERE e.nip = $1`;

/**
 * The person of a NIP, if the unit that pays them in the month of a day is within the reader's scope.
 * @throws RecordRefused 422 for everybody else: whether the NIP exists elsewhere is not told
 */
export async function personKept(
  sql: Sql,
  scope: readonly string[] | null,
  asked: { readonly nip: string; readonly day: LocalDate; readonly zone: Zone },
): Promise<KeptPerson> {
  const { rows } = await sql.query<{ id: string; name: string }>(BY_NIP, [asked.nip]);
  const found = rows[0];
  const seated = found && (await peopleOfMonth(sql, monthOf(asked.day), asked.zone, { employeeIds: [found.id] }))[0];
  if (!seated || (scope !== null && !scope.includes(seated.payrollUnitId)))
    throw malformed('nip', 'Tidak ada pegawai dengan NIP ini di unit Anda pada bulan itu');
  return { ...found, payrollUnitId: seated.payrollUnitId };
}

/** FOR SHARE: a close that begins waits, or is there already. */
const HOLD = `SELECT 1 FROM payroll_period WHERE kind = 'TPP' AND payroll_unit_id = $1 AND month BETWEEN $2 AND $3 FOR SHARE`;

/** @throws RecordRefused 409 where a month of the span is closed for the unit */
export async function refuseClosed(
  tx: Tx,
  payrollUnitId: string,
  span: { readonly from: LocalDate; readonly until: LocalDate },
  field: string,
): Promise<void> {
  const [first, last] = [monthOf(span.from), monthOf(span.until)];
  for (let month: Month = first; month <= last; month = addMonths(month, 1))
    await passGates(tx, month, [payrollUnitId]);
  await tx.query(HOLD, [payrollUnitId, `${first}-01`, `${last}-01`]);
  for (let month: Month = first; month <= last; month = addMonths(month, 1)) {
    if ((await closedUnits(tx, month)).has(payrollUnitId))
      throw conflict(field, `${monthInWords(month)} sudah ditutup untuk unit ini. Presensinya tidak berubah lagi`);
  }
}

/**
 * A document that proves something has been written already.
 * @throws RecordRefused 409 where its day is yet to come
 */
export function refuseLetterToCome(letter: LocalDate, today: LocalDate): void {
  if (letter > today) throw conflict('tanggal_surat', 'Tanggal surat ini belum tiba. Periksa tanggal dan tahunnya');
}
