import { ratio, toDecimalText } from '../ratio.ts';

/** Hundredths of a percent, a whole number: 150 is 1.5 %. */
export type BasisPoints = number;

/** One step of a ladder of minutes: up to so many (null: as many as there are) they have this code and cost so much. */
export interface Band {
  readonly upTo: number | null;
  readonly code: string;
  readonly cut: BasisPoints;
}

export interface CodedCut {
  readonly code: string;
  readonly cut: BasisPoints;
}

/** Whole minutes that do not count; beyond them all minutes do, from the first. */
export interface Grace {
  /** After the start of the day, and before its end where that has none of its own. */
  readonly graceMinutes: number;
  /** Before the end of the day, where the regulation says it for each end. */
  readonly earlyGraceMinutes?: number;
}

/** What holds otherwise on days with special hours, such as Ramadan. */
export interface SpecialDayRules {
  /** In place of the ordinary grace, of both ends; null where that holds. */
  readonly graceMinutes: number | null;
  readonly earlyGraceMinutes?: number;
  /** Lateness, or leaving early, costs nothing on these days. */
  readonly lateIsFree: boolean;
  readonly earlyIsFree: boolean;
}

/** A ceremony in the morning of some working days: whoever is not there by its time has missed it. */
export interface CeremonyRule extends CodedCut {
  /** Days of the week, 1 is Monday. */
  readonly weekdays: readonly number[];
  /** Days of the month. */
  readonly monthDays: readonly number[];
  /** Minutes since midnight by which one has to be there. */
  readonly until: number;
  /** It is held on days with special hours, too. */
  readonly onSpecialDays: boolean;
  readonly cite: string;
}

/** The first latenesses of a month, up to so many minutes each, that are forgiven. */
export interface ForgivenRule {
  readonly times: number;
  readonly minutes: number;
  readonly cite: string;
}

/** What a regulation says about presence on a working day: its section `presensi` (docs/policy/format.md). */
export interface AttendanceRules extends Grace {
  /** The article these rules come from. */
  readonly cite: string;
  /** By minutes late; the last band has no end. */
  readonly late: readonly Band[];
  /** By minutes left too early; the last band has no end. */
  readonly early: readonly Band[];
  /** There is a punch at the end of the day and none at its start. */
  readonly noIn: CodedCut;
  /** There is a punch at the start of the day and none at its end. */
  readonly noOut: CodedCut;
  /** Neither a punch nor a reason. */
  readonly absent: CodedCut;
  /** What a day away with a reason costs, by kind of leave. A kind that is not named costs nothing. */
  readonly leave: ReadonlyMap<string, BasisPoints>;
  /** What a month costs at most. */
  readonly monthCap: BasisPoints;
  /** What the codes of one day cost together at most. */
  readonly dayCap?: BasisPoints;
  readonly special?: SpecialDayRules;
  readonly ceremonies?: readonly CeremonyRule[];
  readonly forgiven?: ForgivenRule;
}

/** The grace of each end of a day. @param isSpecial special hours hold, such as in Ramadan */
export function graceOf(
  rules: Grace & Pick<AttendanceRules, 'special'>,
  isSpecial = false,
): { readonly late: number; readonly early: number } {
  const own = isSpecial ? rules.special : undefined;
  const late = own?.graceMinutes ?? null;
  return late === null
    ? { late: rules.graceMinutes, early: rules.earlyGraceMinutes ?? rules.graceMinutes }
    : { late, early: own?.earlyGraceMinutes ?? late };
}

/** The band that so many minutes fall into; undefined for none. */
export function bandOf(bands: readonly Band[], minutes: number): Band | undefined {
  if (minutes <= 0) return undefined;
  return bands.find(band => band.upTo === null || minutes <= band.upTo);
}

/** What the days of a month cost together, not more than its cap. */
export function monthCut(cuts: readonly BasisPoints[], rules: Pick<AttendanceRules, 'monthCap'>): BasisPoints {
  return Math.min(
    cuts.reduce((sum, cut) => sum + cut, 0),
    rules.monthCap,
  );
}

/** Decimal text of a number of basis points: `1.5` for 150. */
export const percentText = (points: BasisPoints): string => toDecimalText(ratio(BigInt(points), 100n));
