import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { rightsHandlers } from './handlers.ts';

/** Rights granted by one and confirmed by another. */
export function rightsRoutes(deps: Deps): Route[] {
  const stewards = having('admin', 'kepegawaian');
  const { list, create, grant, show, confirm, refuse, end, review } = rightsHandlers(deps);
  return [
    get('/sistem/peran', stewards, list),
    get('/sistem/peran/baru', stewards, create),
    post('/sistem/peran', stewards, grant),
    get('/sistem/peran/:id', stewards, show),
    post('/sistem/peran/:id/konfirmasi', stewards, confirm),
    post('/sistem/peran/:id/tolak', stewards, refuse),
    post('/sistem/peran/:id/cabut', stewards, end),
    post('/sistem/peran/:id/tinjau', stewards, review),
  ];
}
