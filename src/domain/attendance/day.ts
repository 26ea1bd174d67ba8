import { timeText } from '../activity/entry-rules.ts';
import type { DayHours } from './hours.ts';
import { isLeaveKind, leaveInWords, type LeaveKind } from './leave-kind.ts';
import {
  bandOf,
  graceOf,
  percentText,
  type AttendanceRules,
  type BasisPoints,
  type CeremonyRule,
  type SpecialDayRules,
} from './rules.ts';
import { presenceOf, type Presence } from './window.ts';

/** A person was there all day; nobody works on this day. Codes of the regulation are never these two. */
export const PRESENT = 'H';
export const FREE = 'L';

/** What somebody wrote for the day. By hand it was confirmed by a second person. */
export interface DayRecord {
  readonly byHand: boolean;
  readonly in: number | null;
  readonly out: number | null;
  readonly code: string | null;
}

/** One person's day, as the sources tell it. Minutes are since midnight where the person works. */
export interface DayCase {
  /** Why nobody works on this day; null on a working day. */
  readonly off: string | null;
  readonly hours: DayHours;
  readonly punches: readonly number[];
  /** In the order of weight: the first that says something holds. */
  readonly records: readonly DayRecord[];
  readonly leave: LeaveKind | null;
  readonly rules: AttendanceRules;
  /** The ceremony of this day. */
  readonly ceremony?: CeremonyRule | undefined;
  /** A lateness of this day is forgiven: the how manieth of the month it is. */
  readonly forgiven?: number | undefined;
}

/** One thing that decided about the day. */
export interface DayReason {
  readonly code: string;
  readonly minutes: number;
  readonly cut: BasisPoints;
  readonly cite: string;
  /** In Indonesian, for the person. */
  readonly sentence: string;
}

export interface DayResult {
  /** `H`, `L`, a code of the regulation, or two joined by `+`. */
  readonly code: string;
  readonly in: number | null;
  readonly out: number | null;
  readonly lateMinutes: number;
  readonly earlyMinutes: number;
  readonly cut: BasisPoints;
  readonly why: readonly DayReason[];
}

/** Codes that may stand for a day in a file or a row by hand: presence, absence, and every kind of leave. */
export const isDayCode = (code: string, rules: AttendanceRules): boolean =>
  code === PRESENT || code === rules.absent.code || isLeaveKind(code);

/** Whether a lateness may be one of those that are forgiven. */
export const isForgivable = ({ lateMinutes }: DayResult, { forgiven }: AttendanceRules): boolean =>
  forgiven !== undefined && lateMinutes > 0 && lateMinutes <= forgiven.minutes;

/** The ceremony of a working day, the first that is written for it. @param weekday 1 is Monday */
export function ceremonyOn(
  { ceremonies }: AttendanceRules,
  day: { readonly weekday: number; readonly monthDay: number; readonly isSpecial: boolean },
): CeremonyRule | undefined {
  return ceremonies?.find(
    ({ weekdays, monthDays, onSpecialDays }) =>
      (onSpecialDays || !day.isSpecial) && (weekdays.includes(day.weekday) || monthDays.includes(day.monthDay)),
  );
}

/**
 * Judges one day. A free day costs nothing; leave beats everything else on a working day; then what was written by hand;
 * then reasons from a file, punches, and last an absence written in a file. Rules: the regulation's section `presensi`.
 */
export function judgeDay(day: DayCase): DayResult {
  const { off, rules } = day;
  if (off !== null) return freeDay(off);
  const written = day.records.find(record => record.byHand && record.code !== null)?.code ?? null;
  const timed = day.records.some(record => record.byHand && record.code === null);
  const filed = timed ? null : (day.records.find(record => !record.byHand && record.code !== null)?.code ?? null);
  const away =
    [day.leave, written, filed].find(code => code !== null && (isLeaveKind(code) || code === written)) ?? null;
  if (away !== null && isLeaveKind(away)) return onLeave(away, rules);
  if (away === rules.absent.code) return absent(rules, 'Tercatat tidak hadir tanpa keterangan');
  if (away === PRESENT) return present({ in: null, out: null }, 'Tercatat hadir dengan surat');
  const presence = presenceIn(day);
  if (presence.in === null && presence.out === null) {
    if (filed === PRESENT) return present(presence, 'Tercatat hadir dalam berkas');
    return absent(rules, 'Tidak ada catatan hadir dan tidak ada keterangan');
  }
  return judgePresence(presence, day);
}

/** Times out of punches and files; a time written by hand stands in the place of what the machine says. */
function presenceIn({ punches, records, hours }: DayCase): Presence {
  const filed = records.filter(record => !record.byHand).flatMap(record => [record.in, record.out]);
  const stamped = presenceOf([...punches, ...filed.filter(minute => minute !== null)], hours);
  const written = records.filter(record => record.byHand);
  return {
    in: written.find(record => record.in !== null)?.in ?? stamped.in,
    out: written.find(record => record.out !== null)?.out ?? stamped.out,
  };
}

