import type { Deps } from '../../platform/deps.ts';
import { get, type Route } from '../../platform/web/route.ts';
import { readers } from './access.ts';
import { downloadCompleteness, leadToCompleteness, showCompleteness } from './handlers.ts';

/** Who has not logged, for the clerk. */
export const completenessRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/kelengkapan', readers, showCompleteness(deps)),
  get('/kepegawaian/kelengkapan/unduh', readers, downloadCompleteness(deps)),
  get('/opd/kelengkapan', readers, leadToCompleteness),
];
