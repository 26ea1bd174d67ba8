import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { postAnswer, postBatch, postPropose, showBoard, showPropose, showSpecials } from './handlers.ts';
import { postCompute, showUnit } from './unit-handlers.ts';

const office = having('kepegawaian', 'pengelola');
const personnel = having('kepegawaian');

export const specialPaymentsRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/pembayaran-khusus', office, showSpecials(deps)),
  get('/kepegawaian/pembayaran-khusus/baru', personnel, showPropose(deps)),
  post('/kepegawaian/pembayaran-khusus/baru', personnel, postPropose(deps)),
  get('/kepegawaian/pembayaran-khusus/:id', office, showBoard(deps)),
  post('/kepegawaian/pembayaran-khusus/:id', personnel, postAnswer(deps)),
  post('/kepegawaian/pembayaran-khusus/:id/borongan', office, postBatch(deps)),
  get('/kepegawaian/pembayaran-khusus/:id/:unit', office, showUnit(deps)),
  post('/kepegawaian/pembayaran-khusus/:id/:unit/hitung', office, postCompute(deps)),
];
