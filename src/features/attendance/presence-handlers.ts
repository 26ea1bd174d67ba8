import { firstDay, lastDay } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { regulationOn } from '../policies/queries.ts';
import { askedMonth } from '../reports/month-choice.ts';
import { presencePage, type PresencePage } from './presence-page.ts';
import { judgedDays, leavesBetween, zoneOf } from './queries.ts';

/** GET /presensi?bulan=: one's own days, and why each is what it is. */
export const showPresence =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const thisMonth = monthIn(deps.regency.zone, deps.clock.now());
    const month = askedMonth(req.query['bulan'], thisMonth);
    const [first, last] = [firstDay(month), lastDay(month)];
    const inForce = await regulationOn(deps.pool, first);
    const model = presencePage({
      month,
      thisMonth,
      zone: await zoneOf(deps.pool, actor.employeeId, last, deps.regency.zone),
      days: await judgedDays(deps.pool, actor.employeeId, month),
      leaves: await leavesBetween(deps.pool, actor.employeeId, first, last),
      monthCap: inForce?.regulation.attendance?.monthCap ?? null,
    });
    page<PresencePage>(res, 'attendance/own', model);
  };
