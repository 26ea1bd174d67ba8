import { dayOff, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf } from '../../domain/month.ts';
import type { HolidayKind } from '../calendar/kinds.ts';
import type { Seat } from '../organisation/queries.ts';
import type { DayFrame } from './day-frame.ts';
import type { ChairFact, FrameFacts } from './frame-facts.ts';

/** The pattern of days without a seat, so that their weekends still read as such. */
export const USUAL_PATTERN: WorkPattern = 5;

/** Of several holidays on one day the national one is named. */
const RANK: Readonly<Record<HolidayKind, number>> = { libur: 1, cuti_bersama: 2, lokal: 3 };

/**
 * The frames of these days, in their order, out of facts that reach over all of them. The same as `frameSql` gives day by day
 * (tests/features/activity-log/frames.test.ts).
 */
export function framesFrom(facts: FrameFacts, days: readonly LocalDate[]): DayFrame[] {
  const holidays = holidayNames(facts);
  const seatOf = seatFinder(facts);
  return days.map(day => {
    const month = firstDay(monthOf(day));
    const seat = seatOf(day, month);
    const special = facts.special.find(each => each.first_day <= day && day <= each.last_day);
    return {
      day,
      seat,
      periodOpen: !isClosed(facts, seat, month),
      dayOffName: dayOff(day, seat?.workPattern ?? USUAL_PATTERN, holidays),
      specialMinutes: seat?.workPattern === 6 ? special?.minutes_six : special?.minutes_five,
      openUntil: openUntilOf(facts, day, seat),
      leave: facts.leave.find(each => each.first_day <= day && day <= each.last_day)?.kind,
    };
  });
}

/** Days beyond those asked for that something keeps open on a day: a dispensation, or a confirmed outage of whoever's unit. */
export function daysOpenOn(
  { dispensations, outages }: FrameFacts,
  on: LocalDate,
): readonly (readonly [from: LocalDate, to: LocalDate])[] {
  const isOpen = ({ open_until }: { readonly open_until: string | null }): boolean =>
    open_until !== null && open_until >= on;
  return [
    ...dispensations.filter(isOpen).map(({ day }) => [localDate(day), localDate(day)] as const),
    ...outages.filter(isOpen).map(({ work_from, work_to }) => [localDate(work_from), localDate(work_to)] as const),
  ];
}

function holidayNames({ holidays }: FrameFacts): ReadonlyMap<LocalDate, string> {
  const best = new Map<string, FrameFacts['holidays'][number]>();
  for (const holiday of holidays) {
    const known = best.get(holiday.day);
    if (!known || RANK[holiday.kind] < RANK[known.kind]) best.set(holiday.day, holiday);
  }
  return new Map([...best.values()].map(({ day, name }) => [localDate(day), name]));
}

const isClosed = ({ closed }: FrameFacts, seat: Seat | undefined, month: LocalDate): boolean =>
  seat !== undefined && closed.some(each => each.unit === seat.payrollUnitId && each.month === month);

/** The later of what a dispensation of the day and the outages of the unit allow. */
function openUntilOf(
  { dispensations, outages }: FrameFacts,
  day: LocalDate,
  seat: Seat | undefined,
): LocalDate | undefined {
  let latest = dispensations.find(each => each.day === day)?.open_until ?? null;
  for (const { work_from, work_to, open_until, units } of outages) {
    const holds =
      work_from <= day && day <= work_to && (units === null || (seat && units.includes(seat.payrollUnitId)));
    if (holds && open_until !== null && (latest === null || open_until > latest)) latest = open_until;
  }
  return latest === null ? undefined : localDate(latest);
}

/** Finds the seat of a day, given the first of its month too. Days between two changes share one. */
function seatFinder(facts: FrameFacts): (day: LocalDate, month: LocalDate) => Seat | undefined {
  const known = new Map<string, Seat>();
  const paying = new Map<LocalDate, string | undefined>();
  return (day, month) => {
    const chair = chairOn(facts.chairs, day);
    if (!chair) return undefined;
    if (!paying.has(month)) paying.set(month, chairOn(facts.chairs, month)?.payroll_unit_id);
    const unit = paying.get(month) ?? chair.payroll_unit_id;
    const status = statusOn(facts, day);
    const key = `${String(facts.chairs.indexOf(chair))} ${unit} ${status}`;
    const seat = known.get(key) ?? seatFrom(chair, unit, status);
    known.set(key, seat);
    return seat;
  };
}

/** The chair held on a day, in the versions of chair and unit that hold on it; none where either has none yet. */
function chairOn(chairs: readonly ChairFact[], day: string): ChairFact | undefined {
  let best: ChairFact | undefined;
  for (const each of chairs) {
    const isHeld = each.held_from <= day && (each.held_until === null || each.held_until >= day);
    if (!isHeld || each.version_from > day) continue;
    if (!best || each.version_from > best.version_from || isLaterUnit(each, best, day)) best = each;
  }
  return best && unitFrom(best, day) === '' ? undefined : best;
}

/** Of two rows for the same version of a chair, whether the first has the later version of the unit by that day. */
const isLaterUnit = (each: ChairFact, best: ChairFact, day: string): boolean =>
  each.version_from === best.version_from && unitFrom(each, day) > unitFrom(best, day);

/** When the version of the unit began; empty where it has not by that day. */
const unitFrom = ({ unit_from }: ChairFact, day: string): string =>
  unit_from !== null && unit_from <= day ? unit_from : '';

/** The latest status by a day; empty before the first. */
function statusOn({ statuses }: FrameFacts, day: string): string {
  let best = { from_date: '', status: '' };
  for (const each of statuses) if (each.from_date <= day && each.from_date > best.from_date) best = each;
  return best.status;
}

const seatFrom = (chair: ChairFact, payrollUnitId: string, status: string): Seat => ({
  positionId: chair.position_id,
  title: chair.title,
  family: chair.family,
  unitId: chair.unit_id,
  unitName: chair.unit_name,
  payrollUnitId,
  workPattern: chair.work_pattern,
  zone: chair.zone,
  oneStep: chair.one_step,
  traits: [`jenis:${chair.kind}`, `eselon:${chair.echelon ?? ''}`, `status:${status}`],
});
