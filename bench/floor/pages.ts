import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';

/** An entry as the floor's statements give it. */
export interface EntryRow {
  readonly work_date: string;
  readonly start_minute: number;
  readonly end_minute: number;
  readonly points: number;
  readonly status: string;
  /** The owner's, in a queue. */
  readonly name?: string;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

export const TODAY = '2026-11-18';

const template = (name: string): ejs.TemplateFunction =>
  ejs.compile(readFileSync(path.join(import.meta.dirname, name), 'utf8'), {
    _with: false,
    localsName: 'it',
    strict: true,
  });
const [shell, month, board, form, queue, signIn] = [
  'shell.ejs',
  'month.ejs',
  'board.ejs',
  'form.ejs',
  'queue.ejs',
  'sign-in.ejs',
].map(template) as [Template, Template, Template, Template, Template, Template];
type Template = ejs.TemplateFunction;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;

/** The days of a month up to today, the latest first. */
function daysOf(of: string): string[] {
  const days: string[] = [];
  for (let day = 31; day >= 1; day -= 1) {
    const date = `${of}-${String(day).padStart(2, '0')}`;
    const real = new Date(`${date}T00:00:00Z`).getUTCDate() === day;
    if (real && date <= TODAY) days.push(date);
  }
  return days;
}

const sum = (entries: readonly EntryRow[], what: (entry: EntryRow) => number): number =>
  entries.reduce((total, entry) => total + what(entry), 0);

export function monthPage(person: PersonRow, of: string, entries: readonly EntryRow[]): string {
  const byDay = new Map<string, EntryRow[]>();
  for (const entry of entries) byDay.set(entry.work_date, [...(byDay.get(entry.work_date) ?? []), entry]);
  const days = daysOf(of).map(date => {
    const its = byDay.get(date) ?? [];
    return {
      date,
      entries: its,
      points: sum(its, entry => entry.points),
      minutes: sum(its, entry => entry.end_minute - entry.start_minute),
    };
  });
  const main = month({
    month: of,
    days,
    clock,
    entries: entries.length,
    sent: entries.filter(({ status }) => status !== 'draf' && status !== 'dikembalikan').length,
    points: sum(entries, entry => entry.points),
    validated: sum(entries, entry => (entry.status === 'divalidasi' ? entry.points : 0)),
    minutes: sum(entries, entry => entry.end_minute - entry.start_minute),
  });
  return shell({ person, title: `Kegiatan harian ${of}`, main });
}

export function boardPage(
  person: PersonRow,
  of: string,
  worked: readonly { readonly work_date: string; readonly points: number; readonly entries: number }[],
): string {
  const byDay = new Map(worked.map(day => [day.work_date, day]));
  const days = daysOf(of)
    .reverse()
    .map(date => ({ date, points: byDay.get(date)?.points ?? 0, entries: byDay.get(date)?.entries ?? 0 }));
  const points = days.reduce((total, day) => total + day.points, 0);
  return shell({ person, title: 'Beranda', main: board({ person, month: of, today: TODAY, days, points }) });
}

export const formPage = (person: PersonRow, items: readonly unknown[], key: string): string =>
  shell({ person, title: 'Catat kegiatan', main: form({ items, key }) });

export const signInPage = (): string => signIn({});

export function queuePage(person: PersonRow, entries: readonly EntryRow[], waiting: number, key: string): string {
  const groups: Group[] = [];
  for (const entry of entries) {
    const name = entry.name ?? '';
    const group = lastOr(groups, last => last.name === name, { name, days: [] });
    const day = lastOr(group.days, last => last.date === entry.work_date, {
      date: entry.work_date,
      points: 0,
      entries: [],
    });
    day.entries.push(entry);
    day.points += entry.points;
  }
  return shell({ person, title: 'Verifikasi kegiatan', main: queue({ groups, waiting, key, clock }) });
}

interface Group {
  readonly name: string;
  readonly days: { date: string; points: number; entries: EntryRow[] }[];
}

/** The last of a list where it is the one meant, else a new one that has been added. */
function lastOr<Item>(list: Item[], isMeant: (last: Item) => boolean, fresh: Item): Item {
  const last = list.at(-1);
  if (last !== undefined && isMeant(last)) return last;
  list.push(fresh);
  return fresh;
}
