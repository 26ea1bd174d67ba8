import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Delegates by letter while a superior is away. */
export const delegationRoutes = (_deps: Deps): Route[] => [];
