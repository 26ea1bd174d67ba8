import type { Deps } from '../../platform/deps.ts';
import { get, logging, post, type Route } from '../../platform/web/route.ts';
import { readers, stewards } from './access.ts';
import {
  postChange,
  postExpectation,
  postExpectationEnd,
  postNew,
  postStarter,
  showChange,
  showItem,
  showList,
  showNew,
} from './item-handlers.ts';
import { postMerge, showMerge, showSimilar } from './merge-handlers.ts';
import { postPropose, postProposal, showPropose, showProposal, showProposals } from './proposal-handlers.ts';
import { showPositions, showUncovered } from './uncovered-handlers.ts';

/** The catalogue of activities and its stewards. Literal addresses stand before those with an id. */
export const catalogueRoutes = (deps: Deps): Route[] => [
  get('/katalog/usul', logging, showPropose(deps)),
  post('/katalog/usul', logging, postPropose(deps)),
  get('/kepegawaian/aktivitas', readers, showList(deps)),
  post('/kepegawaian/aktivitas', stewards, postNew(deps)),
  get('/kepegawaian/aktivitas/baru', stewards, showNew(deps)),
  post('/kepegawaian/aktivitas/katalog-awal', stewards, postStarter(deps)),
  get('/kepegawaian/aktivitas/mirip', stewards, showSimilar(deps)),
  get('/kepegawaian/aktivitas/gabung', stewards, showMerge(deps)),
  post('/kepegawaian/aktivitas/gabung', stewards, postMerge(deps)),
  get('/kepegawaian/aktivitas/di-luar-katalog', stewards, showUncovered(deps)),
  get('/kepegawaian/aktivitas/tanpa-aktivitas', stewards, showPositions(deps)),
  get('/kepegawaian/aktivitas/usulan', stewards, showProposals(deps)),
  get('/kepegawaian/aktivitas/usulan/:id', stewards, showProposal(deps)),
  post('/kepegawaian/aktivitas/usulan/:id', stewards, postProposal(deps)),
  get('/kepegawaian/aktivitas/:id', readers, showItem(deps)),
  post('/kepegawaian/aktivitas/:id', stewards, postChange(deps)),
  get('/kepegawaian/aktivitas/:id/ubah', stewards, showChange(deps)),
  post('/kepegawaian/aktivitas/:id/harapan', stewards, postExpectation(deps)),
  post('/kepegawaian/aktivitas/:id/harapan/akhiri', stewards, postExpectationEnd(deps)),
];
