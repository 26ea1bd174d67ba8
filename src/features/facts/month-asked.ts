import type { Request } from 'express';
import { addMonths, isMonth, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';

/** The running month in the regency's zone. */
export const runningMonth = ({ regency, clock }: Pick<Deps, 'regency' | 'clock'>): Month =>
  monthIn(regency.zone, clock.now());

/** The month of the address; last month where none is named: that is the one to be closed. @throws NotFound */
export function monthAsked(deps: Deps, req: Request): Month {
  const asked = req.query['bulan'];
  if (asked === undefined) return addMonths(runningMonth(deps), -1);
  if (typeof asked !== 'string' || !isMonth(asked)) throw new NotFound('month');
  return asked;
}
