import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route, signedIn } from '../../platform/web/route.ts';
import { privacyHandlers } from './handlers.ts';

/** Who saw my data, and what of it is wrong. */
export function privacyRoutes(deps: Deps): Route[] {
  const clerks = having('kepegawaian', 'pengelola', 'admin');
  const { looks, report, send, desk, show, answer } = privacyHandlers(deps);
  return [
    get('/akun/dilihat', signedIn, looks),
    get('/akun/data-keliru', signedIn, report),
    post('/akun/data-keliru', signedIn, send),
    get('/kepegawaian/laporan-data', clerks, desk),
    get('/kepegawaian/laporan-data/:id', clerks, show),
    post('/kepegawaian/laporan-data/:id', clerks, answer),
  ];
}
