import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showHome } from './handlers.ts';

/** The front page; the way to it from `/` is open to strangers and stands with the sign-in. */
export const homeRoutes = (deps: Deps): Route[] => [get('/dasbor', signedIn, showHome(deps))];
