import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** The catalogue of activities and its steward. */
export const catalogueRoutes = (_deps: Deps): Route[] => [];
