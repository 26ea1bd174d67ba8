import type { Deps } from '../../platform/deps.ts';
import type { Route } from '../../platform/web/route.ts';

/** Perintah pimpinan: one's superiors, orders received and given. */
export const ordersRoutes = (_deps: Deps): Route[] => [];
