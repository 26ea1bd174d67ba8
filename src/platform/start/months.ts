import { monthIn, type Zone } from '../clock.ts';
import { firstDay, addMonths } from '../../domain/month.ts';
import type { Sql } from '../database/sql.ts';

const MONTHS_AROUND = 14;

/** Makes the partitions of the months around an instant of domain time, where they are missing. */
export async function ensureMonths(sql: Sql, zone: Zone, now: Date): Promise<void> {
  const month = monthIn(zone, now);
  for (let distance = -MONTHS_AROUND; distance <= MONTHS_AROUND; distance += 1)
    await sql.query('SELECT takar_ensure_month($1)', [firstDay(addMonths(month, distance))]);
}
