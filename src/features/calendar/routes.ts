import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { postHoliday, postRemoval, showCalendar, showRemoval } from './handlers.ts';
import { postSpecialHours, postSpecialRemoval, showSpecialRemoval } from './special-handlers.ts';

/** The regency's work calendar, kept by the personnel office. Literal addresses stand before those with a day. */
export const calendarRoutes = (deps: Deps): Route[] => [
  get('/kepegawaian/kalender-kerja', having('kepegawaian'), showCalendar(deps)),
  post('/kepegawaian/kalender-kerja', having('kepegawaian'), postHoliday(deps)),
  post('/kepegawaian/kalender-kerja/jam', having('kepegawaian'), postSpecialHours(deps)),
  get('/kepegawaian/kalender-kerja/jam/:id/hapus', having('kepegawaian'), showSpecialRemoval(deps)),
  post('/kepegawaian/kalender-kerja/jam/:id/hapus', having('kepegawaian'), postSpecialRemoval(deps)),
  get('/kepegawaian/kalender-kerja/:tanggal/:jenis/hapus', having('kepegawaian'), showRemoval(deps)),
  post('/kepegawaian/kalender-kerja/:tanggal/:jenis/hapus', having('kepegawaian'), postRemoval(deps)),
];