function judgePresence(presence: Presence, day: DayCase): DayResult {
  const { rules } = day;
  const [coming, going] = [comes(presence.in, day), goes(presence.out, day)];
  const why = [coming.why, going.why, gathers(presence.in, day)].filter(reason => reason !== null);
  if (why.length === 0) return present(presence, 'Datang dan pulang tepat waktu');
  const codes = why.map(reason => reason.code).filter(code => code !== PRESENT);
  return {
    code: codes.length === 0 ? PRESENT : codes.join('+'),
    in: presence.in,
    out: presence.out,
    lateMinutes: coming.minutes,
    earlyMinutes: going.minutes,
    cut: Math.min(
      why.reduce((sum, reason) => sum + reason.cut, 0),
      rules.dayCap ?? rules.monthCap,
      rules.monthCap,
    ),
    why,
  };
}

/** One end of the day: the minutes that count, and what follows from them. */
interface End {
  readonly minutes: number;
  readonly why: DayReason | null;
}

/** Minutes over the line: none within the grace, all of them beyond it. */
const beyond = (minutes: number, grace: number): number => (minutes > grace ? minutes : 0);

const specialRules = ({ hours, rules }: DayCase): SpecialDayRules | undefined =>
  hours.special ? rules.special : undefined;

function comes(at: number | null, day: DayCase): End {
  const { rules, hours, forgiven } = day;
  if (at === null)
    return { minutes: 0, why: reason(rules.noIn.code, 0, rules.noIn.cut, rules, 'Tidak ada catatan masuk') };
  const late = beyond(at - hours.start, graceOf(rules, hours.special).late);
  const band = bandOf(rules.late, late);
  if (!band) return { minutes: late, why: null };
  const fact = `Datang terlambat ${String(late)} menit`;
  if (specialRules(day)?.lateIsFree) return free(late, rules, `${fact}. Tidak ada pengurangan selama ${hours.source}`);
  if (forgiven !== undefined && rules.forgiven) {
    const of = `keterlambatan ke-${String(forgiven)} dari ${String(rules.forgiven.times)} yang dimaafkan bulan ini`;
    return free(late, rules.forgiven, `${fact}. Tidak ada pengurangan: ${of}`);
  }
  return { minutes: late, why: reason(band.code, late, band.cut, rules, fact) };
}

function goes(at: number | null, day: DayCase): End {
  const { rules, hours } = day;
  if (at === null)
    return { minutes: 0, why: reason(rules.noOut.code, 0, rules.noOut.cut, rules, 'Tidak ada catatan pulang') };
  const early = beyond(hours.end - at, graceOf(rules, hours.special).early);
  const band = bandOf(rules.early, early);
  if (!band) return { minutes: early, why: null };
  const fact = `Pulang ${String(early)} menit lebih awal`;
  if (specialRules(day)?.earlyIsFree)
    return free(early, rules, `${fact}. Tidak ada pengurangan selama ${hours.source}`);
  return { minutes: early, why: reason(band.code, early, band.cut, rules, fact) };
}

/** Minutes that count for nothing. */
const free = (minutes: number, { cite }: Pick<AttendanceRules, 'cite'>, sentence: string): End => ({
  minutes: 0,
  why: { code: PRESENT, minutes, cut: 0, cite, sentence },
});

/** Whether somebody who was there that day missed its ceremony. */
function gathers(at: number | null, { ceremony, rules }: DayCase): DayReason | null {
  if (!ceremony || (at !== null && at <= ceremony.until)) return null;
  const { code, cut, cite, until } = ceremony;
  return reason(code, 0, cut, { ...rules, cite }, `Belum ada pada apel pukul ${timeText(until)}`);
}

const reason = (code: string, minutes: number, cut: number, rules: AttendanceRules, fact: string): DayReason => ({
  code,
  minutes,
  cut,
  cite: rules.cite,
  sentence:
    cut === 0 ? `${fact}. Tidak ada pengurangan` : `${fact}. Pengurangan ${percentText(cut).replace('.', ',')} %`,
});

const whole = (code: string, cut: number, why: readonly DayReason[], presence: Presence): DayResult => ({
  code,
  ...presence,
  lateMinutes: 0,
  earlyMinutes: 0,
  cut,
  why,
});

const NOWHERE: Presence = { in: null, out: null };

const freeDay = (off: string): DayResult =>
  whole(FREE, 0, [{ code: FREE, minutes: 0, cut: 0, cite: '', sentence: `Bukan hari kerja: ${off}` }], NOWHERE);

const present = (presence: Presence, sentence: string): DayResult =>
  whole(PRESENT, 0, [{ code: PRESENT, minutes: 0, cut: 0, cite: '', sentence }], presence);

function absent(rules: AttendanceRules, fact: string): DayResult {
  const { code, cut } = rules.absent;
  return whole(code, cut, [reason(code, 0, cut, rules, fact)], NOWHERE);
}

function onLeave(kind: LeaveKind, rules: AttendanceRules): DayResult {
  const cut = rules.leave.get(kind) ?? 0;
  return whole(kind, cut, [reason(kind, 0, cut, rules, leaveInWords(kind))], NOWHERE);
}
