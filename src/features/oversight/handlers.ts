import type { Request } from 'express';
import { lastDay, monthOf, addMonths, type Month } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { payrollUnits, type PayrollUnit } from '../payroll-runs/queries.ts';
import { lookNow, recordDailyView, recordView } from '../privacy/service.ts';
import { askedMonth } from '../reports/month-choice.ts';
import { sendFile } from '../reports/sheet-handlers.ts';
import { auditScope, letterOf, type Letter } from './access.ts';
import { type After, type Happening, happeningsOfPerson, happeningsOfUnit } from './happening.ts';
import { findPeople, membersOf, personOf, type Member, type Person } from './queries.ts';
import { trailFile } from './trail-file.ts';
import { trailModel, type TrailPage } from './trail-page.ts';

/** What an auditor asks for: a letter that holds today, a month, and where in the trail to go on. */
interface Asked {
  readonly letter: Letter;
  readonly scope: readonly string[] | null;
  readonly thisMonth: Month;
  readonly month: Month;
  readonly after: After | null;
}

const textIn = (value: unknown): string => {
  if (value === undefined) return '';
  if (typeof value !== 'string' || value.includes('\0')) throw new NotFound('trail');
  return value.trim();
};

async function read(deps: Deps, req: Request, actor: Actor): Promise<Asked> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const letter = await letterOf(deps.pool, actor, today);
  const thisMonth = monthOf(today);
  const typed = textIn(req.query['bulan']);
  const month = typed === '' ? addMonths(thisMonth, -1) : askedMonth(typed, thisMonth);
  return { letter, scope: auditScope(actor), thisMonth, month, after: afterOf(textIn(req.query['sesudah'])) };
}

const PLACE = /^(\d{1,15})\.([\w:-]{1,120})$/;

function afterOf(typed: string): After | null {
  if (typed === '') return null;
  const [, at, place] = PLACE.exec(typed) ?? [];
  if (at === undefined || place === undefined) throw new NotFound('place in the trail');
  return { at: new Date(Number(at)), place };
}

/** GET /pengawasan/jejak?pegawai=|unit=|cari=&bulan=&sesudah= */
export const showTrail =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const asked = await read(deps, req, actor);
    const units = await payrollUnits(deps.pool, asked.scope);
    const typed = textIn(req.query['cari']).slice(0, MOST_TYPED);
    const person = await askedPerson(deps, asked, textIn(req.query['pegawai']));
    const unit = person || typed !== '' ? null : askedUnit(units, textIn(req.query['unit']));
    const searching = person === null && typed !== '';
    const content = {
      ...asked,
      zone: deps.regency.zone,
      typed,
      units,
      person,
      unit,
      found: searching ? await findPeople(deps.pool, { day: lastDay(asked.month), scope: asked.scope }, typed) : null,
      happenings: await happeningsOf(deps, asked, person, unit),
      continued: asked.after !== null,
      members: unit && asked.after === null ? await membersOf(deps.pool, unit.id, asked.month) : [],
    };
    await noteLooks(deps, actor, person, content.members);
    page<TrailPage>(res, 'oversight/trail', trailModel(content));
  };

const MOST_TYPED = 100;

async function askedPerson(deps: Deps, { month, scope }: Asked, id: string): Promise<Person | null> {
  if (id === '') return null;
  const person = isUuid(id) ? await personOf(deps.pool, { day: lastDay(month), scope }, id) : undefined;
  if (!person) throw new NotFound('person');
  return person;
}

function askedUnit(units: readonly PayrollUnit[], code: string): PayrollUnit | null {
  if (code === '') return null;
  const unit = units.find(each => each.code === code);
  if (!unit) throw new NotFound('unit');
  return unit;
}

async function happeningsOf(
  { pool, regency }: Deps,
  { month, after }: Asked,
  person: Person | null,
  unit: PayrollUnit | null,
): Promise<Happening[]> {
  const asked = { month, after, zone: regency.zone };
  if (person) return happeningsOfPerson(pool, { ...asked, id: person.id });
  return unit ? happeningsOfUnit(pool, { ...asked, id: unit.id }) : [];
}

/** Whose month it was may read who looked; a list is noted once a day. */
async function noteLooks(deps: Deps, actor: Actor, person: Person | null, members: readonly Member[]): Promise<void> {
  const viewerId = actor.employeeId;
  if (person) await recordView(deps.pool, { viewerId, subjectIds: [person.id], what: 'jejak', at: deps.clock.now() });
  if (members.length === 0) return;
  const subjectIds = members.map(member => member.id);
  await recordDailyView(deps.pool, { viewerId, subjectIds, what: 'jejak' }, lookNow(deps));
}

/** GET /pengawasan/jejak/unduh?unit=&bulan=&format=csv|xlsx: a unit's month as a file. */
export const downloadTrail =
  (deps: Deps): Handler =>
  async (req, res, { actor, requestId }) => {
    const { letter, scope, month } = await read(deps, req, actor);
    const format = textIn(req.query['format']);
    const unit = askedUnit(await payrollUnits(deps.pool, scope), textIn(req.query['unit']));
    if (!unit || (format !== 'csv' && format !== 'xlsx')) throw new NotFound('file');
    const file = await trailFile(deps, { unit, month, format, letter, actor, requestId });
    sendFile(res, format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE, file.name, file.bytes);
  };
