import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { downloadScan, postAnswer, postScan, showScans } from './handlers.ts';

const readers = having('keuangan', 'bendahara', 'kepala_opd');

export const payrollScansRoutes = (deps: Deps): Route[] => [
  get('/keuangan/tpp/:bulan/:unit/pindaian', readers, showScans(deps)),
  post('/keuangan/tpp/:bulan/:unit/pindaian', having('bendahara', 'kepala_opd'), postScan(deps)),
  post('/keuangan/tpp/:bulan/:unit/pindaian/:id', having('keuangan'), postAnswer(deps)),
  get('/keuangan/tpp/:bulan/:unit/pindaian/:id/:berkas', readers, downloadScan(deps)),
];
