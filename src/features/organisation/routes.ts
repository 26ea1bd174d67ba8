import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Units, positions and the tree of superiors, for the personnel office and Bagian Organisasi. */
export const organisationRoutes = (_deps: Deps): Route[] => [];
