import { ceremonyOn, isDayCode, judgeDay, type DayCase, type DayResult } from '../attendance/day.ts';
import { standardHours, type DayHours } from '../attendance/hours.ts';
import { monthPresence, withForgiven, type JudgedDay } from '../attendance/month.ts';
import { percentText, type AttendanceRules } from '../attendance/rules.ts';
import { isLocalDate, isoWeekday, type LocalDate } from '../local-date.ts';
import { clockAt, clockOf } from './attendance-cells.ts';
import { sameText } from './case-expectation.ts';
import type { FactValue } from './computation.ts';
import type { Problems } from './problem.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** Working hours of a day, minutes since midnight. */
interface Window {
  readonly start: number;
  readonly end: number;
}

/** What a case tells of one working day. Minutes are since midnight. */
export interface CaseDay {
  readonly date: LocalDate;
  /** Null: the hours that hold where nobody has set any (`standardHours`, five days a week). */
  readonly window: Window | null;
  /** Special hours hold, such as in Ramadan. */
  readonly isSpecial: boolean;
  readonly in: number | null;
  readonly out: number | null;
  /** As a machine records them; which is coming and which going is told by the product. */
  readonly punches: readonly number[];
  /** What stands in the place of presence: a kind of leave, `H` or the code of absence. */
  readonly code: string | null;
  /** What the day must come to, as written. */
  readonly expect: Readonly<Record<string, string>>;
}

const DAY_RESULTS = ['kode', 'telat', 'pulang_cepat', 'pengurangan'] as const;
const DAY_KEYS = ['masuk', 'pulang', 'rekaman', 'keterangan', 'jam', 'jam_khusus', 'expect', 'note'] as const;

/** Reads `jam` of a case: the hours of all its days that say no other. Null when it is not written or refused. */
export function readHours(section: Section, key: string, problems: Problems): Window | null {
  const node = section.map(key);
  if (!node) return null;
  const hours = new Section(node, key, problems).expects(['masuk', 'pulang']);
  const [start, end] = [clockAt(hours, 'masuk', problems), clockAt(hours, 'pulang', problems)];
  if (start === null || end === null) return null;
  if (start < end) return { start, end };
  problems.add(node.line, `pulang pada ${key} harus sesudah masuk`);
  return null;
}

