import type { Deps } from '../../platform/deps.ts';
import { Forbidden } from '../../platform/errors.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Visit } from '../../platform/web/route.ts';
import { mayWrite } from './access.ts';
import type { Doing } from './draft-record.ts';

/** Who acts by a request, in domain time. */
export const doingOf = (
  { clock }: Pick<Deps, 'clock'>,
  { actor, requestId }: Pick<Visit, 'actor' | 'requestId'>,
): Doing => ({ employeeId: actor.employeeId, name: actor.name, requestId, at: clock.now() });

/** @throws Forbidden for whoever holds the right of single units only: a regulation is the whole regency's */
export function refuseReader(actor: Actor): void {
  if (!mayWrite(actor)) throw new Forbidden('BKPSDM dengan hak untuk semua unit');
}
