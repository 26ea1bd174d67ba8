import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** SKP: targets, their approval, and what was reached. */
export const skpRoutes = (_deps: Deps): Route[] => [];
