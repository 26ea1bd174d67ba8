import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { budgeting, entering, reading } from './access.ts';
import { postCeiling, showCeilings } from './ceiling-handlers.ts';
import { postForm, showForm } from './form-handlers.ts';
import {
  postBatch,
  postCancel,
  postUndo,
  postUpload,
  sendRejected,
  sendTemplate,
  showBatch,
  showUpload,
} from './import-handlers.ts';
import { showLacking, showPerson } from './lacking-handlers.ts';
import { FACTS, paths } from './paths.ts';
import { postProposals, sendPaper, showProposals } from './proposals-handlers.ts';

/** Facts that a regulation needs and the product does not make: who lacks what, entering, deciding, ceilings. */
export const factsRoutes = (deps: Deps): Route[] => [
  get(FACTS, reading, showLacking(deps)),
  get(paths.create, entering, showForm(deps)),
  post(paths.create, entering, postForm(deps)),
  get(paths.proposals, entering, showProposals(deps)),
  post(paths.proposals, entering, postProposals(deps)),
  get(paths.document(':id', ':berkas'), reading, sendPaper(deps)),
  get(paths.ceilings, reading, showCeilings(deps)),
  post(paths.ceilings, budgeting, postCeiling(deps)),
  get(paths.upload, entering, showUpload(deps)),
  post(paths.upload, entering, postUpload(deps)),
  get(`${paths.upload}/templat.xlsx`, entering, sendTemplate(deps)),
  get(paths.batch(':id'), entering, showBatch(deps)),
  post(paths.batch(':id'), entering, postBatch(deps)),
  post(paths.cancel(':id'), entering, postCancel(deps)),
  post(paths.undo(':id'), entering, postUndo(deps)),
  get(paths.rejected(':id'), entering, sendRejected(deps)),
  get(`${FACTS}/pegawai/:id`, reading, showPerson(deps)),
];
