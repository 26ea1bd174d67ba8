import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { postDecision, postDeclaration, showDeclaration, showOutage, showOutages } from './handlers.ts';
import { paths } from './paths.ts';

const office = having('kepegawaian');

/** When people could not work, and the work dates that are opened again for it. */
export const availabilityRoutes = (deps: Deps): Route[] => [
  get(paths.list, office, showOutages(deps)),
  get(paths.declare, office, showDeclaration(deps)),
  post(paths.declare, office, postDeclaration(deps)),
  get(paths.one(':id'), office, showOutage(deps)),
  post(paths.one(':id'), office, postDecision(deps)),
];
