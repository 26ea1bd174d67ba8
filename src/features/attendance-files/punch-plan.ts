import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { seatSql } from '../organisation/queries.ts';
import type { RowProblem } from './file-row.ts';
import { MONTHS_BACK, NIP_REALM, type PlanFrame, unknownNip } from './plan.ts';

/** What saving the staged punches would do. Which of them are new stands in the transaction's own table `attendance_judged`. */
export interface PunchPlan {
  readonly fresh: number;
  /** Recorded already, or twice in the file. */
  readonly unchanged: number;
  /** Of months that are closed, far back, not chosen, or still to come; of people whom another unit pays. */
  readonly outOfPeriod: number;
  readonly rejected: readonly RowProblem[];
  /** New punches of numbers that are nobody's. */
  readonly unmatched: number;
  /** Those numbers with their rows, the most frequent first. */
  readonly unknownPins: readonly { readonly pin: string; readonly rows: number }[];
  /** Whose days the new ones are. */
  readonly employeeIds: readonly string[];
  /** First and last day of the new ones. */
  readonly span: { readonly from: LocalDate; readonly until: LocalDate } | null;
}

export const NO_PUNCHES: PunchPlan = {
  fresh: 0,
  unchanged: 0,
  outOfPeriod: 0,
  rejected: [],
  unmatched: 0,
  unknownPins: [],
  employeeIds: [],
  span: null,
};

/** Sorting a quarter of a million rows in memory; only until the transaction ends. */
const ROOM = "SET LOCAL work_mem = '48MB'";
/*
 * Whose each number is over which days, by whom they are paid in that month, and what follows for each punch. A machine's
 * clock may be wrong, and its memory reaches back: neither is something to correct row by row, so it is left out silently.
 * $1 realm of the file's PINs, $2 the only month wanted, $3 the oldest month, $4 today, $5 the unit that brings the file,
 * $6 units one may write for, $7 the machine's zone
 */
const JUDGE = `CREATE TEMP TABLE attendance_judged ON COMMIT DROP AS
  WITH asked AS (SELECT by_nip, number, month, max(day) AS day FROM attendance_staging GROUP BY by_nip, number, month),
  held AS (
    SELECT a.by_nip, a.number, a.month, n.employee_id, n.from_date, n.last_date, least(a.day, n.last_date) AS day
    FROM asked a JOIN attendance_pin n ON n.pin_realm = $1::text AND n.pin = a.number
      AND n.from_date <= a.day AND (n.last_date IS NULL OR n.last_date >= a.month)
    WHERE NOT a.by_nip
    UNION ALL
    SELECT a.by_nip, a.number, a.month, e.id, NULL, NULL, a.day FROM asked a JOIN employee e ON e.nip = a.number WHERE a.by_nip
    UNION ALL
    SELECT a.by_nip, a.number, a.month, e.id, NULL, NULL, a.day FROM asked a JOIN employee e ON e.nik = a.number WHERE a.by_nip),
  known AS MATERIALIZED (
    SELECT h.*, seat.payroll_unit_id, coalesce(pp.open, true) AS open
    FROM held h
    LEFT JOIN LATERAL (${seatSql('h.employee_id', 'h.day')} LIMIT 1) seat ON true
    LEFT JOIN payroll_period pp ON pp.kind = 'TPP' AND pp.payroll_unit_id = seat.payroll_unit_id AND pp.month = h.month)
  SELECT s.row_no, s.by_nip, s.number, s.day, k.employee_id, s.local_text, s.extra,
    (s.day + s.second * interval '1 second') AT TIME ZONE $7::text AS at,
    CASE
      WHEN CASE WHEN $2::date IS NULL THEN s.month < $3::date ELSE s.month <> $2 END OR s.day > $4::date THEN 'luar'
      WHEN k.payroll_unit_id IS NULL AND EXISTS (SELECT 1 FROM payroll_period p WHERE p.kind = 'TPP'
        AND p.payroll_unit_id = $5::uuid AND p.month = s.month AND NOT p.open) THEN 'luar'
      WHEN NOT k.open OR k.payroll_unit_id <> ALL ($6::uuid[]) THEN 'luar'
      WHEN s.by_nip AND k.employee_id IS NULL THEN 'tolak'
      ELSE 'baru'
    END AS verdict
  FROM attendance_staging s
  LEFT JOIN known k ON k.by_nip = s.by_nip AND k.number = s.number AND k.month = s.month
    AND (k.from_date IS NULL OR k.from_date <= s.day) AND (k.last_date IS NULL OR s.day <= k.last_date)`;
