import { dayOff, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { lastEntryDay } from '../../domain/activity/entry-rules.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, minuteIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { dateShort, number, zoneLabel } from '../../platform/render/format.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { type InForceDaily, regulationOn } from '../policies/queries.ts';
import { workflowOn } from '../workflow/settings.ts';
import { type Lacking, lackingOn, lateBelow, lateSteps } from './reminder-queries.ts';
import { type Notice, notify } from './service.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

const PATTERNS: readonly WorkPattern[] = [5, 6];
/** Nobody is called to mind before the office opens. */
const MORNING = 8 * 60;
/** What is still missing today is said when the day's work is nearly done (ux.md 3). */
const AFTERNOON = 15 * 60;
const HOURS_A_DAY = 24;
/** Lines of one INSERT. */
const CHUNK = 2000;

/**
 * Calls to mind what is due, by the hour: points missing today and on the day whose window closes tomorrow, to their
 * owner; entries that wait, to whose step it is, and later to who sits above. Each event is written once, however often
 * this runs. Nothing is decided here: silence stays silence (rulings.md 16).
 */
export async function remind(deps: Needs): Promise<void> {
  const now = deps.clock.now();
  const { zone } = deps.regency;
  const today = dayIn(zone, now);
  const minute = minuteIn(zone, now);
  if (minute < MORNING) return;
  const notices = [...(await ownerNotices(deps, today, minute)), ...(await superiorNotices(deps, today, now))];
  for (let at = 0; at < notices.length; at += CHUNK) await notify(deps.pool, notices.slice(at, at + CHUNK), now);
}

async function ownerNotices(deps: Needs, today: LocalDate, minute: number): Promise<Notice[]> {
  const daily = (await regulationOn(deps.pool, today))?.daily;
  if (!daily) return [];
  const closing = closingTomorrow(today, daily);
  const holidays = await holidaysBetween(deps.pool, closing, today);
  const working = (day: LocalDate): WorkPattern[] =>
    PATTERNS.filter(pattern => dayOff(day, pattern, holidays) === undefined);
  const targets = { five: daily.dailyTarget(5), six: daily.dailyTarget(6) };
  const missing = ({ points, pattern }: Lacking): string =>
    number((pattern === 6 ? targets.six : targets.five) - points);
  const label = zoneLabel(deps.regency.zone);
  const notices: Notice[] = [];
  if (closing < today)
    for (const person of await lackingOn(deps.pool, closing, working(closing), targets))
      notices.push({
        employeeId: person.employeeId,
        kind: 'pengingat',
        text: `Kegiatan ${dateShort(closing)} masih kurang ${missing(person)} poin. Paling lambat besok pukul 23.59 ${label}.`,
        href: `/kegiatan-harian/baru?tanggal=${closing}`,
        dedupe: `batas:${closing}`,
      });
  if (minute >= AFTERNOON)
    for (const person of await lackingOn(deps.pool, today, working(today), targets))
      notices.push({
        employeeId: person.employeeId,
        kind: 'pengingat',
        text: `Hari ini masih kurang ${missing(person)} poin. Catat selagi masih ingat.`,
        href: '/kegiatan-harian/baru',
        dedupe: `poin:${today}`,
      });
  return notices;
}

/** The day whose entries may be sent until the end of tomorrow. */
function closingTomorrow(today: LocalDate, rules: InForceDaily): LocalDate {
  const tomorrow = addDays(today, 1);
  const window = addDays(tomorrow, -rules.entryDays);
  return lastEntryDay(window, rules) === tomorrow ? window : today;
}

async function superiorNotices(deps: Needs, today: LocalDate, now: Date): Promise<Notice[]> {
  const holidays = await holidaysBetween(deps.pool, today, today);
  if (dayOff(today, 6, holidays) !== undefined) return [];
  const { ingat_jam: hours } = await workflowOn(deps.pool, today);
  const limits = { today, now, hours };
  const late = await lateSteps(deps.pool, limits);
  const below = await lateBelow(deps.pool, limits);
  return [
    ...late.map(({ employeeId, step, first, second }): Notice => {
      const [count, limit] = second > 0 ? [second, hours[1]] : [first, hours[0]];
      return {
        employeeId,
        kind: 'pengingat',
        text: `${number(count)} kegiatan menunggu ${step} Anda lebih dari ${number(limit)} jam.`,
        href: `/${step}`,
        dedupe: `tunggu:${step}:${String(limit)}:${today}`,
      };
    }),
    ...below.map(({ employeeId, chair, title, count }): Notice => ({
      employeeId,
      kind: 'pengingat',
      text: `${number(count)} kegiatan menunggu lebih dari ${inWords(hours[2])} di ${title}.`,
      href: null,
      dedupe: `naik:${chair}:${today}`,
    })),
  ];
}

const inWords = (hours: number): string =>
  hours % HOURS_A_DAY === 0 ? `${number(hours / HOURS_A_DAY)} hari` : `${number(hours)} jam`;
