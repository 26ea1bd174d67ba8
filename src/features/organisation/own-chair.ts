import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { conflict } from './refusal.ts';
import type { ChangedBy } from './unit-service.ts';

const HOLDERS = `SELECT DISTINCT employee_id AS id FROM assignment
  WHERE position_id = $1 AND (last_date IS NULL OR last_date >= $2)`;

/**
 * What a chair is worth and who judges its holder is written by somebody else than who sits in it, now or later.
 * @throws RecordRefused (409)
 */
export async function refuseOwnChair(
  tx: Tx,
  { clock, regency }: Pick<Deps, 'clock' | 'regency'>,
  by: ChangedBy,
  positionId: string,
): Promise<void> {
  const now = clock.now();
  const { rows } = await tx.query<{ id: string }>(HOLDERS, [positionId, dayIn(regency.zone, now)]);
  const holders = rows.map(({ id }) => id);
  if (holders.includes(by.employeeId)) throw conflict('', 'Jabatan yang Anda duduki diubah oleh rekan lain');
  const act = { actorId: by.employeeId, about: holders };
  await refuseOneHand(tx, act, { now, zone: regency.zone }).catch((error: unknown) => {
    throw error instanceof Conflict ? conflict('', error.reason) : error;
  });
}
