import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showHome } from './handlers.ts';

/** The front page, and the way to it. */
export const homeRoutes = (deps: Deps): Route[] => [
  get('/', signedIn, (_req, res) => {
    res.redirect(303, '/dasbor');
  }),
  get('/dasbor', signedIn, showHome(deps)),
];
