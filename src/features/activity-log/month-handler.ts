import type { LocalDate } from '../../domain/local-date.ts';
import { daysOf, isMonth, lastDay, month, type Month } from '../../domain/month.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { regulationOn } from '../policies/queries.ts';
import { framesOf, todayOf, zoneOf } from './day-frame.ts';
import { monthPage, type MonthPage } from './month-page.ts';
import { entriesOfMonth } from './queries.ts';

/** GET /kegiatan-harian?bulan=YYYY-MM: one's own month by day, in three statements. */
export const showMonth =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const now = deps.clock.now();
    const regencyDay = dayIn(deps.regency.zone, now);
    const wanted = monthFrom(req.query.bulan) ?? monthIn(deps.regency.zone, now);
    const rules = await regulationOn(deps.pool, ruleDay(wanted, regencyDay));
    const frames = await framesOf(deps.pool, actor.employeeId, daysOf(wanted));
    const entries = await entriesOfMonth(deps.pool, actor.employeeId, wanted);
    const seat = frames.findLast(frame => frame.seat && frame.day <= regencyDay)?.seat;
    page<MonthPage>(
      res,
      'activity-log/month',
      monthPage({
        month: wanted,
        today: todayOf(seat, deps.regency.zone, now),
        zone: zoneOf(seat, deps.regency.zone),
        daily: rules?.daily,
        frames,
        entries,
      }),
    );
  };

/** A month is shown under the regulation in force at its end, or today while it runs. */
const ruleDay = (wanted: Month, today: LocalDate): LocalDate => (lastDay(wanted) < today ? lastDay(wanted) : today);

function monthFrom(typed: unknown): Month | undefined {
  if (typed === undefined || typed === '') return undefined;
  if (typeof typed !== 'string' || !isMonth(typed) || !/^2\d{3}-/.test(typed))
    throw new Malformed('Bulan ditulis tahun dan bulan, misalnya 2026-11.');
  return month(typed);
}
