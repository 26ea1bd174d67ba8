import type { Deps } from '../../platform/deps.ts';
import { get, logging, post, signedIn, type Route } from '../../platform/web/route.ts';
import {
  downloadFile,
  postAnswer,
  postDecision,
  postNew,
  postWithdrawal,
  showList,
  showNew,
  showOne,
} from './handlers.ts';

/** Objections against refusals. The list is everybody's own; one objection is 404 to who has nothing to do with it. */
export const objectionRoutes = (deps: Deps): Route[] => [
  get('/keberatan', signedIn, showList(deps)),
  get('/keberatan/baru', logging, showNew(deps)),
  post('/keberatan', logging, postNew(deps)),
  get('/keberatan/:id', signedIn, showOne(deps)),
  post('/keberatan/:id', signedIn, postDecision(deps)),
  post('/keberatan/:id/tanggapan', signedIn, postAnswer(deps)),
  post('/keberatan/:id/tarik', signedIn, postWithdrawal(deps)),
  get('/keberatan/:id/bukti/:fileId', signedIn, downloadFile(deps)),
];
