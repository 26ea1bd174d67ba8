import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** The user guide, a page per topic. */
export const guideRoutes = (_deps: Deps): Route[] => [];
