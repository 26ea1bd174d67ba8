import { lastDay } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { kindsOfMonth } from '../facts/proposal-service.ts';
import { payrollUnits, specialPaymentsIn, type PayrollUnit } from '../payroll-runs/queries.ts';
import { lookNow, recordDailyView, recordView } from '../privacy/service.ts';
import { sendFile } from '../reports/sheet-handlers.ts';
import { type Asked, askedUnit, readAsked, textIn } from './asked.ts';
import { type Happening, happeningsOfPerson, happeningsOfUnit } from './happening.ts';
import { findPeople, membersOf, personOf, runsOf, type Member, type Person } from './queries.ts';
import { trailFile } from './trail-file.ts';
import { trailModel, type TrailContent, type TrailPage } from './trail-page.ts';

/** GET /pengawasan/jejak?pegawai=|unit=|cari=&bulan=&sesudah= */
export const showTrail =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const asked = await readAsked(deps, req, actor, 'kept');
    const units = await payrollUnits(deps.pool, asked.scope);
    const typed = textIn(req.query['cari']).slice(0, MOST_TYPED);
    if (asked.misread !== '') {
      const chosen = { ...blankContent(deps, asked), typed, units, unitCode: textIn(req.query['unit']) };
      page<TrailPage>(res, 'oversight/trail', trailModel(chosen), 422);
      return;
    }
    const person = await askedPerson(deps, asked, textIn(req.query['pegawai']));
    const unit = person || typed !== '' ? null : askedUnit(units, textIn(req.query['unit']));
    const searching = person === null && typed !== '';
    const content = {
      ...blankContent(deps, asked),
      typed,
      units,
      person,
      unit,
      unitCode: unit?.code ?? '',
      found: searching ? await findPeople(deps.pool, { day: lastDay(asked.month), scope: asked.scope }, typed) : null,
      happenings: await happeningsOf(deps, asked, person, unit),
      amounts: person ? await runsOf(deps.pool, person.id, asked) : [],
      specials: unit ? await specialPaymentsIn(deps.pool, asked.month) : [],
      kinds: person ? await kindsOfMonth(deps.pool, asked.month) : [],
      members: unit && asked.after === null ? await membersOf(deps.pool, unit.id, asked.month) : [],
    };
    await noteLooks(deps, actor, person, content.members);
    page<TrailPage>(res, 'oversight/trail', trailModel(content));
  };

const MOST_TYPED = 100;

/** The page before anything is looked for. */
const blankContent = ({ regency }: Deps, asked: Asked): Omit<TrailContent, 'typed' | 'units' | 'unitCode'> => ({
  ...asked,
  zone: regency.zone,
  person: null,
  unit: null,
  found: null,
  happenings: [],
  continued: asked.after !== null,
  amounts: [],
  specials: [],
  kinds: [],
  members: [],
});

async function askedPerson(deps: Deps, { month, scope }: Asked, id: string): Promise<Person | null> {
  if (id === '') return null;
  const person = isUuid(id) ? await personOf(deps.pool, { day: lastDay(month), scope }, id) : undefined;
  if (!person) throw new NotFound('person');
  return person;
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
    const { letter, scope, month } = await readAsked(deps, req, actor);
    const format = textIn(req.query['format']);
    const unit = askedUnit(await payrollUnits(deps.pool, scope), textIn(req.query['unit']));
    if (!unit || (format !== 'csv' && format !== 'xlsx')) throw new NotFound('file');
    const file = await trailFile(deps, { unit, month, format, letter, actor, requestId });
    sendFile(res, format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE, file.name, file.bytes);
  };
