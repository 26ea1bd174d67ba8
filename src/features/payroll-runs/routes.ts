import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { postBatch, showBatch } from './batch-handlers.ts';
import { postDiscard, postDiscardAnswer, showDiscard } from './discard-handlers.ts';
import { postExclusion, postExclusionAnswer, showExclusions } from './exclusion-handlers.ts';
import { postApprove, postClose, postRetry, showApproval, showClose, showPeriods } from './handlers.ts';
import { showTrialRun } from './trial-run-handlers.ts';

const office = having('kepegawaian', 'pengelola');

export const payrollRunsRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/periode', office, showPeriods(deps)),
  post('/kepegawaian/periode/borongan', office, postBatch(deps)),
  get('/kepegawaian/periode/borongan/:id', office, showBatch(deps)),
  get('/kepegawaian/periode/:bulan/:unit/tutup', office, showClose(deps)),
  post('/kepegawaian/periode/:bulan/:unit/tutup', office, postClose(deps)),
  get('/kepegawaian/periode/:bulan/:unit/coba', office, showTrialRun(deps)),
  get('/kepegawaian/periode/:bulan/:unit/setujui', office, showApproval(deps)),
  post('/kepegawaian/periode/:bulan/:unit/setujui', office, postApprove(deps)),
  post('/kepegawaian/periode/:bulan/:unit/ulangi', office, postRetry(deps)),
  get('/kepegawaian/periode/:bulan/:unit/batalkan', office, showDiscard(deps)),
  post('/kepegawaian/periode/:bulan/:unit/batalkan', office, postDiscard(deps)),
  post('/kepegawaian/periode/:bulan/:unit/batalkan/putuskan', office, postDiscardAnswer(deps)),
  get('/kepegawaian/periode/:bulan/:unit/kecualikan', office, showExclusions(deps)),
  post('/kepegawaian/periode/:bulan/:unit/kecualikan', office, postExclusion(deps)),
  post('/kepegawaian/periode/:bulan/:unit/kecualikan/:id', office, postExclusionAnswer(deps)),
];
