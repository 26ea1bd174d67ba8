import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import type { BatchKind } from './sheet-format.ts';
import type { Plan } from './look.ts';
import { NIP_REALM, type PlannedDay } from './plan.ts';

const CHUNK = 2_000;
/** Whoever stands under their NIP does so always. */
const ALWAYS = '1945-08-17';

const PUNCHES = `INSERT INTO attendance_punch (batch_id, machine_id, pin_realm, pin, at, local_text, extra, row_no)
  SELECT $1, $2, CASE WHEN by_nip THEN '${NIP_REALM}' ELSE $3::text END, number, at, local_text, extra, row_no
  FROM attendance_judged WHERE verdict = 'baru'`;
const DAYS = `INSERT INTO attendance_record (id, batch_id, row_no, employee_id, payroll_unit_id, day, in_minute, out_minute,
    code, source, note, recorded_by, recorded_at)
  SELECT g.id, $1, g.row_no, g.employee_id, g.unit_id, g.day, g.in_minute, g.out_minute, g.code, $2, g.note, $3, $4
  FROM unnest($5::uuid[], $6::int[], $7::uuid[], $8::uuid[], $9::date[], $10::int[], $11::int[], $12::text[], $13::text[])
    AS g (id, row_no, employee_id, unit_id, day, in_minute, out_minute, code, note)`;
const RECAPS = `INSERT INTO attendance_recap (batch_id, employee_id, month, counts)
  SELECT $1, g.employee_id, g.month, g.counts FROM unnest($2::uuid[], $3::date[], $4::jsonb[]) AS g (employee_id, month, counts)`;
const NIP_PINS = `INSERT INTO attendance_pin (pin_realm, pin, employee_id, from_date, recorded_by, recorded_at)
  SELECT DISTINCT '${NIP_REALM}', j.number, j.employee_id, '${ALWAYS}'::date, $1::uuid, $2::timestamptz
  FROM attendance_judged j WHERE j.verdict = 'baru' AND j.by_nip
    AND NOT EXISTS (SELECT 1 FROM attendance_pin p WHERE p.pin_realm = '${NIP_REALM}' AND p.pin = j.number)`;

/** Whose rows they become, and when. */
export interface Writing {
  readonly batchId: string;
  readonly kind: BatchKind;
  readonly machineId: string | null;
  /** Whose PINs the file's are; null where it has none. */
  readonly realm: string | null;
  readonly actorId: string | null;
  readonly at: Date;
}

/** How many of how many rows are written. */
export type Progress = (done: number, total: number) => Promise<void>;

/** Writes what a plan says is new: punches in one statement, rows of tables in lots. In the transaction of the look. */
export async function writePlan(tx: Tx, plan: Plan, writing: Writing, onStep?: Progress): Promise<void> {
  const total = plan.punches.fresh + plan.days.length + plan.recaps.length;
  let done = 0;
  const wrote = async (rows: number): Promise<void> => {
    done += rows;
    if (rows > 0) await onStep?.(done, total);
  };
  if (plan.punches.fresh > 0) {
    await tx.query(NIP_PINS, [writing.actorId, writing.at]);
    await tx.query(PUNCHES, [writing.batchId, writing.machineId, writing.realm ?? '']);
    await wrote(plan.punches.fresh);
  }
  for (let at = 0; at < plan.days.length; at += CHUNK) {
    const lot = plan.days.slice(at, at + CHUNK);
    await writeDays(tx, lot, writing);
    await wrote(lot.length);
  }
  for (let at = 0; at < plan.recaps.length; at += CHUNK) {
    const lot = plan.recaps.slice(at, at + CHUNK);
    await tx.query(RECAPS, [
      writing.batchId,
      lot.map(each => each.employeeId),
      lot.map(each => firstDay(each.month)),
      lot.map(each => JSON.stringify(each.counts)),
    ]);
    await wrote(lot.length);
  }
}

const writeDays = (tx: Tx, lot: readonly PlannedDay[], { batchId, kind, actorId, at }: Writing): Promise<unknown> =>
  tx.query(DAYS, [
    batchId,
    kind,
    actorId,
    at,
    lot.map(() => newId(at)),
    lot.map(each => each.row),
    lot.map(each => each.employeeId),
    lot.map(each => each.unitId),
    lot.map(each => each.day),
    lot.map(each => each.inMinute),
    lot.map(each => each.outMinute),
    lot.map(each => each.code),
    lot.map(each => each.note),
  ]);

/** The days a plan is about, and the people. */
export interface Reach {
  readonly employeeIds: readonly string[];
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** First and last day of what a plan would write; null where it writes nothing. */
export function spanOf({
  punches,
  days,
  recaps,
}: Plan): { readonly from: LocalDate; readonly until: LocalDate } | null {
  let [from, until]: [LocalDate | null, LocalDate | null] = [null, null];
  const reach = (first: LocalDate, last: LocalDate): void => {
    if (from === null || first < from) from = first;
    if (until === null || last > until) until = last;
  };
  if (punches.span) reach(punches.span.from, punches.span.until);
  for (const { day } of days) reach(day, day);
  for (const { month } of recaps) reach(firstDay(month), lastDay(month));
  return from === null || until === null ? null : { from, until };
}

/** Whose days have to be judged anew after a plan was written. Recaps prove no day. */
export function reachOf(plan: Plan): Reach | null {
  const span = spanOf({ ...plan, recaps: [] });
  const people = new Set([...plan.punches.employeeIds, ...plan.days.map(({ employeeId }) => employeeId)]);
  return span === null || people.size === 0 ? null : { employeeIds: [...people], ...span };
}
