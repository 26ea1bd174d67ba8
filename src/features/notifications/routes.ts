import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route, signedIn } from '../../platform/web/route.ts';
import { notificationHandlers } from './handlers.ts';

/** What one is told: returns, answers, reminders. */
export function notificationsRoutes(deps: Deps): Route[] {
  const { list, open, readAll } = notificationHandlers(deps);
  return [
    get('/notifikasi', signedIn, list),
    post('/notifikasi/baca-semua', signedIn, readAll),
    post('/notifikasi/:id/buka', signedIn, open),
  ];
}
