import type { LocalDate } from '../../domain/local-date.ts';
import { addDays } from '../../domain/local-date.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { conflict, malformed } from '../organisation/refusal.ts';

/** A definitive hold that touches a day or comes after it. */
interface Hold extends Record<string, unknown> {
  readonly id: string;
  readonly position_id: string;
  readonly from_date: LocalDate;
  readonly last_date: LocalDate | null;
  readonly name: string;
}

const HOLDS_OF = `SELECT a.id, a.position_id, a.from_date, a.last_date, ${fullNameOf('e')} AS name
  FROM assignment a JOIN employee e ON e.id = a.employee_id
  WHERE a.kind = 'DEFINITIF' AND (a.last_date IS NULL OR a.last_date >= greatest($2::date, a.from_date))`;

/** Who pays whoever holds a position on a day; undefined where the position does not stand that day. */
export async function payerOf(tx: Tx, positionId: string, day: LocalDate): Promise<string | undefined> {
  const { rows } = await tx.query<{ payer: string }>(
    `SELECT (SELECT u.payroll_unit_id FROM org_unit_version u WHERE u.unit_id = v.unit_id AND u.from_date <= $2
             ORDER BY u.from_date DESC LIMIT 1) AS payer
     FROM position_version v WHERE v.position_id = $1 AND v.from_date <= $2 ORDER BY v.from_date DESC LIMIT 1`,
    [positionId, day],
  );
  return rows[0]?.payer;
}

/** A position that stands on a day, by who pays it. @throws RecordRefused beside the field `jabatan` */
export async function standingPosition(tx: Tx, positionId: string, day: LocalDate): Promise<string> {
  const payer = await payerOf(tx, positionId, day);
  if (payer !== undefined) return payer;
  const { rows } = await tx.query<{ from_date: LocalDate }>(
    'SELECT min(from_date) AS from_date FROM position_version WHERE position_id = $1 HAVING count(*) > 0',
    [positionId],
  );
  const first = rows[0]?.from_date;
  if (first === undefined) throw malformed('jabatan', 'Pilih jabatan');
  throw conflict('jabatan', `Jabatan ini baru ada sejak ${dateMedium(first)}. Pilih TMT sesudah itu`);
}

/** The definitive hold of a person that stands on a day. @throws RecordRefused where one to come is recorded already */
export async function seatToLeave(tx: Tx, employeeId: string, day: LocalDate): Promise<Hold | undefined> {
  const { rows } = await tx.query<Hold>(`${HOLDS_OF} AND a.employee_id = $1 ORDER BY a.from_date`, [employeeId, day]);
  const later = rows.find(hold => hold.from_date > day);
  if (later)
    throw conflict('tmt', `Sudah tercatat jabatan mulai ${dateMedium(later.from_date)}. Pilih TMT sesudah itu`);
  const now = rows[0];
  if (now && now.last_date !== null)
    throw conflict('tmt', `Jabatan sekarang sudah tercatat berakhir ${dateMedium(now.last_date)}`);
  return now;
}

/** Sits a person down in a chair that nobody holds from that day on. @throws RecordRefused (409) beside `jabatan` */
export async function takeSeat(
  tx: Tx,
  at: Date,
  seat: { employeeId: string; positionId: string; from: LocalDate; decree: string },
): Promise<string> {
  await refuseHeldChair(tx, seat.positionId, seat.from);
  const id = newId(at);
  await tx.query(
    `INSERT INTO assignment (id, employee_id, position_id, kind, from_date, decree) VALUES ($1, $2, $3, 'DEFINITIF', $4, $5)`,
    [id, seat.employeeId, seat.positionId, seat.from, seat.decree],
  );
  return id;
}

async function refuseHeldChair(tx: Tx, positionId: string, from: LocalDate): Promise<void> {
  const held = await holderOf(tx, positionId, from);
  if (!held) return;
  const until = held.last_date === null ? '' : ` sampai ${dateMedium(held.last_date)}`;
  throw conflict(
    'jabatan',
    `Jabatan ini dipegang ${held.name}${until}: catat dulu perpindahannya, atau pilih jabatan lain`,
  );
}

/** Who holds a chair definitively on a day or later. */
export async function holderOf(tx: Tx, positionId: string, day: LocalDate): Promise<Hold | undefined> {
  const { rows } = await tx.query<Hold>(`${HOLDS_OF} AND a.position_id = $1 ORDER BY a.from_date LIMIT 1`, [
    positionId,
    day,
  ]);
  return rows[0];
}

/** Ends one hold on the day before `from`. */
export async function endHold(tx: Tx, assignmentId: string, from: LocalDate, decree: string): Promise<void> {
  await tx.query('UPDATE assignment SET last_date = $2, end_decree = $3 WHERE id = $1', [
    assignmentId,
    addDays(from, -1),
    decree,
  ]);
}

/**
 * Ends every acting post, team and delegation of a person on the day before `from`; what would have begun later never
 * begins (it ends on the day before its start).
 */
export async function endActing(tx: Tx, employeeId: string, from: LocalDate, decree: string): Promise<void> {
  await tx.query(
    `UPDATE assignment SET last_date = greatest($2::date - 1, from_date - 1), end_decree = $3
     WHERE employee_id = $1 AND kind <> 'DEFINITIF' AND (last_date IS NULL OR last_date >= greatest($2::date, from_date))`,
    [employeeId, from, decree],
  );
}
