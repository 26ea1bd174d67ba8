import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Leave to log a day whose window has passed. */
export const dispensationRoutes = (_deps: Deps): Route[] => [];
