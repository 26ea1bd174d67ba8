import type { Request, Response } from 'express';
import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { addDays, isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, isMonth, lastDay, monthOf } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { readDate } from '../../domain/typed-date.ts';
import { regulationOn } from '../policies/queries.ts';
import { lookNow, recordDailyView, recordView } from '../privacy/service.ts';
import { unitScope } from './access.ts';
import { judgePeople, type Completeness, type Yardstick } from './judgement.ts';
import { COMPLETENESS_PATH } from './paths.ts';
import { peopleModel, shownPeople, unitsModel, type CompletenessPage } from './pages.ts';
import { peopleOf, unitCounts, type UnitCount } from './queries.ts';
import { completenessCsv, completenessWorkbook } from './sheet.ts';

/** Somebody's question: a day, a unit of theirs. */
interface Asked {
  readonly today: LocalDate;
  readonly day: LocalDate;
  readonly units: readonly UnitCount[];
  /** Undefined where the reader has several and named none. */
  readonly unit: UnitCount | undefined;
  readonly yardstick: Yardstick;
  readonly offName: string | undefined;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** GET /kepegawaian/kelengkapan?tanggal=|bulan=&unit=&tampil=belum&halaman= */
export const showCompleteness =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const asked = await read(deps, req, actor);
    const { unit, units, day, today, offName } = asked;
    if (!unit) {
      page<CompletenessPage>(res, 'completeness/list', unitsModel({ day, today, offName, units }));
      return;
    }
    const number = textIn(req.query['halaman']);
    const content = {
      ...asked,
      unit,
      judged: judgePeople(await peopleOf(deps.pool, unit.id, day, exemptOf(asked.yardstick)), asked.yardstick),
      onlyMissing: req.query['tampil'] === 'belum',
      page: /^[1-9]\d{0,3}$/.test(number) ? Number(number) : 1,
      origin: deps.config.origin ?? `${req.protocol}://${req.get('host') ?? ''}`,
    };
    await noteLooks(deps, actor, shownPeople(content));
    page<CompletenessPage>(res, 'completeness/list', peopleModel(content));
  };

/** GET /kepegawaian/kelengkapan/unduh?format=csv|xlsx: the same list as a file. */
export const downloadCompleteness =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { unit, day, yardstick } = await read(deps, req, actor);
    const { format } = req.query;
    if (!unit || (format !== 'csv' && format !== 'xlsx')) throw new NotFound('file');
    const all = judgePeople(await peopleOf(deps.pool, unit.id, day, exemptOf(yardstick)), yardstick);
    const judged = req.query['tampil'] === 'belum' ? all.filter(each => each.missing) : all;
    await noteLooks(deps, actor, judged);
    const name = `kelengkapan-${unit.code}-${day}.${format}`;
    if (format === 'csv') send(res, name, 'text/csv; charset=utf-8', completenessCsv(judged));
    else send(res, name, XLSX_TYPE, await completenessWorkbook(unit.name, day, judged));
  };

/** GET /opd/kelengkapan: the clerk's old address. */
export const leadToCompleteness: Handler = (req, res) => {
  const { search } = new URL(req.originalUrl, 'http://takar.invalid');
  res.redirect(303, `${COMPLETENESS_PATH}${search}`);
};

/** Whose points and phone numbers somebody gets to see is noted, for them to see in turn. */
async function noteLooks(deps: Deps, actor: Actor, people: readonly Completeness[]): Promise<void> {
  const idsOf = (some: readonly Completeness[]): string[] => some.map(each => each.person.employeeId);
  const viewerId = actor.employeeId;
  const look = lookNow(deps);
  await recordDailyView(deps.pool, { viewerId, subjectIds: idsOf(people), what: 'ringkasan' }, look);
  const called = people.filter(each => each.missing && each.person.phone !== null);
  if (called.length === 0) return;
  await recordView(deps.pool, { viewerId, subjectIds: idsOf(called), what: 'kontak', at: look.at });
}

const exemptOf = ({ daily }: Yardstick): readonly string[] => daily?.exempt ?? [];

/** What the address asks for, within the reader's scope. @throws NotFound for another's unit, or no such month */
async function read(deps: Deps, req: Request, actor: Actor): Promise<Asked> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const day = dayAsked(req.query, today);
  const daily = (await regulationOn(deps.pool, day))?.daily;
  const units = await unitCounts(deps.pool, day, unitScope(actor), daily?.exempt ?? []);
  const code = textIn(req.query['unit']);
  const unit = code === '' ? (units.length === 1 ? units[0] : undefined) : units.find(each => each.code === code);
  if (code !== '' && !unit) throw new NotFound('unit');
  const month = monthOf(day);
  const holidays = await holidaysBetween(deps.pool, firstDay(month), lastDay(month));
  return { today, day, units, unit, yardstick: { day, holidays, daily }, offName: dayOff(day, 5, holidays) };
}

/**
 * The day of `tanggal`, or the last working day of `bulan` so far; the last working day before today where nothing is
 * asked, since today is not over. A day to come is today.
 */
function dayAsked(query: Request['query'], today: LocalDate): LocalDate {
  const month = textIn(query['bulan']);
  const day = readDate(textIn(query['tanggal']));
  if (day !== undefined) return day > today ? today : day;
  if (month === '') return lastWeekday(addDays(today, -1));
  if (!isMonth(month)) throw new NotFound('month');
  const end = lastDay(month);
  if (end < today) return lastWeekday(end);
  const yesterday = lastWeekday(addDays(today, -1));
  return monthOf(yesterday) === month ? yesterday : today;
}

function lastWeekday(day: LocalDate): LocalDate {
  let found = day;
  while (isoWeekday(found) > 5) found = addDays(found, -1);
  return found;
}

function send(res: Response, name: string, type: string, bytes: Buffer): void {
  res.set('Cache-Control', 'private, no-store').attachment(name).type(type).send(bytes);
}
