import { createHash } from 'node:crypto';
import { ceremonyOn, judgeDay, type DayCase, type DayResult } from '../../domain/attendance/day.ts';
import type { DayHours } from '../../domain/attendance/hours.ts';
import { withForgiven } from '../../domain/attendance/month.ts';
import type { AttendanceRules, CeremonyRule } from '../../domain/attendance/rules.ts';
import { windowOf } from '../../domain/attendance/window.ts';
import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { addDays, isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, daysOf, firstDay, lastDay, monthOf, type Month } from '../../domain/month.ts';
import { dayIn, instantOf, type Clock, type Zone } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { regulationOn, type InForce } from '../policies/queries.ts';
import { writeDays, type DerivedDay } from './day-rows.ts';
import { passGates } from './gates.ts';
import { hoursOfMonth, type HoursOn } from './month-hours.ts';
import { closedUnits, coverageOf, keptElsewhere, peopleOfMonth, sourcesOf } from './sources.ts';
import type { Coverage, LeaveSpan, MonthPerson, MonthSources } from './sources.ts';

/** Whose days, and of which dates: every month they touch is derived whole. */
export interface Derivation {
  readonly payrollUnitId?: string | undefined;
  readonly employeeIds?: readonly string[] | undefined;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** What a derivation needs beside its transaction. */
export interface Judging {
  readonly clock: Pick<Clock, 'now'>;
  readonly regency: { readonly zone: Zone };
}

/** How many people are read and written at once. */
const CHUNK = 500;

/** Derivations of a month take turns, after their gates: the later one sees what the earlier one's transaction wrote. */
const TURN = 'SELECT pg_advisory_xact_lock(7270020, $1)';

/**
 * Derives results of days from punches, records, leave, calendar and the regulation's section `presensi`, and replaces
 * those whose sources have changed. Called in the transaction that changes a source. Left as they are: days of today and
 * later, months closed for the unit that pays (now, or when they were judged), months whose regulation has no such section. A person of whom the month
 * holds neither punch nor record gets no days; a day that no file covers is nobody's absence.
 * Gates of the units are passed first (`passGates`).
 * @returns how many days were written or removed
 */
export async function deriveDays(tx: Tx, deps: Judging, asked: Derivation): Promise<number> {
  const yesterday = addDays(dayIn(deps.regency.zone, deps.clock.now()), -1);
  let changed = 0;
  for (let month = monthOf(asked.from); month <= monthOf(asked.until); month = addMonths(month, 1)) {
    if (firstDay(month) > yesterday) break;
    changed += await deriveMonth(tx, deps, asked, month, yesterday);
  }
  return changed;
}

async function deriveMonth(
  tx: Tx,
  deps: Judging,
  { payrollUnitId, employeeIds }: Derivation,
  month: Month,
  yesterday: LocalDate,
): Promise<number> {
  const inForce = await regulationOn(tx, firstDay(month));
  if (!inForce?.regulation.attendance) return 0;
  const found = await peopleOfMonth(tx, month, deps.regency.zone, { employeeIds, payrollUnitId });
  if (found.length === 0) return 0;
  await passGates(tx, month, [...new Set(found.map(person => person.payrollUnitId))]);
  await tx.query(TURN, [Number(month.replace('-', ''))]);
  const closed = await closedUnits(tx, month);
  const people = found.filter(person => !closed.has(person.payrollUnitId));
  return judgeMonth(tx, deps, { people, month, inForce, yesterday });
}

/**
 * Derives a unit's month once more while its gate is barred, in the transaction that closes it: whatever became of
 * seats, hours and calendar since the last file, the snapshot that follows reads days judged by what holds now. Nobody
 * else derives this unit then (they would have to pass the gate), so that no turn is taken.
 */
export async function deriveBeforeClose(tx: Tx, deps: Judging, month: Month, payrollUnitId: string): Promise<void> {
  const inForce = await regulationOn(tx, firstDay(month));
  if (!inForce?.regulation.attendance) return;
  const yesterday = addDays(dayIn(deps.regency.zone, deps.clock.now()), -1);
  const people = await peopleOfMonth(tx, month, deps.regency.zone, { payrollUnitId });
  await judgeMonth(tx, deps, { people, month, inForce, yesterday });
}

/** People whose days of a month are judged, and by which regulation's section `presensi`. */
export interface MonthToJudge {
  readonly people: readonly MonthPerson[];
  readonly month: Month;
  readonly inForce: InForce;
  /** Days until this one are judged. */
  readonly yesterday: LocalDate;
}

/** Some people's days as they are judged. */
export interface JudgedDays {
  readonly ids: readonly string[];
  readonly days: readonly DerivedDay[];
}

async function judgeMonth(tx: Tx, deps: Judging, asked: MonthToJudge): Promise<number> {
  const span = { from: firstDay(asked.month), until: lastDay(asked.month) };
  let changed = 0;
  for await (const { ids, days } of judgedDays(tx, asked)) {
    changed += await writeDays(tx, { ids, ...span }, days, deps.clock.now());
  }
  return changed;
}

/**
 * Judges days of a month from their sources as they are now, some people at a time, and writes nothing. People whose days
 * another unit's closed period keeps are left out; whoever has neither punch nor record has no days.
 */
export async function* judgedDays(tx: Tx, asked: MonthToJudge): AsyncGenerator<JudgedDays> {
  const { month, inForce, yesterday } = asked;
  const kept = await keptElsewhere(tx, month, asked.people);
  const people = asked.people.filter(({ employeeId }) => !kept.has(employeeId));
  if (people.length === 0) return;
  const frame: Frame = {
    inForce,
    days: daysOf(month).filter(day => day <= yesterday),
    holidays: await holidaysBetween(tx, firstDay(month), lastDay(month)),
    hours: await hoursOfMonth(tx, month),
    coverage: await coverageOf(tx, month),
  };
  for (let start = 0; start < people.length; start += CHUNK) {
    const chunk = people.slice(start, start + CHUNK);
    const sources = await sourcesOf(tx, month, chunk);
    const days = chunk.flatMap(person => daysOfPerson(person, sources, frame));
    yield { ids: chunk.map(person => person.employeeId), days };
  }
}

interface Frame {
  readonly inForce: InForce;
  readonly days: readonly LocalDate[];
  readonly holidays: ReadonlyMap<LocalDate, string>;
  readonly hours: HoursOn;
  readonly coverage: readonly Coverage[];
}

function daysOfPerson(person: MonthPerson, sources: MonthSources, frame: Frame): DerivedDay[] {
  const own = sources.days.get(person.employeeId);
  if (!own) return [];
  const leaves = sources.leaves.get(person.employeeId) ?? [];
  const spans = frame.coverage.filter(span => span.payrollUnitId === person.payrollUnitId);
  const rules = frame.inForce.regulation.attendance!;
  const judged = frame.days.flatMap(day => {
    const known = own.get(day);
    // A row by hand mends what files say: of a day that no file is about it says nothing yet.
    const filed = known && (known.punches.length > 0 || known.records.some(record => !record.byHand));
    if (!filed && !spans.some(span => span.from <= day && day <= span.last)) return [];
    const seat = person.seats.find(each => each.from <= day && (each.last === null || each.last >= day));
    if (!seat) return [];
    const off = dayOff(day, seat.pattern, frame.holidays) ?? null;
    // A weekday without hours is a free day, judged without them.
    const hours = frame.hours(day, seat.unitId, seat.pattern) ?? { ...NO_HOURS };
    const ceremony = off === null ? ceremonyOf(day, hours, rules) : undefined;
    const told: DayCase = {
      off,
      hours,
      punches: [...(known?.punches ?? [])].sort((a, b) => a - b),
      records: known?.records ?? [],
      leave: leaveOn(leaves, day),
      rules,
      ...(ceremony ? { ceremony } : {}),
    };
    return [{ day, zone: seat.zone, told }];
  });
  return withForgiven(judged.map(({ told }) => told)).map((told, index) => {
    const { day, zone } = judged[index]!;
    return derivedDay(person, day, zone, told, frame.inForce.version);
  });
}

const NO_HOURS = { start: 0, end: 1439, openBefore: 0, closeAfter: 0, source: '' } as const;

const ceremonyOf = (day: LocalDate, hours: DayHours, rules: AttendanceRules): CeremonyRule | undefined =>
  ceremonyOn(rules, { weekday: isoWeekday(day), monthDay: Number(day.slice(8)), isSpecial: hours.special === true });

const leaveOn = (leaves: readonly LeaveSpan[], day: LocalDate): LeaveSpan['kind'] | null =>
  leaves.find(leave => leave.from <= day && day <= leave.last)?.kind ?? null;

function derivedDay(person: MonthPerson, day: LocalDate, zone: Zone, judged: DayCase, version: string): DerivedDay {
  const result: DayResult = judgeDay(judged);
  const { rules: _, ...sources } = judged;
  const [from, until] = windowOf(judged.hours);
  const instant = (minute: number | null): Date | null => (minute === null ? null : instantOf(zone, day, minute));
  return {
    employeeId: person.employeeId,
    day,
    payrollUnitId: person.payrollUnitId,
    result,
    inAt: instant(result.in),
    outAt: instant(result.out),
    window:
      judged.off === null
        ? {
            start: judged.hours.start,
            end: judged.hours.end,
            from,
            until,
            source: judged.hours.source,
            punches: judged.punches,
          }
        : null,
    inputHash: createHash('sha256')
      .update(JSON.stringify([version, person.payrollUnitId, zone, sources]))
      .digest('hex'),
  };
}
