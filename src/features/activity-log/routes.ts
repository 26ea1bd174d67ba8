import type { Deps } from '../../platform/deps.ts';
import { assisting, get, logging, post, signedIn, type Route } from '../../platform/web/route.ts';
import { downloadEvidence } from '../evidence/download.ts';
import { showCopy, submitCopy } from './copy-handlers.ts';
import { helperDesk } from './desk.ts';
import { addToFavourites, changeFavourite, showFavourites } from './favourite-handlers.ts';
import { showChangeForm, showNewForm, submitChange, submitForm } from './form-handlers.ts';
import { sendAllDrafts, showMonth } from './month-handler.ts';
import { removeNote, showNotes, writeNote } from './note-handlers.ts';
import { askToRemove, removeEntry, removePrepared, sendEntry, showEntry, withdrawEntry } from './step-handlers.ts';

/** Daily activities of the person who is signed in, and drafts that a helper prepares for an owner. Evidence is also read by those whose step the entry is. */
export const activityLogRoutes = (deps: Deps): Route[] => [
  get('/kegiatan-harian', logging, showMonth(deps)),
  get('/kegiatan-harian/baru', logging, showNewForm(deps)),
  post('/kegiatan-harian', logging, submitForm(deps)),
  get('/kegiatan-harian/salin', logging, showCopy(deps)),
  post('/kegiatan-harian/salin', logging, submitCopy(deps)),
  get('/kegiatan-harian/favorit', logging, showFavourites(deps)),
  post('/kegiatan-harian/favorit', logging, addToFavourites(deps)),
  post('/kegiatan-harian/favorit/:id', logging, changeFavourite(deps)),
  get('/kegiatan-harian/catatan', logging, showNotes(deps)),
  post('/kegiatan-harian/catatan', logging, writeNote(deps)),
  post('/kegiatan-harian/catatan/:id/hapus', logging, removeNote(deps)),
  post('/kegiatan-harian/kirim-semua', logging, sendAllDrafts(deps)),
  get('/kegiatan-harian/:id', logging, showEntry(deps)),
  get('/kegiatan-harian/:id/ubah', logging, showChangeForm(deps)),
  post('/kegiatan-harian/:id', logging, submitChange(deps)),
  get('/kegiatan-harian/:id/hapus', logging, askToRemove(deps)),
  post('/kegiatan-harian/:id/kirim', logging, sendEntry(deps)),
  post('/kegiatan-harian/:id/tarik', logging, withdrawEntry(deps)),
  post('/kegiatan-harian/:id/hapus', logging, removeEntry(deps)),
  get('/kegiatan-harian/:id/bukti/:evidenceId', signedIn, downloadEvidence(deps)),
  get('/bantu/:ownerId/kegiatan/baru', assisting, showNewForm(deps, helperDesk)),
  post('/bantu/:ownerId/kegiatan', assisting, submitForm(deps, helperDesk)),
  get('/bantu/:ownerId/kegiatan/:id/ubah', assisting, showChangeForm(deps, helperDesk)),
  post('/bantu/:ownerId/kegiatan/:id', assisting, submitChange(deps, helperDesk)),
  post('/bantu/:ownerId/kegiatan/:id/hapus', assisting, removePrepared(deps, helperDesk)),
];
