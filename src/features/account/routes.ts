import type { Deps } from '../../platform/deps.ts';
import { CHANGE_PASSWORD_PATH } from '../../platform/web/mount.ts';
import { anyone, get, post, type Route, signedIn } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { activationHandlers } from './activation.ts';
import { accountHandlers } from './handlers.ts';

export function accountRoutes(deps: Deps, services: WebServices): Route[] {
  const { show, showPassword, changePassword, endOne, endOthers } = accountHandlers(deps, services);
  const activation = activationHandlers(deps, services);
  return [
    get('/akun', signedIn, show),
    get(CHANGE_PASSWORD_PATH, signedIn, showPassword),
    post(CHANGE_PASSWORD_PATH, signedIn, changePassword),
    post('/akun/sesi/akhiri-semua', signedIn, endOthers),
    post('/akun/sesi/:id/akhiri', signedIn, endOne),
    get('/aktivasi', anyone, activation.show),
    post('/aktivasi', anyone, activation.activate),
  ];
}
