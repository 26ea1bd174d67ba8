import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { printTpp, showReports, showTpp } from './handlers.ts';
import { readsRecaps } from './recap-access.ts';
import { downloadRecap, printRecap, showRecap } from './recap-handlers.ts';
import { downloadSheet, printSheet, showSheet } from './sheet-handlers.ts';

export const reportsRoutes = (deps: Deps): Route[] => [
  get('/laporan', signedIn, showReports(deps)),
  get('/laporan/tpp-saya', signedIn, showTpp(deps)),
  get('/laporan/tpp-saya.pdf', signedIn, printTpp(deps)),
  get('/laporan/lkh', signedIn, showSheet(deps)),
  get('/laporan/lkh.pdf', signedIn, printSheet(deps)),
  get('/laporan/lkh.xlsx', signedIn, downloadSheet(deps)),
  get('/laporan/rekap', readsRecaps, showRecap(deps)),
  get('/laporan/rekap.pdf', readsRecaps, printRecap(deps)),
  get('/laporan/rekap.xlsx', readsRecaps, downloadRecap(deps)),
];
