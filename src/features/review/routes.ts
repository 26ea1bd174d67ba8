import type { Deps } from '../../platform/deps.ts';
import { get, leading, post, signedIn, type Route } from '../../platform/web/route.ts';
import { showDecisions } from './decisions-page.ts';
import { postDecision, postUndo, showEntry } from './handlers.ts';
import { postBulk, postUndoBatch, showQueue } from './queue-handlers.ts';
import { STEPS } from './step.ts';
import { showUnit } from './unit-page.ts';

/**
 * The lists of a step are for those who ever have it (403 for others); one entry's page asks about that entry, and
 * answers 404 to everybody whose step it is not (rulings.md 18a).
 */
export const reviewRoutes = (deps: Deps): Route[] => [
  get('/unit', leading, showUnit(deps)),
  ...STEPS.flatMap(step => [
    get(`/${step.name}`, step.access, showQueue(deps, step)),
    get(`/${step.name}/riwayat`, step.access, showDecisions(deps, step)),
    post(`/${step.name}/massal`, step.access, postBulk(deps, step)),
    post(`/${step.name}/batal-massal`, step.access, postUndoBatch(deps, step)),
    get(`/${step.name}/:id`, signedIn, showEntry(deps, step)),
    post(`/${step.name}/:id`, signedIn, postDecision(deps, step)),
    post(`/${step.name}/:id/batal`, signedIn, postUndo(deps, step)),
  ]),
];
