import type { Deps } from '../../platform/deps.ts';
import { CHANGE_PASSWORD_PATH } from '../../platform/web/mount.ts';
import { anyone, get, having, post, type Route, signedIn } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { activationHandlers } from './activation.ts';
import { contactHandlers } from './contact.ts';
import { displayHandlers } from './display.ts';
import { ownDataHandlers } from './own-data.ts';
import { deskHandlers } from './desk-handlers.ts';
import { forgottenHandlers } from './forgotten.ts';
import { accountHandlers } from './handlers.ts';

export function accountRoutes(deps: Deps, services: WebServices): Route[] {
  const { show, showPassword, changePassword, endOne, endOthers } = accountHandlers(deps, services);
  const activation = activationHandlers(deps, services);
  const forgotten = forgottenHandlers(deps, services);
  const desk = deskHandlers(deps);
  const contact = contactHandlers(deps);
  const display = displayHandlers(deps);
  const data = ownDataHandlers(deps);
  const clerks = having('kepegawaian', 'pengelola', 'admin');
  return [
    get('/akun', signedIn, show),
    get(CHANGE_PASSWORD_PATH, signedIn, showPassword),
    post(CHANGE_PASSWORD_PATH, signedIn, changePassword),
    post('/akun/sesi/akhiri-semua', signedIn, endOthers),
    post('/akun/sesi/:id/akhiri', signedIn, endOne),
    get('/akun/data', signedIn, data.show),
    post('/akun/data', signedIn, data.check),
    get('/akun/kontak', signedIn, contact.show),
    post('/akun/kontak', signedIn, contact.save),
    get('/akun/tampilan', signedIn, display.show),
    post('/akun/tampilan', signedIn, display.save),
    get('/aktivasi', anyone, activation.show),
    post('/aktivasi', anyone, activation.activate),
    get('/lupa-kata-sandi', anyone, forgotten.show),
    post('/lupa-kata-sandi', anyone, forgotten.ask),
    get('/kepegawaian/aktivasi', clerks, desk.show),
    post('/kepegawaian/aktivasi', clerks, desk.print),
    get('/kepegawaian/pegawai/:id/akun', clerks, desk.person),
    post('/kepegawaian/pegawai/:id/akun', clerks, desk.reset),
  ];
}
