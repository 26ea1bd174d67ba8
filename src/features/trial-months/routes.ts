import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { postTrial, postTrialAnswer, postTrialEnd, showTrials } from './list-handlers.ts';
import { downloadTrialReport, showTrialReport } from './report-handlers.ts';

const office = having('kepegawaian');
const seeing = having('kepegawaian', 'pengelola');

export const trialMonthsRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/periode/uji-coba', office, showTrials(deps)),
  post('/kepegawaian/periode/uji-coba', office, postTrial(deps)),
  post('/kepegawaian/periode/uji-coba/akhiri', office, postTrialEnd(deps)),
  post('/kepegawaian/periode/uji-coba/:id', office, postTrialAnswer(deps)),
  get('/kepegawaian/periode/:bulan/uji-coba', seeing, showTrialReport(deps)),
  get('/kepegawaian/periode/:bulan/uji-coba.xlsx', seeing, downloadTrialReport(deps)),
];
