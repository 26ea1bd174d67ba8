import { firstDay, lastDay } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import type { Link } from '../../platform/render/components.ts';
import { readListAsked } from '../../platform/web/named-list.ts';
import type { Handler } from '../../platform/web/route.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { askedMonth } from '../reports/month-choice.ts';
import { unitScope } from './access.ts';
import { paths } from './paths.ts';
import { PEOPLE_PER_PAGE, unitMonth, unitsWithout } from './queries.ts';
import { unitPresencePage, type UnitPresencePage } from './unit-page.ts';

const WAYS: readonly Link[] = [
  { href: paths.leaves, label: 'Cuti, dinas luar, izin' },
  { href: paths.records, label: 'Catatan manual' },
  { href: '/kepegawaian/presensi/impor', label: 'Impor presensi' },
];

/** GET /kepegawaian/presensi?bulan=&unit=&cari=&halaman=: a unit's people and days; who sees them is noted for them to see. */
export const showUnitPresence =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const thisMonth = monthIn(deps.regency.zone, deps.clock.now());
    const month = askedMonth(req.query['bulan'], thisMonth);
    const units = await unitsWithout(deps.pool, month, unitScope(actor));
    const asked = readListAsked(req.query);
    const { unit: code } = req.query;
    const named = typeof code === 'string' && code !== '';
    const unit = named ? units.find(each => each.code === code) : units.length === 1 ? units[0] : undefined;
    if (named && !unit) throw new NotFound('unit');
    const people = unit ? await unitMonth(deps.pool, unit.id, month, (asked.page - 1) * PEOPLE_PER_PAGE) : [];
    const subjectIds = people.slice(0, PEOPLE_PER_PAGE).map(person => person.employeeId);
    if (subjectIds.length > 0)
      await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'presensi' }, lookNow(deps));
    const holidays = await holidaysBetween(deps.pool, firstDay(month), lastDay(month));
    const content = { month, thisMonth, units, unit, people, asked, holidays, ways: WAYS };
    page<UnitPresencePage>(res, 'attendance/unit', unitPresencePage(content));
  };
