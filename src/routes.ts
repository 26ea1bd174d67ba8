import type passport from 'passport';
import { signInRoutes } from './features/sign-in/routes.ts';
import type { Deps } from './platform/deps.ts';
import type { Route } from './platform/web/route.ts';
import type { WebServices } from './platform/web/services.ts';

/** The table of contents: every page and every act of the product, each with who may be there. */
export const allRoutes = (deps: Deps, services: WebServices, own: passport.Authenticator): Route[] => [
  ...signInRoutes(deps, services, own),
];
