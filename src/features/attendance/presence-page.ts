import { FREE } from '../../domain/attendance/day.ts';
import { leaveInWords } from '../../domain/attendance/leave-kind.ts';
import { monthCut, percentText } from '../../domain/attendance/rules.ts';
import { monthInWords, type Month } from '../../domain/month.ts';
import { zoneLabel } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import type { NoticeProps, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, dateMedium, number, percent } from '../../platform/render/format.ts';
import { monthLinks, type MonthLinks } from '../reports/month-choice.ts';
import { clockOf, dayInLine } from './day-words.ts';
import { paths } from './paths.ts';
import type { JudgedDay, Leave } from './queries.ts';

/** One judged day, as its owner reads it. */
export interface DayCard {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly cut: string;
  /** What decided, each a sentence with its article. */
  readonly reasons: readonly { readonly sentence: string; readonly cite: string }[];
  readonly punches: string;
  readonly hours: string;
}

/** The page of `GET /presensi`. */
export interface PresencePage extends PageModel, MonthLinks {
  readonly heading: string;
  readonly month: string;
  readonly lead: string;
  readonly notice: NoticeProps | null;
  readonly summary: readonly SummaryRow[];
  readonly leaves: readonly string[];
  readonly days: readonly DayCard[];
  readonly empty: string;
}

export interface PresenceContent {
  readonly month: Month;
  readonly thisMonth: Month;
  readonly zone: Zone;
  readonly days: readonly JudgedDay[];
  readonly leaves: readonly Leave[];
  /** Basis points; null where the regulation of the month says nothing of presence. */
  readonly monthCap: number | null;
}

export function presencePage(content: PresenceContent): PresencePage {
  const { month, thisMonth, zone, days, leaves, monthCap } = content;
  const words = monthInWords(month);
  const working = days.filter(day => day.code !== FREE);
  return {
    title: `Presensi, ${words}`,
    heading: 'Presensi',
    month: words,
    ...monthLinks(month, thisMonth, paths.own),
    lead: working.length === 0 ? '' : `Jam dalam ${zoneLabel(zone)}. Hari ini dinilai besok.`,
    notice:
      monthCap === null ? { kind: 'info', text: `Peraturan TPP untuk ${words} tidak mengatur presensi harian.` } : null,
    summary: working.length === 0 ? [] : summaryOf(working, monthCap ?? 0),
    leaves: leaves.map(
      leave =>
        `${leaveInWords(leave.kind)} ${dateMedium(leave.firstDay)}${leave.lastDay === leave.firstDay ? '' : ` sampai ${dateMedium(leave.lastDay)}`}, surat ${leave.documentNumber}`,
    ),
    days: days.map(day => cardOf(day, zone)),
    empty: `Belum ada data presensi Anda untuk ${words}. Data datang dari berkas mesin yang dimasukkan pengelola unit.`,
  };
}

function summaryOf(working: readonly JudgedDay[], monthCap: number): SummaryRow[] {
  const present = working.filter(day => day.inAt !== null || day.outAt !== null || day.code === 'H').length;
  const late = working.reduce((sum, day) => sum + day.lateMinutes, 0);
  const early = working.reduce((sum, day) => sum + day.earlyMinutes, 0);
  const cut = monthCut(
    working.map(day => day.cut),
    { monthCap },
  );
  return [
    { label: 'Hari hadir', value: `${number(present)} dari ${number(working.length)} hari kerja yang dinilai` },
    { label: 'Terlambat', value: `${number(late)} menit` },
    { label: 'Pulang lebih awal', value: `${number(early)} menit` },
    { label: 'Pengurangan', value: percent(percentText(cut)) },
  ];
}

function cardOf(day: JudgedDay, zone: Zone): DayCard {
  const { window } = day;
  return {
    id: `hari-${day.day}`,
    title: date(day.day),
    line: dayInLine(day, zone),
    cut: day.cut === 0 ? '' : percent(percentText(day.cut)),
    reasons: day.why.map(({ sentence, cite }) => ({ sentence, cite })),
    punches: window && window.punches.length > 0 ? window.punches.map(clockOf).join(' · ') : '',
    hours: window
      ? `${clockOf(window.start)}–${clockOf(window.end)} (${window.source}), catatan dihitung ${clockOf(window.from)}–${clockOf(window.until)}`
      : '',
  };
}
