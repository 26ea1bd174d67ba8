import type { Request } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Visit } from '../../platform/web/route.ts';
import { assistedOwner } from '../assistance/queries.ts';
import type { By } from './owner-step.ts';
import { helperPaths, paths, type EntryPaths } from './paths.ts';

/** At whose desk a form is filled in: one's own, or that of somebody whom one helps. */
export interface Desk {
  readonly by: By;
  /** The owner's name at a helper's desk; undefined at one's own. */
  readonly ownerName: string | undefined;
  readonly paths: EntryPaths;
}

/** Finds the desk of a request. @throws NotFound where the person does not help that owner today */
export type FindDesk = (deps: Deps, req: Request, visit: Visit) => Promise<Desk>;

/** One's own desk. */
export const ownDesk: FindDesk = (_deps, _req, visit) =>
  Promise.resolve({
    by: { employeeId: visit.actor.employeeId, requestId: visit.requestId },
    ownerName: undefined,
    paths,
  });

/** The desk of the owner in the address, for a helper whom that owner named. */
export const helperDesk: FindDesk = async (deps, req, visit) => {
  const { ownerId } = req.params;
  if (typeof ownerId !== 'string' || !isUuid(ownerId)) throw new NotFound('owner');
  const helperId = visit.actor.employeeId;
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const ownerName = await assistedOwner(deps.pool, ownerId, helperId, today);
  if (ownerName === undefined) throw new NotFound('owner');
  return {
    by: { employeeId: ownerId, helperId, requestId: visit.requestId },
    ownerName,
    paths: helperPaths(ownerId.toLowerCase()),
  };
};
