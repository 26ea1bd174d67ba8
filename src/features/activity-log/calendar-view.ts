import { isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { HeatDay, HeatMapProps } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import type { DayFrame } from './day-frame.ts';
import { hoursText, minutesDue, minutesLogged, pointsOf, targetOf, type DayContext } from './day-view.ts';
import { paths } from './paths.ts';
import type { LoggedEntry } from './queries.ts';

const DAYS_A_WEEK = 7;

/** A month as weeks from Monday, each day with its points; the words of a day also say its hours. */
export function calendarOf(
  frames: readonly DayFrame[],
  byDay: ReadonlyMap<LocalDate, readonly LoggedEntry[]>,
  context: DayContext,
): HeatMapProps {
  const [first] = frames;
  const blanks = first ? isoWeekday(first.day) - 1 : 0;
  const cells: (HeatDay | null)[] = [
    ...Array.from({ length: blanks }, () => null),
    ...frames.map(frame => cell(frame, byDay.get(frame.day) ?? [], context)),
  ];
  while (cells.length % DAYS_A_WEEK !== 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / DAYS_A_WEEK }, (_, week) =>
    cells.slice(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK),
  );
  return { caption: first ? `Poin per hari, ${monthInWords(monthOf(first.day))}` : 'Poin per hari', weeks };
}

function cell(frame: DayFrame, entries: readonly LoggedEntry[], { today, daily }: DayContext): HeatDay {
  const day = frame.day.slice(8).replace(/^0/, '');
  const { dayOffName } = frame;
  const off = dayOffName !== undefined;
  if (frame.day > today && entries.length === 0) return { day, points: '', text: dayOffName ?? 'belum', level: 0, off };
  const { counted } = pointsOf(entries, daily);
  const target = targetOf(frame, daily);
  const hours = hoursText(minutesLogged(entries), minutesDue(frame, daily));
  const words = [
    ...(off ? [dayOffName] : []),
    target > 0 ? `${number(counted)} dari ${number(target)} poin` : `${number(counted)} poin`,
    ...(hours === '' ? [] : [hours]),
  ];
  return {
    day,
    points: off && counted === 0 ? '\u2013' : number(counted),
    text: words.join(', '),
    level: target === 0 ? 0 : levelOf(counted, target),
    off,
    href: paths.day(frame.day),
  };
}

/** Five classes anchored at nothing, half, five sixths and all of the target: 0, 150, 250 and 300 of 300. */
function levelOf(points: number, target: number): HeatDay['level'] {
  if (points === 0) return 0;
  if (points >= target) return 4;
  if (points * 6 >= target * 5) return 3;
  return points * 2 >= target ? 2 : 1;
}
