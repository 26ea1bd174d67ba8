import type { Deps } from '../../platform/deps.ts';
import { get, post, signedIn, type Route } from '../../platform/web/route.ts';
import { postDecision, showEntry, showQueue } from './handlers.ts';
import { STEPS } from './step.ts';

/**
 * The list of a step is for those who ever have it (403 for others); one entry's page asks about that entry, and
 * answers 404 to everybody whose step it is not (rulings.md 18a).
 */
export const reviewRoutes = (deps: Deps): Route[] =>
  STEPS.flatMap(step => [
    get(`/${step.name}`, step.access, showQueue(deps, step)),
    get(`/${step.name}/:id`, signedIn, showEntry(deps, step)),
    post(`/${step.name}/:id`, signedIn, postDecision(deps, step)),
  ]);
