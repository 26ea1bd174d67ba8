import { firstDay, type Month } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { readListAsked } from '../../platform/web/named-list.ts';
import type { Handler } from '../../platform/web/route.ts';
import { hubAccess } from '../organisation/hub.ts';
import { excludedPeople } from '../payroll-runs/exclusion-queries.ts';
import { payrollUnits, type PayrollUnit } from '../payroll-runs/queries.ts';
import { lackingCounts } from '../payroll-runs/readiness-counts.ts';
import { lacksFacts } from '../policies/engine-facts.ts';
import { factsOf } from '../policies/facts.ts';
import { regulationOn, type InForce } from '../policies/queries.ts';
import { recordView } from '../privacy/service.ts';
import { mayEnter, readScope } from './access.ts';
import { lackingModel, type LackingPage, type UnitCounts, type UnitFacts } from './lacking-page.ts';
import { factKinds } from './kinds.ts';
import { monthAsked, runningMonth } from './month-asked.ts';
import { paidPerson } from './people.ts';
import { personModel, type PersonPage } from './person-page.ts';
import { recordedFacts } from './record-queries.ts';
import { waitingAbout, waitingByUnit } from './waiting-queries.ts';

const MOST_PAGES = 999;

/** GET /kepegawaian/fakta?bulan=&unit=: per unit how many are incomplete; within a unit who lacks what. */
export const showLacking =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const month = monthAsked(deps, req);
    const scope = readScope(actor);
    const units = await payrollUnits(deps.pool, scope);
    const asked = req.query['unit'];
    const only = asked === undefined && units.length === 1 ? units[0] : units.find(({ code }) => code === asked);
    if (asked !== undefined && !only) throw new NotFound('unit');
    const inForce = await regulationOn(deps.pool, firstDay(month));
    const content = {
      month,
      running: runningMonth(deps),
      hasRegulation: inForce !== undefined,
      units: inForce && !only ? await countsOf(deps, month, inForce, units, scope) : [],
      unit: only ? { unit: only, people: inForce ? await peopleOf(deps, month, inForce, only) : [] } : null,
      several: units.length > 1,
      enters: mayEnter(actor),
      home: hubAccess.allows(actor)
        ? { href: '/kepegawaian', label: 'Kepegawaian' }
        : { href: '/keuangan/tpp', label: 'Keuangan' },
      asked: { ...readListAsked(req.query), page: pageAsked(req.query['halaman']) },
    };
    page<LackingPage>(res, 'facts/lacking', lackingModel(content));
  };

/** The units that pay somebody this month, in numbers. */
async function countsOf(
  { pool }: Deps,
  month: Month,
  inForce: InForce,
  units: readonly PayrollUnit[],
  scope: readonly string[] | null,
): Promise<UnitCounts[]> {
  const counts = await lackingCounts(pool, month, inForce, scope ?? undefined);
  const waiting = await waitingByUnit(pool, firstDay(month));
  return units.flatMap(unit => {
    const { people, lacking } = counts.get(unit.id) ?? { people: 0, lacking: 0 };
    return people > 0 ? [{ unit, people, lacking, waiting: waiting.get(unit.id) ?? 0 }] : [];
  });
}

/** The people whom a unit pays this month, with what each lacks. */
async function peopleOf(
  { pool }: Deps,
  month: Month,
  inForce: InForce,
  unit: PayrollUnit,
): Promise<UnitFacts['people']> {
  const gathered = await factsOf(pool, { month, inForce, payrollUnitId: unit.id });
  const left = await excludedPeople(pool, month, gathered);
  return gathered
    .filter(({ excluded, employeeId }) => excluded === null && !left.has(employeeId))
    .map(({ employeeId, facts }) => ({
      id: employeeId,
      name: facts['pegawai.nama'] ?? '',
      lacks: lacksFacts(inForce.regulation, month, facts).map(({ label }) => label),
    }));
}

function pageAsked(asked: unknown): number {
  if (asked === undefined) return 1;
  const wanted = typeof asked === 'string' && /^\d{1,3}$/.test(asked) ? Number(asked) : 0;
  if (wanted < 1 || wanted > MOST_PAGES) throw new NotFound('page');
  return wanted;
}

/** GET /kepegawaian/fakta/pegawai/:id?bulan=: one person's facts of a month, each with its source and its two persons. */
export const showPerson =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const month = monthAsked(deps, req);
    const id = String(req.params['id']);
    const person = isUuid(id) ? await paidPerson(deps.pool, { id }, month, readScope(actor)) : undefined;
    if (!person) throw new NotFound('person');
    const inForce = await regulationOn(deps.pool, firstDay(month));
    const seen = { viewerId: actor.employeeId, subjectIds: [person.id], what: 'tpp' as const, at: deps.clock.now() };
    if (person.id !== actor.employeeId) await recordView(deps.pool, seen);
    const content = {
      person,
      month,
      kinds: inForce ? factKinds(inForce.regulation) : [],
      recorded: await recordedFacts(deps.pool, person.id, month),
      waiting: await waitingAbout(deps.pool, person.id, firstDay(month)),
      enters: mayEnter(actor),
      zone: deps.regency.zone,
    };
    page<PersonPage>(res, 'facts/person', personModel(content));
  };
