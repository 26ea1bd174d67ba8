import type { Deps } from '../../platform/deps.ts';
import { get, leading, post, signedIn, type Route } from '../../platform/web/route.ts';
import { postOrder, postOrderStep, postReport, showOrder, showOrders } from './handlers.ts';

/** Perintah pimpinan: one's superiors, orders received and given. */
export const ordersRoutes = (deps: Deps): Route[] => [
  get('/input-pimpinan', signedIn, showOrders(deps)),
  post('/input-pimpinan/laporan', signedIn, postReport(deps)),
  post('/input-pimpinan/perintah', leading, postOrder(deps)),
  get('/input-pimpinan/perintah/:id', signedIn, showOrder(deps)),
  post('/input-pimpinan/perintah/:id/kerjakan', signedIn, postOrderStep(deps, 'kerjakan')),
  post('/input-pimpinan/perintah/:id/selesai', signedIn, postOrderStep(deps, 'selesai')),
  post('/input-pimpinan/perintah/:id/batal', signedIn, postOrderStep(deps, 'batal')),
];
