import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** What one is told: returns, answers, reminders. */
export const notificationsRoutes = (_deps: Deps): Route[] => [];
