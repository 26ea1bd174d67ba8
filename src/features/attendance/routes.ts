import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showPresence } from './presence-handlers.ts';

/** Presence: one's own days, and what clerk and personnel office keep of others'. */
export const attendanceRoutes = (deps: Deps): Route[] => [get('/presensi', signedIn, showPresence(deps))];
