import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Announcements and who has read them. */
export const announcementsRoutes = (_deps: Deps): Route[] => [];
