import type { Deps } from '../../platform/deps.ts';
import { get, having, post, signedIn, type Route } from '../../platform/web/route.ts';
import { keepers } from './access.ts';
import { postHours, showHours, showHoursForm } from './hours-handlers.ts';
import {
  downloadLeaveFile,
  postLeave,
  postRevocation,
  showLeave,
  showLeaveForm,
  showLeaves,
} from './leave-handlers.ts';
import { showPresence } from './presence-handlers.ts';
import {
  downloadRecordFile,
  postRecord,
  postRecordDecisions,
  postRecordEnd,
  showRecord,
  showRecordForm,
  showRecords,
} from './record-handlers.ts';
import { showUnitPresence } from './unit-handlers.ts';

/** Presence: one's own days, and what clerk and personnel office keep of others'. */
export const attendanceRoutes = (deps: Deps): Route[] => [
  get('/presensi', signedIn, showPresence(deps)),
  get('/kepegawaian/presensi', keepers, showUnitPresence(deps)),
  get('/kepegawaian/presensi/izin', keepers, showLeaves(deps)),
  get('/kepegawaian/presensi/izin/baru', keepers, showLeaveForm),
  post('/kepegawaian/presensi/izin', keepers, postLeave(deps)),
  get('/kepegawaian/presensi/izin/:id', keepers, showLeave(deps)),
  post('/kepegawaian/presensi/izin/:id/cabut', keepers, postRevocation(deps)),
  get('/kepegawaian/presensi/izin/:id/bukti/:fileId', keepers, downloadLeaveFile(deps)),
  get('/kepegawaian/jam-kerja', having('kepegawaian'), showHours(deps)),
  get('/kepegawaian/jam-kerja/baru', having('kepegawaian'), showHoursForm(deps)),
  post('/kepegawaian/jam-kerja', having('kepegawaian'), postHours(deps)),
  get('/kepegawaian/presensi/manual', keepers, showRecords(deps)),
  get('/kepegawaian/presensi/manual/baru', keepers, showRecordForm),
  post('/kepegawaian/presensi/manual', keepers, postRecord(deps)),
  post('/kepegawaian/presensi/manual/putuskan', keepers, postRecordDecisions(deps)),
  get('/kepegawaian/presensi/manual/:id', keepers, showRecord(deps)),
  post('/kepegawaian/presensi/manual/:id/cabut', keepers, postRecordEnd(deps)),
  get('/kepegawaian/presensi/manual/:id/bukti/:fileId', keepers, downloadRecordFile(deps)),
];
