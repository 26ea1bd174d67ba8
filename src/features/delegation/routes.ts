import type { Deps } from '../../platform/deps.ts';
import { get, leading, post, type Route } from '../../platform/web/route.ts';
import { postDelegation, postEnding, showDelegations } from './handlers.ts';

/** Delegates by letter while a superior is away. */
export const delegationRoutes = (deps: Deps): Route[] => [
  get('/verifikasi/delegasi', leading, showDelegations(deps)),
  post('/verifikasi/delegasi', leading, postDelegation(deps)),
  post('/verifikasi/delegasi/:id/akhiri', leading, postEnding(deps)),
];
