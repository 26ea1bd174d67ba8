import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showReports, showTpp } from './handlers.ts';

export const reportsRoutes = (deps: Deps): Route[] => [
  get('/laporan', signedIn, showReports(deps)),
  get('/laporan/tpp-saya', signedIn, showTpp(deps)),
];
