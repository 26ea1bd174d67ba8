import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { conflict } from '../organisation/refusal.ts';
import type { ChangedBy } from '../organisation/unit-service.ts';
import { refuseOneHand } from '../rights/second-person.ts';

/**
 * Nobody writes their own record, also not through an account that they opened for somebody else.
 * @throws RecordRefused (409) at the field
 */
export async function refuseOwnHand(
  sql: Sql,
  { clock, regency }: Pick<Deps, 'clock' | 'regency'>,
  by: ChangedBy,
  employeeId: string,
  field: string,
): Promise<void> {
  const act = { actorId: by.employeeId, about: [employeeId] };
  await refuseOneHand(sql, act, { now: clock.now(), zone: regency.zone }).catch((error: unknown) => {
    throw error instanceof Conflict ? conflict(field, error.reason) : error;
  });
}
