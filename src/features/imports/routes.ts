import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import {
  postBatch,
  postCancel,
  postColumns,
  postUndo,
  sendRejected,
  sendTemplate,
  showBatch,
} from './batch-handlers.ts';
import { batchPath, cancelPath, columnsPath, rejectedPath, templatePath, undoPath, UPLOAD_PATHS } from './paths.ts';
import { postUpload, showUpload } from './upload-handlers.ts';

const people = having('kepegawaian');
const offices = having('organisasi', 'kepegawaian');

/** Bringing people, units, positions and the catalogue in from spreadsheets. */
export const importsRoutes = (deps: Deps): Route[] => [
  get(UPLOAD_PATHS.pegawai, people, showUpload(deps, 'pegawai')),
  post(UPLOAD_PATHS.pegawai, people, postUpload(deps, 'pegawai')),
  get(UPLOAD_PATHS.organisasi, offices, showUpload(deps, 'organisasi')),
  post(UPLOAD_PATHS.organisasi, offices, postUpload(deps, 'organisasi')),
  get(UPLOAD_PATHS.katalog, offices, showUpload(deps, 'katalog')),
  post(UPLOAD_PATHS.katalog, offices, postUpload(deps, 'katalog')),
  get(templatePath(':berkas'), offices, sendTemplate),
  get(batchPath(':id'), offices, showBatch(deps)),
  post(batchPath(':id'), offices, postBatch(deps)),
  post(columnsPath(':id'), offices, postColumns(deps)),
  post(cancelPath(':id'), offices, postCancel(deps)),
  post(undoPath(':id'), offices, postUndo(deps)),
  get(rejectedPath(':id'), offices, sendRejected(deps)),
];
