import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { exportFile, postGathering, postPayment, showMoney } from './handlers.ts';

const readers = having('keuangan', 'bendahara', 'kepala_opd');

export const payrollExportRoutes = (deps: Deps): Route[] => [
  get('/keuangan/tpp', readers, showMoney(deps)),
  get('/keuangan/tpp/:bulan/ekspor', readers, exportFile(deps)),
  post('/keuangan/tpp/:bulan/siapkan', having('keuangan'), postGathering(deps)),
  post('/keuangan/tpp/:bulan/:unit/bayar', having('keuangan'), postPayment(deps)),
];
