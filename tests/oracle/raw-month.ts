import type { Sql } from '../../src/platform/database/sql.ts';
import type { NaiveFacts } from './naive-tpp.ts';

type Row = Record<string, unknown>;
interface Seat extends Row {
  readonly employee_id: string;
  readonly position_id: string;
}
interface ChairVersion extends Row {
  readonly position_id: string;
  readonly unit_id: string;
  readonly job_class: number;
}
interface UnitVersion extends Row {
  readonly unit_id: string;
  readonly payroll_unit_id: string;
  readonly work_pattern: number;
}
interface Entry extends Row {
  readonly employee_id: string;
  readonly work_date: string;
  readonly points: number;
}
interface Fact extends Row {
  readonly employee_id: string;
  readonly name: string;
  readonly value: string;
}

const DAILY_CAP = 300;
const TARGET_OF_A_DAY: Readonly<Record<number, bigint>> = { 5: 300n, 6: 250n };

/**
 * What everybody's month comes with, gathered from raw rows one by one, the way somebody with paper would.
 * @param month its first day
 */
export async function rawMonth(sql: Sql, month: string): Promise<Map<string, NaiveFacts>> {
  const rows = async <R extends Row>(text: string): Promise<R[]> => (await sql.query<R>(text, [month])).rows;
  const seats = await rows<Seat>(
    `SELECT a.employee_id, a.position_id FROM assignment a JOIN employee e ON e.id = a.employee_id
     WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1 AND (a.last_date IS NULL OR a.last_date >= $1) AND e.nip IS NOT NULL`,
  );
  // The oldest first: in the maps below the latest stays.
  const dated = (table: string): string => `SELECT * FROM ${table} WHERE from_date <= $1 ORDER BY from_date`;
  const chairs = new Map((await rows<ChairVersion>(dated('position_version'))).map(row => [row.position_id, row]));
  const units = new Map((await rows<UnitVersion>(dated('org_unit_version'))).map(row => [row.unit_id, row]));
  const statuses = await rows<{ employee_id: string; status: string }>(dated('employee_status'));
  const status = new Map(statuses.map(row => [row.employee_id, row.status]));
  const points = countedPoints(await rows<Entry>(ENTRIES));
  const cuts = new Map((await rows<{ employee_id: string; cut: number }>(DAYS)).map(row => [row.employee_id, row.cut]));
  const facts = new Map((await rows<Fact>(FACTS)).map(row => [`${row.employee_id} ${row.name}`, row.value]));
  const holidays = new Set(
    (await rows<{ day: string }>('SELECT day FROM holiday WHERE day >= $1')).map(row => row.day),
  );

  return new Map(
    seats.map(({ employee_id: person, position_id: position }) => {
      const chair = chairs.get(position)!;
      const unit = units.get(chair.unit_id)!;
      const fact = (name: string): string => facts.get(`${person} ${name}`)!;
      const cut = cuts.get(person);
      const found: NaiveFacts = {
        jobClass: chair.job_class,
        status: status.get(person)!,
        countedPoints: points.get(person) ?? 0n,
        targetPoints: workdaysOf(month, unit.work_pattern, holidays) * TARGET_OF_A_DAY[unit.work_pattern]!,
        cut:
          cut === undefined ? (facts.get(`${person} pengurangan_disiplin`) ?? '0') : hundredths(Math.min(cut, 10_000)),
        salary: BigInt(fact('gaji_bruto')),
        duesOfSalary: BigInt(fact('iwp_gaji')),
        taxOfSalary: BigInt(fact('pph_gaji')),
        family: fact('ptkp'),
      };
      return [person, found];
    }),
  );
}

const MONTHS_END = `($1::date + interval '1 month')`;
const ENTRIES = `SELECT employee_id, work_date, points FROM activity
  WHERE work_date >= $1 AND work_date < ${MONTHS_END} AND status = 'divalidasi'`;
const DAYS = `SELECT employee_id, sum(cut_bp)::int AS cut FROM attendance_day
  WHERE day >= $1 AND day < ${MONTHS_END} GROUP BY employee_id`;
const FACTS = `SELECT employee_id, name, value FROM payroll_fact
  WHERE month <= $1 AND coalesce(until_month, month) >= $1 ORDER BY id`;

/** Hundredths of a percent as a percentage in decimals. */
const hundredths = (value: number): string =>
  `${String(Math.trunc(value / 100))}.${String(value % 100).padStart(2, '0')}`;

/** By person, whichever unit's period they were written in: each day's points, at most the cap, added up. */
function countedPoints(entries: readonly Entry[]): Map<string, bigint> {
  const days = new Map<string, number>();
  for (const { employee_id: person, work_date: day, points } of entries) {
    const key = `${person} ${day}`;
    days.set(key, (days.get(key) ?? 0) + points);
  }
  const sums = new Map<string, bigint>();
  for (const [key, points] of days) {
    const owner = key.slice(0, key.lastIndexOf(' '));
    sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(Math.min(points, DAILY_CAP)));
  }
  return sums;
}

/** Days from Monday to Friday (or Saturday) that are no holiday, walked one by one. */
function workdaysOf(month: string, pattern: number, holidays: ReadonlySet<string>): bigint {
  let count = 0n;
  for (let day = new Date(`${month}T00:00:00Z`); ; day = new Date(day.getTime() + 86_400_000)) {
    const text = day.toISOString().slice(0, 10);
    if (text.slice(0, 7) !== month.slice(0, 7)) return count;
    const weekday = day.getUTCDay();
    if (weekday !== 0 && weekday <= pattern && !holidays.has(text)) count += 1n;
  }
}
