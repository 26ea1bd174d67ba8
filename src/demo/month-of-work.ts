import { addDays, isoWeekday, type LocalDate } from '../domain/local-date.ts';
import { lastDay, type Month } from '../domain/month.ts';
import { workdays } from '../domain/calendar/work-calendar.ts';
import { dayIn, instantOf, minuteIn } from '../platform/clock.ts';
import { WORKED } from './catalogue.ts';
import { historyOf, type Chain, type Course, type HistoryStep, type Moments } from './entry-history.ts';
import { idAt, randomFrom, type Random } from './random.ts';
import { deciderAbove, type PlannedChair, type PlannedPerson } from './regency.ts';
import { outsideCatalogue } from './uncovered.ts';
import { fillDay, ordinaryDay, poorDay, startedDay, type Stretch } from './working-day.ts';
import { ZONE } from './zone.ts';

/** One invented entry with everything that happened to it. */
export interface PlannedEntry extends Stretch {
  readonly id: string;
  readonly day: LocalDate;
  readonly owner: PlannedPerson;
  readonly chair: PlannedChair;
  readonly history: readonly HistoryStep[];
  /** Whether it is tied to one of the owner's SKP targets, and to which. */
  readonly targetOrdinal: number | undefined;
}

/** What a month is filled by. */
export interface MonthOrder {
  readonly seed: string;
  readonly month: Month;
  readonly holidays: ReadonlyMap<LocalDate, string>;
  /** Domain time. */
  readonly now: Date;
  /** A month that is over and decided altogether, or the running one. */
  readonly kind: 'decided' | 'running';
  /** Codes of the chairs whose last entries of a decided month nobody decided in time. */
  readonly undecided?: ReadonlySet<string> | undefined;
}

/**
 * The states that the cast's entries are put into, the latest first, so that each of them has something to show. In the
 * first days of a month, when there are fewer entries than states, each begins elsewhere in the list.
 */
const SHOWN: readonly Course[] = ['dikirim', 'draf', 'diverifikasi', 'dikembalikan', 'divalidasi', 'ditolak'];
/** What a month that was closed over their heads left undecided, the latest first. */
const UNDECIDED: readonly Course[] = ['dikirim', 'diverifikasi'];
const MINUTE = 60_000;
const LEAST_SINCE_ENTRY = 5 * MINUTE;

/** Everybody's entries of one month, person by person. */
export function* monthOfWork(chairs: readonly PlannedChair[], order: MonthOrder): Generator<PlannedEntry[]> {
  const today = dayIn(ZONE, order.now);
  const days = workdays(order.month, 5, order.holidays, order.kind === 'running' ? today : undefined);
  let place = 0;
  for (const chair of chairs) {
    const owner = chair.holder;
    if (owner === undefined || owner.nip === null) continue;
    const chain = chainOf(chair, owner);
    if (chain === undefined) continue;
    place += 1;
    const random = randomFrom(`${order.seed} ${order.month} ${chair.code}`);
    yield personsMonth(random, { chair, owner, chain, place }, days, today, order);
  }
}

interface Worker {
  readonly chair: PlannedChair;
  readonly owner: PlannedPerson;
  readonly chain: Chain;
  /** Place among all who work: spreads what differs from person to person. */
  readonly place: number;
}

/** Who decides on the entries of a chair; undefined where nobody is above it. */
function chainOf(chair: PlannedChair, owner: PlannedPerson): Chain | undefined {
  const verifier = deciderAbove(chair, [owner]);
  if (!verifier) return undefined;
  if (chair.spec.oneStep !== undefined) return { verifier, validator: undefined };
  const validator = deciderAbove(verifier.chair, [owner, verifier.person]);
  return validator && { verifier, validator };
}

