import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { readers, stewards } from './access.ts';
import {
  postChange,
  postExpectation,
  postNew,
  postStarter,
  showChange,
  showItem,
  showList,
  showNew,
} from './item-handlers.ts';

/** The catalogue of activities and its stewards. Literal addresses stand before those with an id. */
export const catalogueRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/aktivitas', readers, showList(deps)),
  post('/kepegawaian/aktivitas', stewards, postNew(deps)),
  get('/kepegawaian/aktivitas/baru', stewards, showNew(deps)),
  post('/kepegawaian/aktivitas/katalog-awal', stewards, postStarter(deps)),
  get('/kepegawaian/aktivitas/:id', readers, showItem(deps)),
  post('/kepegawaian/aktivitas/:id', stewards, postChange(deps)),
  get('/kepegawaian/aktivitas/:id/ubah', stewards, showChange(deps)),
  post('/kepegawaian/aktivitas/:id/harapan', stewards, postExpectation(deps)),
];
