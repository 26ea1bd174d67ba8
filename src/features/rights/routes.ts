import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Rights granted by one and confirmed by another, activation slips, sessions, who saw my data. */
export const rightsRoutes = (_deps: Deps): Route[] => [];
