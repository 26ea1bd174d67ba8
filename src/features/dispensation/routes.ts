import type { Deps } from '../../platform/deps.ts';
import { get, having, post, signedIn, type Route } from '../../platform/web/route.ts';
import {
  downloadFile,
  showForm,
  showList,
  showRequest,
  submitDecision,
  submitRequest,
  withdrawRequest,
} from './handlers.ts';

/** Leave to log a day whose window has passed: asked for by anybody, decided by a clerk of the unit or the personnel office. */
export const dispensationRoutes = (deps: Deps): Route[] => [
  get('/dispensasi', signedIn, showList(deps)),
  get('/dispensasi/baru', signedIn, showForm(deps)),
  post('/dispensasi', signedIn, submitRequest(deps)),
  get('/dispensasi/:id', signedIn, showRequest(deps)),
  post('/dispensasi/:id', having('pengelola', 'kepegawaian'), submitDecision(deps)),
  post('/dispensasi/:id/tarik', signedIn, withdrawRequest(deps)),
  get('/dispensasi/:id/bukti/:fileId', signedIn, downloadFile(deps)),
];