function personsMonth(
  random: Random,
  worker: Worker,
  days: readonly LocalDate[],
  today: LocalDate,
  order: MonthOrder,
): PlannedEntry[] {
  const { chair, owner } = worker;
  const items = WORKED.filter(item => item.families.includes(chair.spec.family));
  // About one in nine has a bad month in the month that is being closed, so that amounts differ.
  const poor = order.kind === 'decided' && owner.cast === undefined && worker.place % 9 === 4;
  const stretches = days.flatMap(day => {
    if (poor && random.chance(20)) return [];
    const plan =
      day === today
        ? startedDay(random, minuteIn(ZONE, order.now) - 10)
        : poor && random.chance(40)
          ? poorDay(random)
          : ordinaryDay(random, owner.cast !== undefined);
    const filled = fillDay(random, day, items, plan);
    // Now and then somebody does what the catalogue does not know.
    const odd = order.kind === 'running' && owner.cast === undefined && worker.place % 5 === 2 && random.chance(12);
    return filled.map((stretch, index) => ({
      day,
      stretch: odd && index === 0 ? outsideCatalogue(random, stretch) : stretch,
    }));
  });
  return stretches.flatMap(({ day, stretch }, index) => {
    const course = courseOf(random, worker, order, {
      fromEnd: stretches.length - 1 - index,
      few: stretches.length < SHOWN.length,
      age: days.filter(each => each >= day).length - (days.at(-1) === today ? 1 : 0),
    });
    const moments = momentsOf(random, day, stretch, order);
    if (moments.latest.getTime() - moments.entered.getTime() < LEAST_SINCE_ENTRY - 1) return [];
    return [
      {
        ...stretch,
        id: idAt(random, moments.entered),
        day,
        owner,
        chair,
        history: historyOf(random, course, worker.chain, moments),
        targetOrdinal: random.chance(80) ? random.between(1, 2) : undefined,
      },
    ];
  });
}

/** How far an entry has come: decided months altogether, the running month by the entry's age in working days. */
function courseOf(
  random: Random,
  worker: Worker,
  order: MonthOrder,
  { fromEnd, few, age }: { readonly fromEnd: number; readonly few: boolean; readonly age: number },
): Course {
  const luck = random.below(100);
  const late = order.undecided?.has(worker.chair.code) ? UNDECIDED[fromEnd] : undefined;
  if (order.kind === 'decided') return late ?? (luck < 3 ? 'diperbaiki' : 'divalidasi');
  if (worker.owner.cast !== undefined && fromEnd < SHOWN.length) {
    return SHOWN[(fromEnd + (few ? worker.place * 2 : 0)) % SHOWN.length]!;
  }
  if (age >= 4)
    return luck < 90 ? 'divalidasi' : luck < 95 ? 'diperbaiki' : luck < 98 ? 'diverifikasi' : 'dikembalikan';
  if (age >= 2) {
    if (luck < 55) return 'divalidasi';
    if (luck < 80) return 'diverifikasi';
    if (luck < 94) return 'dikirim';
    return luck < 97 ? 'dikembalikan' : 'dikembalikan-validator';
  }
  if (age === 1) {
    if (luck < 60) return 'dikirim';
    return luck < 80 ? 'diverifikasi' : luck < 85 ? 'divalidasi' : luck < 92 ? 'dikembalikan' : 'draf';
  }
  return luck < 65 ? 'dikirim' : 'draf';
}

/** When things happened: entered just after the work, verified on the next working day, validated on the one after. */
function momentsOf(random: Random, day: LocalDate, stretch: Stretch, order: MonthOrder): Moments {
  const latest =
    order.kind === 'decided' ? instantOf(ZONE, lastDay(order.month), 23 * 60) : new Date(order.now.getTime() - MINUTE);
  const soon = new Date(latest.getTime() - LEAST_SINCE_ENTRY);
  const usual = instantOf(ZONE, day, stretch.end + random.between(3, 25));
  const atOnce = instantOf(ZONE, day, stretch.end + 1);
  const entered = usual > soon ? (atOnce > soon ? latest : soon) : usual;
  const next = nextWorkday(day, order.holidays);
  return {
    entered,
    verify: instantOf(ZONE, next, random.between(7 * 60 + 40, 10 * 60)),
    validate: instantOf(ZONE, nextWorkday(next, order.holidays), random.between(8 * 60, 15 * 60)),
    latest,
  };
}

function nextWorkday(day: LocalDate, holidays: ReadonlyMap<LocalDate, string>): LocalDate {
  let next = addDays(day, 1);
  while (isoWeekday(next) > 5 || holidays.has(next)) next = addDays(next, 1);
  return next;
}
