import type { Deps } from '../../platform/deps.ts';
import { get, leading, logging, post, signedIn, type Route } from '../../platform/web/route.ts';
import { postApproval, postReturn, showPlanBelow, showPlansBelow } from './below-handlers.ts';
import { postDiscard, postRevision, postSubmit, postWithdraw, showPlan } from './own-handlers.ts';
import { downloadRealisationFile, postRealisation, showProgress, showTargetProgress } from './progress-handlers.ts';
import {
  askToRemoveTarget,
  postRemoval,
  postTarget,
  postTargetChange,
  showNewTarget,
  showTarget,
} from './target-handlers.ts';

/**
 * SKP: targets, their approval, and what was reached. A list is for who ever has it (403 for others); one plan asks about that
 * plan, and answers 404 to everybody whose it is not to decide.
 */
export const skpRoutes = (deps: Deps): Route[] => [
  get('/sasaran', logging, showPlan(deps)),
  get('/sasaran/baru', logging, showNewTarget(deps)),
  post('/sasaran', logging, postTarget(deps)),
  get('/sasaran/bawahan', leading, showPlansBelow(deps)),
  get('/sasaran/bawahan/:id', signedIn, showPlanBelow(deps)),
  get('/sasaran/:id/ubah', logging, showTarget(deps)),
  get('/sasaran/:id/hapus', logging, askToRemoveTarget(deps)),
  post('/sasaran/:id', logging, postTargetChange(deps)),
  post('/sasaran/:id/hapus', logging, postRemoval(deps)),
  post('/sasaran/:tahun/ajukan', logging, postSubmit(deps)),
  post('/sasaran/:tahun/tarik', logging, postWithdraw(deps)),
  post('/sasaran/:tahun/perubahan', logging, postRevision(deps)),
  post('/sasaran/:tahun/batal', logging, postDiscard(deps)),
  post('/sasaran/:id/setujui', signedIn, postApproval(deps)),
  post('/sasaran/:id/kembalikan', signedIn, postReturn(deps)),
  get('/progres', logging, showProgress(deps)),
  get('/progres/:sasaranId', logging, showTargetProgress(deps)),
  post('/progres/:sasaranId', logging, postRealisation(deps)),
  get('/progres/:sasaranId/bukti/:fileId', signedIn, downloadRealisationFile(deps)),
];
