import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route, signedIn } from '../../platform/web/route.ts';
import { deskHandlers, readerHandlers } from './handlers.ts';

/** Announcements and who has read them. */
export function announcementsRoutes(deps: Deps): Route[] {
  const writers = having('kepegawaian', 'organisasi', 'admin', 'pengelola');
  const reader = readerHandlers(deps);
  const desk = deskHandlers(deps);
  return [
    get('/pengumuman', signedIn, reader.list),
    get('/pengumuman/:id', signedIn, reader.show),
    post('/pengumuman/:id/dibaca', signedIn, reader.read),
    get('/kepegawaian/pengumuman', writers, desk.list),
    get('/kepegawaian/pengumuman/baru', writers, desk.create),
    post('/kepegawaian/pengumuman', writers, desk.post),
    get('/kepegawaian/pengumuman/:id', writers, desk.show),
    get('/kepegawaian/pengumuman/:id/ubah', writers, desk.edit),
    post('/kepegawaian/pengumuman/:id', writers, desk.change),
    post('/kepegawaian/pengumuman/:id/tarik', writers, desk.withdraw),
  ];
}
