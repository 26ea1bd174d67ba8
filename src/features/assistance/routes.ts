import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Named helpers who prepare drafts for an owner. */
export const assistanceRoutes = (_deps: Deps): Route[] => [];
