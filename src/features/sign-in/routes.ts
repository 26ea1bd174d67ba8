import type passport from 'passport';
import type { Deps } from '../../platform/deps.ts';
import { anyone, get, post, type Route } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { signInHandlers } from './handlers.ts';
import { useSignIn } from './strategy.ts';

export function signInRoutes(deps: Deps, services: WebServices, own: passport.Authenticator): Route[] {
  useSignIn(own, deps, services);
  const { home, show, signIn, signOut } = signInHandlers(deps, services, own);
  return [
    get('/', anyone, home),
    get('/masuk', anyone, show),
    post('/masuk', anyone, signIn),
    post('/keluar', anyone, signOut),
  ];
}
