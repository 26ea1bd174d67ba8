import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Who has not logged, for the clerk. */
export const completenessRoutes = (_deps: Deps): Route[] => [];
