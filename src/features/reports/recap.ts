import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';
import { decimalStep, ratio, toDecimalText, toMultiple } from '../../domain/ratio.ts';
import { number } from '../../platform/render/format.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { RecapPerson, RecapUnit } from './recap-queries.ts';
import type { Officers } from './signatory.ts';

/** One line of a recap. */
export interface RecapLine extends RecapPerson {
  readonly number: number;
  /** Working days in office up to the report's day. */
  readonly workdays: number;
  /** Points sent per working day, decimal text with one place; null without a working day. */
  readonly average: string | null;
  /** Validated points in percent of what is expected, decimal text with one place; null where nothing is expected. */
  readonly attained: string | null;
  readonly remark: string;
}

/** The month of a unit (ux.md 6, Rekap bulanan unit). There is no rupiah in it (rulings.md 11). */
export interface Recap {
  readonly month: Month;
  readonly day: LocalDate;
  readonly unit: RecapUnit;
  readonly lines: readonly RecapLine[];
  /** Why it is not final; empty once the month is closed. */
  readonly provisional: string;
  readonly officers: Officers;
}

/** Makes the lines of a recap. */
export function recapLines(
  people: readonly RecapPerson[],
  holidays: ReadonlyMap<LocalDate, string>,
  daily: InForceDaily | undefined,
): RecapLine[] {
  return people.map((person, index) => {
    const workdays = workdaysOf(person, holidays);
    const target = daily ? daily.dailyTarget(person.workPattern) * workdays : 0;
    return {
      ...person,
      number: index + 1,
      workdays,
      average: share(person.sent, workdays),
      attained: share(person.validated * 100, target),
      remark: remarkOf(person),
    };
  });
}

const workdaysOf = ({ spans, workPattern }: RecapPerson, holidays: ReadonlyMap<LocalDate, string>): number =>
  spans.flatMap(([from, to]) => daysFrom(from, to)).filter(day => dayOff(day, workPattern, holidays) === undefined)
    .length;

/** `part / whole` to one decimal, half up; null where there is nothing to divide by. */
function share(part: number, whole: number): string | null {
  if (whole === 0) return null;
  return toDecimalText(toMultiple(ratio(BigInt(part), BigInt(whole)), decimalStep(1), 'halfUp'));
}

function remarkOf({ waiting, returned, refused }: RecapPerson): string {
  const part = (count: number, words: string): string => (count > 0 ? `${number(count)} ${words}` : '');
  return [part(waiting, 'menunggu'), part(returned, 'dikembalikan'), part(refused, 'ditolak')]
    .filter(text => text !== '')
    .join(', ');
}