const REPEATED = `UPDATE attendance_judged j SET verdict = 'sama'
  FROM (SELECT by_nip, number, at, min(row_no) AS first FROM attendance_judged WHERE verdict = 'baru'
    GROUP BY by_nip, number, at HAVING count(*) > 1) twice
  WHERE j.verdict = 'baru' AND j.by_nip = twice.by_nip AND j.number = twice.number AND j.at = twice.at AND j.row_no > twice.first`;
/* Only batches that reach into the file's days can hold one of its punches: where there are none, nothing is compared. */
const BATCHES = `SELECT array_agg(b.id) AS ids FROM attendance_batch b,
    (SELECT min(day) AS first, max(day) AS last FROM attendance_judged WHERE verdict = 'baru') d
  WHERE b.state = 'disimpan' AND b.first_day <= d.last + 1 AND b.last_day >= d.first - 1`;
const RECORDED = `UPDATE attendance_judged j SET verdict = 'sama' WHERE verdict = 'baru' AND EXISTS (
  SELECT 1 FROM attendance_punch p WHERE p.pin_realm = CASE WHEN j.by_nip THEN '${NIP_REALM}' ELSE $1::text END
    AND p.pin = j.number AND p.at = j.at AND p.batch_id = ANY ($2::uuid[]))`;
const COUNTS = `SELECT count(*) FILTER (WHERE verdict = 'baru')::int AS fresh, count(*) FILTER (WHERE verdict = 'sama')::int AS same,
    count(*) FILTER (WHERE verdict = 'luar')::int AS outside,
    min(day) FILTER (WHERE verdict = 'baru') AS "from", max(day) FILTER (WHERE verdict = 'baru') AS until
  FROM attendance_judged`;
const PEOPLE = `SELECT DISTINCT employee_id AS id FROM attendance_judged WHERE verdict = 'baru' AND employee_id IS NOT NULL`;
const NOBODYS = `SELECT number AS pin, count(*)::int AS rows FROM attendance_judged WHERE verdict = 'baru' AND employee_id IS NULL
  GROUP BY number ORDER BY count(*) DESC, min(row_no)`;
const REFUSED = `SELECT row_no, number FROM attendance_judged WHERE verdict = 'tolak' ORDER BY row_no`;

/** Compares the staged punches with what is recorded, in the transaction that holds them. */
export async function planPunches(tx: Tx, frame: PlanFrame): Promise<PunchPlan> {
  await tx.query(ROOM);
  await tx.query(JUDGE, [
    frame.realm,
    frame.month && firstDay(frame.month),
    firstDay(addMonths(monthOf(frame.today), -MONTHS_BACK)),
    frame.today,
    frame.unitId,
    frame.scope,
    frame.zone,
  ]);
  await tx.query(REPEATED);
  const { ids } = (await tx.query<{ ids: string[] | null }>(BATCHES)).rows[0]!;
  if (ids) await tx.query(RECORDED, [frame.realm ?? '', ids]);
  return planOf(tx);
}

async function planOf(tx: Tx): Promise<PunchPlan> {
  const counted = await tx.query<{
    fresh: number;
    same: number;
    outside: number;
    from: string | null;
    until: string | null;
  }>(COUNTS);
  const { fresh, same, outside, from, until } = counted.rows[0]!;
  const people = await tx.query<{ id: string }>(PEOPLE);
  const unknownPins = (await tx.query<{ pin: string; rows: number }>(NOBODYS)).rows;
  const refused = (await tx.query<{ row_no: number; number: string }>(REFUSED)).rows;
  return {
    fresh,
    unchanged: same,
    outOfPeriod: outside,
    rejected: refused.map(({ row_no, number }) => ({ row: row_no, field: 'nip', reason: unknownNip(number) })),
    unmatched: unknownPins.reduce((sum, { rows }) => sum + rows, 0),
    unknownPins,
    employeeIds: people.rows.map(({ id }) => id),
    span: from === null || until === null ? null : { from: localDate(from), until: localDate(until) },
  };
}
