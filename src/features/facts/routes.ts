import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { budgeting, entering, reading } from './access.ts';
import { postCeiling, showCeilings } from './ceiling-handlers.ts';
import { postForm, showForm } from './form-handlers.ts';
import { showLacking, showPerson } from './lacking-handlers.ts';
import { FACTS, paths } from './paths.ts';
import { postProposals, showProposals } from './proposals-handlers.ts';

/** Facts that a regulation needs and the product does not make: who lacks what, entering, deciding, ceilings. */
export const factsRoutes = (deps: Deps): Route[] => [
  get(FACTS, reading, showLacking(deps)),
  get(paths.create, entering, showForm(deps)),
  post(paths.create, entering, postForm(deps)),
  get(paths.proposals, entering, showProposals(deps)),
  post(paths.proposals, entering, postProposals(deps)),
  get(paths.ceilings, reading, showCeilings(deps)),
  post(paths.ceilings, budgeting, postCeiling(deps)),
  get(`${FACTS}/pegawai/:id`, reading, showPerson(deps)),
];
