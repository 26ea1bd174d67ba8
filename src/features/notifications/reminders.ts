import { dayOff, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { lastEntryDay } from '../../domain/activity/entry-rules.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, minuteIn, type Zone } from '../../platform/clock.ts';
import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { dateShort, number, zoneLabel } from '../../platform/render/format.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { type InForceDaily, regulationOn } from '../policies/queries.ts';
import { workflowOn } from '../workflow/settings.ts';
import {
  type Lacking,
  lackingOn,
  type Late,
  type LateBelow,
  lateBelow,
  lateSteps,
  type Limits,
  zonesOfUnits,
} from './reminder-queries.ts';
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
 *
 * Owners are told by the clock of their unit, whose zone may be another than the regency's; steps are judged by the
 * regency's day, as authority is.
 */
export async function remind(deps: Needs): Promise<void> {
  const now = deps.clock.now();
  const { zone: regency } = deps.regency;
  const notices: Notice[] = [];
  for (const zone of await zonesOfUnits(deps.pool, regency))
    if (minuteIn(zone, now) >= MORNING) notices.push(...(await ownerNotices(deps, zone, now)));
  if (minuteIn(regency, now) >= MORNING) notices.push(...(await superiorNotices(deps, dayIn(regency, now), now)));
  for (let at = 0; at < notices.length; at += CHUNK) await notify(deps.pool, notices.slice(at, at + CHUNK), now);
}

async function ownerNotices(deps: Needs, zone: Zone, now: Date): Promise<Notice[]> {
  const today = dayIn(zone, now);
  const daily = (await regulationOn(deps.pool, today))?.daily;
  if (!daily) return [];
  const closing = closingTomorrow(today, daily);
  const holidays = await holidaysBetween(deps.pool, closing, today);
  const targets = { five: daily.dailyTarget(5), six: daily.dailyTarget(6) };
  const lacking = (day: LocalDate): Promise<Lacking[]> => {
    const working = PATTERNS.filter(pattern => dayOff(day, pattern, holidays) === undefined);
    return lackingOn(deps.pool, day, working, targets, { of: zone, regency: deps.regency.zone }, daily.exempt);
  };
  const missing = ({ points, pattern }: Lacking): string =>
    number((pattern === 6 ? targets.six : targets.five) - points);
  const notices: Notice[] = [];
  if (closing < today)
    for (const person of await lacking(closing))
      notices.push({
        employeeId: person.employeeId,
        kind: 'pengingat',
        text: `Kegiatan ${dateShort(closing)} masih kurang ${missing(person)} poin. Paling lambat besok pukul 23.59 ${zoneLabel(zone)}.`,
        href: `/kegiatan-harian/baru?tanggal=${closing}`,
        dedupe: `batas:${closing}`,
      });
  if (minuteIn(zone, now) >= AFTERNOON)
    for (const person of await lacking(today))
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
  const mode = { readOnly: true, statementMs: LONG_STATEMENT_MS } as const;
  const { late, below } = await transaction(deps.pool, tx => lateIn(tx, limits), mode);
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
      // What waits at the chairs below, with the chair this speaks of.
      href: '/unit',
      dedupe: `naik:${chair}:${today}`,
    })),
  ];
}

/** Nobody waits at a page for it, and the way up is walked for each owner in the regency: a page's time is not its limit. */
async function lateIn(tx: Tx, limits: Limits): Promise<{ late: Late[]; below: LateBelow[] }> {
  return { late: await lateSteps(tx, limits), below: await lateBelow(tx, limits) };
}

const inWords = (hours: number): string =>
  hours % HOURS_A_DAY === 0 ? `${number(hours / HOURS_A_DAY)} hari` : `${number(hours)} jam`;
