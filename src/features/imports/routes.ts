import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Bringing people, units and positions in from spreadsheets. */
export const importsRoutes = (_deps: Deps): Route[] => [];
