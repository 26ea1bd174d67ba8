import type { Deps } from '../../platform/deps.ts';
import { assisting, get, logging, post, type Route } from '../../platform/web/route.ts';
import { showHelpers, showOwners, showPrepared, submitEnd, submitHelper } from './handlers.ts';

/** Help with logging: the owner names somebody; the helper's forms stand among the daily activities. */
export const assistanceRoutes = (deps: Deps): Route[] => [
  get('/akun/bantuan', logging, showHelpers(deps)),
  post('/akun/bantuan', logging, submitHelper(deps)),
  post('/akun/bantuan/:id/akhiri', logging, submitEnd(deps)),
  get('/bantu', assisting, showOwners(deps)),
  get('/bantu/:ownerId', assisting, showPrepared(deps)),
];