/** Reads `hari` of a case, in order of date; null when it is not written. */
export function readDays(section: Section, usual: Window | null, problems: Problems): readonly CaseDay[] | null {
  const items = section.sequence('hari');
  if (!items) return null;
  const days = items.flatMap(item => {
    if (item.kind === 'map') return readDay(item, usual, problems) ?? [];
    problems.add(item.line, 'isi "hari" harus { tanggal, masuk, pulang } atau { tanggal, keterangan }');
    return [];
  });
  const seen = new Set<string>();
  for (const { date } of days) {
    if (seen.has(date)) problems.add(section.lineOf('hari'), `tanggal ${date} ditulis dua kali pada hari`);
    seen.add(date);
  }
  return [...days].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function readDay(node: MapNode, usual: Window | null, problems: Problems): CaseDay | null {
  const section = new Section(node, 'hari', problems).expects(['tanggal'], DAY_KEYS);
  const date = section.text('tanggal');
  if (date === null) return null;
  if (!isLocalDate(date)) {
    problems.add(section.lineOf('tanggal'), `"tanggal" pada hari harus TTTT-BB-HH, ditulis "${date}"`);
    return null;
  }
  const special = readHours(section, 'jam_khusus', problems);
  return {
    date,
    window: special ?? readHours(section, 'jam', problems) ?? usual,
    isSpecial: special !== null,
    in: clockAt(section, 'masuk', problems),
    out: clockAt(section, 'pulang', problems),
    punches: section.texts('rekaman').flatMap(text => {
      const minute = clockOf(text);
      if (minute === null) problems.add(section.lineOf('rekaman'), `isi "rekaman" harus jam, ditulis "${text}"`);
      return minute ?? [];
    }),
    code: section.text('keterangan'),
    expect: readDayResult(section, problems),
  };
}

function readDayResult(day: Section, problems: Problems): Readonly<Record<string, string>> {
  const node = day.map('expect');
  if (!node) return {};
  const section = new Section(node, 'expect hari', problems).expects([], DAY_RESULTS);
  return Object.fromEntries(
    DAY_RESULTS.flatMap(name => {
      const text = section.text(name);
      return text === null ? [] : [[name, text]];
    }),
  );
}

/** What the days of a case come to. */
export interface CasePresence {
  /** Facts by what stands behind `presensi.` in their source; none where the days cannot be judged. */
  readonly facts: Readonly<Record<string, FactValue>>;
  /** What is not as the case expects, or why the days cannot be judged, in Indonesian. */
  readonly differences: readonly string[];
}

/** Judges the days of a case as the product judges those of its people. @param period the month of the case */
export function judgeDays(rules: AttendanceRules | null, period: string, days: readonly CaseDay[]): CasePresence {
  if (!rules) return { facts: {}, differences: ['hari ditulis, padahal aturan ini tidak mempunyai bagian presensi'] };
  const faults = days.flatMap(day => faultOf(day, period, rules));
  if (faults.length > 0) return { facts: {}, differences: faults };
  const judged = withForgiven(days.map(day => dayCase(day, rules))).map(judgeDay);
  const dated = days.map((day, index): JudgedDay => ({ date: day.date, result: judged[index]! }));
  return {
    facts: { ...monthPresence(dated, rules) },
    differences: days.flatMap((day, index) => dayDifferences(day, judged[index]!)),
  };
}

const called = ({ date }: CaseDay): string => `hari tanggal ${String(Number(date.slice(8)))}`;

function faultOf(day: CaseDay, period: string, rules: AttendanceRules): string[] {
  if (!day.date.startsWith(`${period}-`)) return [`hari ${day.date} di luar bulan ${period}`];
  if (day.code !== null && !isDayCode(day.code, rules))
    return [`${called(day)}: keterangan "${day.code}" bukan jenis cuti, H, atau ${rules.absent.code}`];
  if (!hoursOf(day)) return [`${called(day)} bukan hari kerja lima hari seminggu: hapus, atau tulis jam`];
  return [];
}

function hoursOf({ date, window, isSpecial }: CaseDay): DayHours | undefined {
  const weekday = isoWeekday(date);
  const usual = standardHours(5, weekday);
  const source = isSpecial ? 'jam khusus' : 'jam contoh';
  return window
    ? { ...MARGINS, ...window, source, ...(isSpecial ? { special: true as const } : {}) }
    : usual && { ...usual };
}

/** How long before the start and after the end a punch belongs to the day: as in the hours of the product. */
const MARGINS = { openBefore: 120, closeAfter: 300 };

function dayCase(day: CaseDay, rules: AttendanceRules): DayCase {
  const { date, isSpecial, code } = day;
  const written = code !== null || day.in !== null || day.out !== null;
  const ceremony = ceremonyOn(rules, { weekday: isoWeekday(date), monthDay: Number(date.slice(8)), isSpecial });
  return {
    off: null,
    hours: hoursOf(day)!,
    punches: [...day.punches].sort((a, b) => a - b),
    records: written ? [{ byHand: true, in: day.in, out: day.out, code }] : [],
    leave: null,
    rules,
    ...(ceremony ? { ceremony } : {}),
  };
}

function dayDifferences(day: CaseDay, result: DayResult): string[] {
  const found: Readonly<Record<string, string>> = {
    kode: result.code,
    telat: String(result.lateMinutes),
    pulang_cepat: String(result.earlyMinutes),
    pengurangan: percentText(result.cut),
  };
  const why = result.why.map(({ sentence }) => sentence).join('; ');
  return Object.entries(day.expect).flatMap(([name, wanted]) => {
    const value = found[name] ?? '';
    return sameText(wanted, value) ? [] : [`${called(day)}: ${name} seharusnya ${wanted}, hasilnya ${value} (${why})`];
  });
}
