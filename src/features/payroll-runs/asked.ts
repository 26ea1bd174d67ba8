import type { Request } from 'express';
import { addMonths, isMonth, type Month } from '../../domain/month.ts';
import { isSpecial, readPeriod } from '../../domain/payroll/pay-period.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { periodScope } from './access.ts';
import { periodOf, type Period, type Run } from './queries.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** The running month in the regency's zone. */
export const thisMonth = ({ regency, clock }: Needs): Month => monthIn(regency.zone, clock.now());

/** The living run of a period. @throws Conflict while the period is open */
export function existing({ run, special }: Period): Run {
  if (!run) throw new Conflict(special ? 'Pembayaran ini belum dihitung.' : 'Periode ini belum ditutup.');
  return run;
}

/** The month of `?bulan=`, or the last one that is over. */
export function monthAsked(deps: Needs, req: Request): Month {
  const asked = req.query['bulan'];
  if (asked === undefined) return addMonths(thisMonth(deps), -1);
  if (typeof asked !== 'string' || !isMonth(asked)) throw new NotFound('month');
  return asked;
}

/**
 * The period of the address, the month's own or a special payment's, within the reader's scope; another unit does not exist for
 * them.
 */
export async function periodAsked(deps: Needs, req: Request, actor: Actor): Promise<Period> {
  const { bulan, unit } = req.params;
  const asked = typeof bulan === 'string' ? readPeriod(bulan) : null;
  if (asked === null || typeof unit !== 'string') throw new NotFound('period');
  const period = await periodOf(deps.pool, asked.month, unit, periodScope(actor), asked.kind);
  if (!period) throw new NotFound('period');
  return period;
}

/** The same for what only a month's own pay has: closing it, a trial of its sums. */
export async function monthPeriodAsked(deps: Needs, req: Request, actor: Actor): Promise<Period> {
  const period = await periodAsked(deps, req, actor);
  if (isSpecial(period)) throw new NotFound('period');
  return period;
}
