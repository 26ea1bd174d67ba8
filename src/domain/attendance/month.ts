import type { LocalDate } from '../local-date.ts';
import { isForgivable, judgeDay, FREE, PRESENT, type DayCase, type DayResult } from './day.ts';
import { isLeaveKind } from './leave-kind.ts';
import { monthCut, percentText, type AttendanceRules } from './rules.ts';

/** Days of one person's month, in order of date, of which the first latenesses are marked as those that are forgiven. */
export function withForgiven(days: readonly DayCase[]): readonly DayCase[] {
  let forgiven = 0;
  return days.map(day => {
    const { rules } = day;
    if (forgiven >= (rules.forgiven?.times ?? 0) || !isForgivable(judgeDay(day), rules)) return day;
    forgiven += 1;
    return { ...day, forgiven };
  });
}

/** A day that was judged. */
export interface JudgedDay {
  readonly date: LocalDate;
  readonly result: DayResult;
}

/** What a month of presence comes to. Numbers are decimal text, percentages as written (`2.5` is 2,5 %). */
export interface MonthPresence {
  readonly pengurangan: string;
  readonly hari_hadir: string;
  /** Days of each code; presence and leave too, free days not. */
  readonly kode: Readonly<Record<string, string>>;
  readonly menit_terlambat: readonly string[];
  readonly menit_pulang_cepat: readonly string[];
  readonly jumlah_menit_terlambat: string;
  readonly jumlah_menit_pulang_cepat: string;
  readonly alpa: string;
  readonly hari: readonly Readonly<Record<'tgl' | 'kode' | 'telat' | 'pulang_cepat' | 'pengurangan', string>>[];
}

/**
 * The facts `presensi.…` (docs/policy/format.md, "What the product makes") of judged days in order of date. The product
 * adds up the days it has stored in SQL; a test holds the two together.
 */
export function monthPresence(days: readonly JudgedDay[], rules: AttendanceRules): MonthPresence {
  const worked = days.filter(({ result }) => result.code !== FREE);
  const late = worked.map(({ result }) => result.lateMinutes).filter(minutes => minutes > 0);
  const early = worked.map(({ result }) => result.earlyMinutes).filter(minutes => minutes > 0);
  const cuts = worked.map(({ result }) => result.cut);
  return {
    pengurangan: percentText(monthCut(cuts, rules)),
    hari_hadir: String(worked.filter(({ result }) => result.code === PRESENT || wasThere(result)).length),
    kode: daysByCode(worked),
    menit_terlambat: late.map(String),
    menit_pulang_cepat: early.map(String),
    jumlah_menit_terlambat: String(sum(late)),
    jumlah_menit_pulang_cepat: String(sum(early)),
    alpa: String(worked.filter(({ result }) => isAbsent(result)).length),
    hari: worked.map(({ date, result }) => ({
      tgl: date,
      kode: result.code,
      telat: String(result.lateMinutes),
      pulang_cepat: String(result.earlyMinutes),
      pengurangan: percentText(result.cut),
    })),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

const wasThere = (result: DayResult): boolean => result.in !== null || result.out !== null;

const isAbsent = (result: DayResult): boolean =>
  result.code !== PRESENT && !isLeaveKind(result.code) && !wasThere(result);

function daysByCode(days: readonly JudgedDay[]): Readonly<Record<string, string>> {
  const counted = new Map<string, number>();
  for (const code of days.flatMap(({ result }) => result.code.split('+')))
    counted.set(code, (counted.get(code) ?? 0) + 1);
  return Object.fromEntries([...counted].map(([code, count]) => [code, String(count)]));
}
