import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showJob } from './handlers.ts';

export const jobsRoutes = (deps: Deps): Route[] => [get('/pekerjaan/:id', signedIn, showJob(deps))];
