import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** People and what changes about them, for the personnel office and the clerk of a unit. */
export const peopleRoutes = (_deps: Deps): Route[] => [];
