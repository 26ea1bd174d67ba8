import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { todayOf } from './item-handlers.ts';
import { positionsModel, uncoveredModel, type UncoveredPage, type UncoveredPositionsPage } from './uncovered-page.ts';
import { familyCover, uncoveredEntries } from './uncovered-queries.ts';

/** GET /kepegawaian/aktivitas/di-luar-katalog */
export const showUncovered =
  (deps: Deps): Handler =>
  async (_req, res) => {
    page<UncoveredPage>(res, 'catalogue/uncovered', uncoveredModel(await uncoveredEntries(deps.pool, todayOf(deps))));
  };

/** GET /kepegawaian/aktivitas/tanpa-aktivitas */
export const showPositions =
  (deps: Deps): Handler =>
  async (_req, res) => {
    const cover = await familyCover(deps.pool, todayOf(deps));
    page<UncoveredPositionsPage>(res, 'catalogue/positions', positionsModel(cover));
  };
