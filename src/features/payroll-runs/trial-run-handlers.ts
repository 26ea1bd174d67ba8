import { firstDay } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { regulationOn } from '../policies/queries.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { monthPeriodAsked } from './asked.ts';
import { monthOver } from './service.ts';
import { tryRun } from './trial-run.ts';
import { peopleOn, trialRunModel, type TrialRunPage } from './trial-run-page.ts';

/** GET /kepegawaian/periode/:bulan/:unit/coba?halaman=: the month as it would be computed now; who is shown is noted. */
export const showTrialRun =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const period = await monthPeriodAsked(deps, req, actor);
    const { month, unit } = period;
    const number = pageAsked(req.query['halaman']);
    const inForce = await regulationOn(deps.pool, firstDay(month));
    const trial = inForce && period.state === 'TERBUKA' ? await tryRun(deps, month, inForce, unit.id) : undefined;
    const shown = trial ? peopleOn(trial, number) : [];
    if (trial && number > 1 && shown.length === 0) throw new NotFound('page');
    if (shown.length > 0) {
      const view = { viewerId: actor.employeeId, subjectIds: shown.map(each => each.employeeId), what: 'tpp' } as const;
      await recordDailyView(deps.pool, view, lookNow(deps));
    }
    const content = {
      period,
      monthOver: monthOver(deps, month),
      hasRegulation: inForce !== undefined,
      trial,
      page: number,
    };
    page<TrialRunPage>(res, 'payroll-runs/trial-run', trialRunModel(content));
  };

function pageAsked(asked: unknown): number {
  if (asked === undefined) return 1;
  const wanted = typeof asked === 'string' && /^[1-9]\d{0,2}$/.test(asked) ? Number(asked) : undefined;
  if (wanted === undefined) throw new NotFound('page');
  return wanted;
}
