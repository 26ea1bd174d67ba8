import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Objections against refusals. */
export const objectionRoutes = (_deps: Deps): Route[] => [];
