import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { asking, reading } from './access.ts';
import { postRecomputation, showAdjustments } from './handlers.ts';
import { paths } from './paths.ts';

/** What older months still have to settle: seeing it, and asking for a month to be computed again. */
export const adjustmentsRoutes = (deps: Deps): Route[] => [
  get(paths.list, reading, showAdjustments(deps)),
  post(paths.list, asking, postRecomputation(deps)),
];
