import { effectiveMinutes, workdays } from '../../domain/calendar/work-calendar.ts';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, isMonth, lastDay, monthInWords, type Month } from '../../domain/month.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Link, TableProps } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { dateMedium, minutes, number, percent } from '../../platform/render/format.ts';
import type { Handler } from '../../platform/web/route.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { lookNow } from '../privacy/service.ts';
import { LATE_DAYS } from './queue-page.ts';
import {
  loadsBelow,
  overdueBelow,
  peopleBelow,
  type ChairLoad,
  type OverdueObjection,
  type PersonLoad,
} from './unit-queries.ts';

/** /unit: what waits below, who carries how much, what is filled in. Never rupiah. */
export interface UnitPage extends PageModel {
  readonly nav: { readonly label: string; readonly previous: Link | null; readonly next: Link | null };
  readonly lead: string;
  readonly late: string | null;
  readonly overdue: TableProps | null;
  readonly loads: TableProps | null;
  readonly people: TableProps | null;
}

/** Shares of the median beyond which a load is named. */
const HEAVY_PERCENT = 150;
const LIGHT_PERCENT = 50;

/** GET /unit?bulan=. Four statements. */
export const showUnit =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { zone } = deps.regency;
    const today = dayIn(zone, deps.clock.now());
    const now = monthIn(zone, deps.clock.now());
    const { bulan } = req.query;
    const month = typeof bulan === 'string' && isMonth(bulan) && bulan <= now ? bulan : now;
    const question = { actorId: actor.employeeId, today, month, zone };
    const loads = await loadsBelow(deps.pool, question, LATE_DAYS);
    const people = await peopleBelow(deps.pool, question, lookNow(deps));
    const overdue = await overdueBelow(deps.pool, actor.employeeId, today);
    const holidays = await holidaysBetween(deps.pool, firstDay(month), lastDay(month));
    const until = month === now ? today : undefined;
    const due = people.map(({ workPattern, since }) => {
      const days = workdays(month, workPattern, holidays, until).filter(day => day >= since).length;
      return { days, minutes: days * effectiveMinutes(workPattern) };
    });
    page<UnitPage>(res, 'review/unit', unitModel({ month, now, today, loads, people, overdue, due }));
  };

interface UnitInput {
  readonly month: Month;
  readonly now: Month;
  readonly today: LocalDate;
  readonly loads: readonly ChairLoad[];
  readonly people: readonly PersonLoad[];
  readonly overdue: readonly OverdueObjection[];
  /** Of each of the people: working days of the month so far in the week of their unit, and effective minutes of those. */
  readonly due: readonly Due[];
}

interface Due {
  readonly days: number;
  readonly minutes: number;
}

function unitModel({ month, now, today, loads, people, overdue, due }: UnitInput): UnitPage {
  const link = (to: Month): Link => ({ href: `/unit?bulan=${to}`, label: monthInWords(to) });
  const waiting = loads.reduce((sum, load) => sum + load.toVerify + load.toValidate, 0);
  const late = loads.reduce((sum, load) => sum + load.late, 0);
  return {
    title: 'Unit saya',
    nav: {
      label: monthInWords(month),
      previous: link(addMonths(month, -1)),
      next: month < now ? link(addMonths(month, 1)) : null,
    },
    lead: `${number(people.length)} pegawai. ${number(waiting)} kegiatan menunggu keputusan di bawah Anda.`,
    late:
      late > 0
        ? `${number(late)} kegiatan menunggu lebih dari ${String(LATE_DAYS)} hari. TPP pegawai ikut tertunda.`
        : null,
    overdue: overdue.length > 0 ? overdueTable(overdue, today) : null,
    loads: loads.length > 0 ? loadTable(loads) : null,
    people: people.length > 0 ? peopleTable(people, due) : null,
  };
}

const overdueTable = (overdue: readonly OverdueObjection[], today: LocalDate): TableProps => ({
  caption: 'Keberatan yang lewat batas',
  columns: [{ label: 'Pemutus' }, { label: 'Batas' }, { label: 'Lewat', numeric: true }],
  rows: overdue.map(({ decider, dueOn }) => ({
    cells: [decider, dateMedium(dueOn), `${number(daysBetween(dueOn, today))} hari`],
  })),
});

/** The middle of a list of whole numbers, the lower one of two; 0 of none. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 100) / whole));

function loadTable(loads: readonly ChairLoad[]): TableProps {
  const usual = medianOf(loads.filter(load => load.decided > 0).map(load => shareOf(load.sentBack, load.decided)));
  return {
    caption: 'Yang menunggu, menurut jabatan pemeriksa',
    columns: [
      { label: 'Jabatan' },
      { label: 'Verifikasi', numeric: true },
      { label: 'Validasi', numeric: true },
      { label: 'Paling lama', numeric: true },
      { label: 'Lebih dari 3 hari', numeric: true },
      { label: 'Dikembalikan atau ditolak' },
    ],
    rows: loads.map(load => ({
      cells: [
        { text: load.title, hint: load.holders === '' ? 'Kosong' : load.holders },
        number(load.toVerify),
        number(load.toValidate),
        load.toVerify + load.toValidate === 0 ? '–' : `${number(load.oldestDays)} hari`,
        number(load.late),
        load.decided === 0
          ? '–'
          : {
              text: percent(shareOf(load.sentBack, load.decided)),
              hint: `${number(load.sentBack)} dari ${number(load.decided)}, median ${percent(usual)}`,
            },
      ],
    })),
  };
}

function peopleTable(people: readonly PersonLoad[], due: readonly Due[]): TableProps {
  const median = medianOf(people.map(person => person.minutes));
  const mark = (spent: number): string | undefined => {
    if (median === 0) return undefined;
    if (spent * 100 > median * HEAVY_PERCENT) return `lebih dari ${percent(HEAVY_PERCENT)} median`;
    return spent * 100 < median * LIGHT_PERCENT ? `kurang dari ${percent(LIGHT_PERCENT)} median` : undefined;
  };
  return {
    caption: `Beban kerja dan kelengkapan (median ${minutes(median)})`,
    columns: [{ label: 'Pegawai' }, { label: 'Jam' }, { label: 'Poin', numeric: true }, { label: 'Hari terisi' }],
    rows: people.map((person, place) => {
      const { days, minutes: hours } = due[place]!;
      const hint = [`dari ${minutes(hours)} efektif`, mark(person.minutes)]
        .filter(part => part !== undefined)
        .join(', ');
      return {
        cells: [
          { text: person.name, hint: person.title },
          { text: minutes(person.minutes), hint },
          number(person.points),
          {
            text: `${number(person.days)} dari ${number(days)}`,
            hint: person.days === 0 ? 'belum mengisi' : undefined,
          },
        ],
      };
    }),
  };
}
