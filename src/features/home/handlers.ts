import { monthOf } from '../../domain/month.ts';
import { dayIn, minuteIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { UNNAMED } from '../../platform/start/regency.ts';
import { showBadges } from '../../platform/web/shell.ts';
import { partsOf } from '../announcements/access.ts';
import { badgesFrom } from '../notifications/badges.ts';
import { mayApprove, periodScope } from '../payroll-runs/access.ts';
import { mustLog } from '../policies/must-log.ts';
import { regulationOn } from '../policies/queries.ts';
import { runningCalculation } from '../reports/running.ts';
import { installationSteps, setsUp } from './installation.ts';
import { homeModel, type HomePage } from './pages.ts';
import { homeFacts } from './queries.ts';

/** The front page: one statement of its own, and one of the running calculation. */
export const showHome =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const { pool, clock, regency } = deps;
    const now = clock.now();
    const today = dayIn(regency.zone, now);
    const rights = {
      scope: periodScope(actor),
      approves: mayApprove(actor),
      parts: partsOf(actor),
      setsUp: setsUp(actor),
    };
    const facts = await homeFacts(pool, actor, today, rights);
    // On no roster there is nothing to calculate, yet the day still has its target.
    const calculated = actor.logs && facts.onRoster && facts.hasNip;
    const running = calculated ? await runningCalculation(deps, actor.employeeId, monthOf(today), facts) : undefined;
    const inForce = running?.inForce ?? (actor.logs && !calculated ? await regulationOn(pool, today) : undefined);
    showBadges(
      res,
      badgesFrom({
        unread: facts.unread,
        returned: facts.returnedCount,
        orders: facts.orders,
        toVerify: facts.toVerify,
        toValidate: facts.toValidate,
      }),
    );
    const model = homeModel({
      facts,
      today,
      now,
      minute: minuteIn(regency.zone, now),
      zone: regency.zone,
      logs: actor.logs,
      setUp: installationSteps(facts.installation, actor, regency.government !== UNNAMED),
      // Of whom nothing is asked, no day is open and no target is shown.
      rules: inForce && mustLog(inForce.daily, facts.traits) ? inForce.daily : undefined,
      running,
    });
    page<HomePage>(res, 'home/page', model);
  };
