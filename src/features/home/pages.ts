import { percentReached } from '../../domain/activity/points.ts';
import type { DailyRules } from '../../domain/activity/entry-rules.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { HeatMapProps, Link, TableProps, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { clock, date, dateShort, number } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import { paths } from '../activity-log/paths.ts';
import type { RunningCalculation } from '../reports/running.ts';
import { judgeDays, type DayView } from './days.ts';
import type { HomeAnnouncement, HomeFacts } from './queries.ts';
import { heatMap, monthSummary, monthTable } from './month-view.ts';
import { firstSteps, openDays, tasksOf, urgentSentence } from './tasks.ts';

/** /dasbor */
export interface HomePage extends PageModel {
  readonly greeting: string;
  readonly urgent: string | null;
  /** Important and unread: on top. */
  readonly important: readonly AnnouncementCard[];
  /** The others that are up. */
  readonly announcements: readonly AnnouncementCard[];
  /** The first three steps of somebody who has never logged anything. */
  readonly firstSteps: readonly TaskItem[];
  /** What a new installation still lacks, for those who set it up. */
  readonly setUp: readonly TaskItem[];
  readonly today: TodayCard | null;
  readonly tasks: readonly TaskItem[];
  readonly month: {
    readonly title: string;
    readonly summary: string;
    readonly heat: HeatMapProps;
    readonly table: TableProps;
  } | null;
  readonly running: {
    readonly title: string;
    /** Whole rupiah; null where facts are missing. */
    readonly net: string | null;
    readonly sentence: string;
    readonly missing: readonly string[];
    readonly details: Link;
  } | null;
}

export interface AnnouncementCard {
  readonly href: string;
  readonly title: string;
  /** What it says, while it is unread. */
  readonly paragraphs: readonly string[];
  /** Where reading it is noted; null once it is read. */
  readonly mark: string | null;
}

export interface TodayCard {
  readonly title: string;
  /** Null on a day off: there is no target. */
  readonly ring: { readonly value: number; readonly target: number; readonly text: string } | null;
  readonly text: string;
  readonly create: Link;
  /** The latest day before today that has entries; null where none has. */
  readonly copy: Link | null;
  readonly list: Link;
}

/** The day's rules as far as the front page needs them. */
export interface HomeRules extends DailyRules {
  readonly dailyTarget: (pattern: WorkPattern) => number;
}

export interface HomeInput {
  readonly facts: HomeFacts;
  readonly today: LocalDate;
  readonly now: Date;
  /** Minutes after midnight, for the greeting. */
  readonly minute: number;
  readonly zone: Zone;
  readonly logs: boolean;
  readonly setUp: readonly TaskItem[];
  readonly rules: HomeRules | undefined;
  readonly running: RunningCalculation | undefined;
}

/** Everybody's front page: what was done today, what needs doing, the month, the money so far. */
export function homeModel(input: HomeInput): HomePage {
  const { facts, today, logs, rules } = input;
  const target = rules && facts.workPattern !== undefined ? rules.dailyTarget(facts.workPattern) : undefined;
  const tracked = logs && rules && target !== undefined ? { rules, target } : undefined;
  const days = tracked ? judgeDays(facts, today, tracked.target) : [];
  const open = tracked ? openDays(days, facts, today, tracked.rules) : [];
  return {
    title: 'Beranda',
    greeting: `Selamat ${partOfDay(input.minute)}, ${facts.givenName}`,
    urgent: urgentSentence(open, today, input.zone),
    important: facts.announcements.filter(each => each.important && !each.read).map(announcementCard),
    announcements: facts.announcements.filter(each => !each.important || each.read).map(announcementCard),
    firstSteps: logs && !facts.hasEntries ? firstSteps(facts) : [],
    setUp: input.setUp,
    today: tracked ? todayCard(days, today) : null,
    tasks: tasksOf(facts, logs, open, { today, zone: input.zone, rules }),
    month: tracked
      ? {
          title: `Poin ${monthInWords(monthOf(today))}`,
          summary: monthSummary(days, today),
          heat: heatMap(days, today),
          table: monthTable(days, today),
        }
      : null,
    running: logs ? runningCard(input) : null,
  };
}

const announcementCard = ({ id, title, body, read }: HomeAnnouncement): AnnouncementCard => ({
  href: `/pengumuman/${id}`,
  title,
  paragraphs: read ? [] : body.split(/\n+/).filter(line => line.trim() !== ''),
  mark: read ? null : `/pengumuman/${id}/dibaca`,
});

const HOURS = 60;
/** Morning until 11, midday until 15, afternoon until 18.30, then evening. */
function partOfDay(minute: number): string {
  if (minute < 11 * HOURS) return 'pagi';
  if (minute < 15 * HOURS) return 'siang';
  return minute < 18 * HOURS + 30 ? 'sore' : 'malam';
}

function todayCard(days: readonly DayView[], today: LocalDate): TodayCard {
  const day = days.find(view => view.day === today);
  if (!day) throw new Error('today is a day of its month');
  const { points, target, entries, offName } = day;
  const done = `${number(entries)} kegiatan`;
  const list = { href: paths.day(today), label: 'Lihat kegiatan hari ini' };
  const create = { href: paths.create, label: 'Catat kegiatan' };
  const copy = copyLink(days, today);
  const title = `Hari ini, ${date(today)}`;
  if (offName !== undefined) {
    const text = points > 0 ? `${number(points)} poin dari ${done}.` : `${capital(offName)}.`;
    // Nothing is repeated onto a day off: the form would offer the very day it is copied from.
    return { title, ring: null, text: `Hari libur. Tidak ada target. ${text}`, create, copy: null, list };
  }
  const reached = percentReached(points, target) === 100;
  const text = reached ? 'Target hari ini tercapai.' : `Kurang ${number(target - points)} poin untuk hari ini.`;
  return { title, ring: { value: points, target, text }, text: `${done} dicatat.`, create, copy, list };
}

/** Repeating a day is two taps from here (ux.md, T2). */
function copyLink(days: readonly DayView[], today: LocalDate): Link | null {
  const last = days.findLast(view => view.day < today && view.entries > 0);
  if (!last) return null;
  const from = daysBetween(last.day, today) === 1 ? 'kemarin' : dateShort(last.day);
  return { href: paths.copyFrom(last.day), label: `Salin dari ${from} (${number(last.entries)})` };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function runningCard({ running, today, now, zone }: HomeInput): HomePage['running'] {
  if (!running) return null;
  const { computation } = running;
  const month = monthOf(today);
  return {
    title: `Perhitungan sementara TPP ${monthInWords(month)}`,
    net: computation.net,
    sentence:
      computation.net === null
        ? 'Belum bisa dihitung. Data ini belum ada:'
        : `Ini bukan jumlah final. Dihitung dari data sampai ${clock(now, zone)}.`,
    missing: computation.net === null ? computation.missingFacts.map(fact => fact.label) : [],
    details: { href: `/laporan/tpp-saya?bulan=${month}`, label: 'Lihat rincian' },
  };
}
