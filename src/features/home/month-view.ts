import { isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { HeatDay, HeatMapProps, TableProps } from '../../platform/render/components.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import { paths } from '../activity-log/paths.ts';
import type { DayView } from './days.ts';

const DAYS_A_WEEK = 7;

const ofMonth = (days: readonly DayView[], today: LocalDate): readonly DayView[] =>
  days.filter(view => monthOf(view.day) === monthOf(today));

/** '12 hari tercapai · 3 hari kurang', counting working days up to today. */
export function monthSummary(days: readonly DayView[], today: LocalDate): string {
  const past = ofMonth(days, today).filter(view => view.offName === undefined && view.day <= today);
  const reached = past.filter(view => view.points >= view.target).length;
  return `${number(reached)} hari mencapai target · ${number(past.length - reached)} hari kurang`;
}

/** The month as weeks from Monday, each day with its points. */
export function heatMap(days: readonly DayView[], today: LocalDate): HeatMapProps {
  const month = ofMonth(days, today);
  const [first] = month;
  const blanks = first ? isoWeekday(first.day) - 1 : 0;
  const cells: (HeatDay | null)[] = [
    ...Array.from({ length: blanks }, () => null),
    ...month.map(view => cell(view, today)),
  ];
  while (cells.length % DAYS_A_WEEK !== 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / DAYS_A_WEEK }, (_, week) =>
    cells.slice(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK),
  );
  return { caption: `Poin per hari, ${monthInWords(monthOf(today))}`, weeks };
}

function cell(view: DayView, today: LocalDate): HeatDay {
  const { day, points, offName } = view;
  const number_ = day.slice(8).replace(/^0/, '');
  if (day > today) return { day: number_, points: '', text: offName ?? 'belum', level: 0, off: offName !== undefined };
  const off = offName !== undefined;
  return {
    day: number_,
    points: off && points === 0 ? '–' : number(points),
    text: off ? `${offName}, ${number(points)} poin` : `${number(points)} poin`,
    level: off ? 0 : levelOf(points, view.target),
    off,
    href: paths.day(day),
  };
}

/** Five classes anchored at nothing, half, five sixths and all of the target: 0, 150, 250 and 300 of 300. */
function levelOf(points: number, target: number): HeatDay['level'] {
  if (points === 0) return 0;
  if (points >= target) return 4;
  if (points * 6 >= target * 5) return 3;
  return points * 2 >= target ? 2 : 1;
}

/** The same as a table, for those who do not read colours. */
export function monthTable(days: readonly DayView[], today: LocalDate): TableProps {
  return {
    caption: `Poin per hari, ${monthInWords(monthOf(today))}`,
    quietCaption: true,
    narrow: 'gulir',
    columns: [
      { label: 'Hari' },
      { label: 'Kegiatan', numeric: true },
      { label: 'Poin', numeric: true },
      { label: 'Target', numeric: true },
    ],
    rows: ofMonth(days, today)
      .filter(view => view.day <= today)
      .map(view => ({
        cells: [
          { text: dateShort(view.day), hint: view.offName },
          number(view.entries),
          number(view.points),
          view.offName === undefined ? number(view.target) : '–',
        ],
      })),
  };
}
