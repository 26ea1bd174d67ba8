import type { Deps } from '../../platform/deps.ts';
import { get, logging, post, signedIn, type Route } from '../../platform/web/route.ts';
import { downloadEvidence } from '../evidence/download.ts';
import { showChangeForm, showNewForm, submitChange, submitForm } from './form-handlers.ts';
import { showMonth } from './month-handler.ts';
import { askToRemove, removeEntry, sendEntry, showEntry, withdrawEntry } from './step-handlers.ts';

/** Daily activities of the person who is signed in. Evidence is also read by those whose step the entry is. */
export const activityLogRoutes = (deps: Deps): Route[] => [
  get('/kegiatan-harian', logging, showMonth(deps)),
  get('/kegiatan-harian/baru', logging, showNewForm(deps)),
  post('/kegiatan-harian', logging, submitForm(deps)),
  get('/kegiatan-harian/:id', logging, showEntry(deps)),
  get('/kegiatan-harian/:id/ubah', logging, showChangeForm(deps)),
  post('/kegiatan-harian/:id', logging, submitChange(deps)),
  get('/kegiatan-harian/:id/hapus', logging, askToRemove(deps)),
  post('/kegiatan-harian/:id/kirim', logging, sendEntry(deps)),
  post('/kegiatan-harian/:id/tarik', logging, withdrawEntry(deps)),
  post('/kegiatan-harian/:id/hapus', logging, removeEntry(deps)),
  get('/kegiatan-harian/:id/bukti/:evidenceId', signedIn, downloadEvidence(deps)),
];
