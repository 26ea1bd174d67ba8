import { firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { openByUnit } from '../adjustments/open-queries.ts';

export const NOBODY_PAID = 'Tidak ada pegawai yang dibayar unit ini bulan itu.';

const HAS_ENTRIES = `SELECT 1 FROM activity WHERE payroll_unit_id = $1 AND work_date >= $2::date
  AND work_date < ($2::date + interval '1 month')::date LIMIT 1`;

/**
 * Whether a month of a unit without anybody on its roster is closed all the same: its run then carries what older months of
 * people who have left it still have to settle. Or it has entries of such people, whose new unit waits for their period.
 */
export async function mayCloseEmpty(sql: Sql, month: Month, unitId: string): Promise<boolean> {
  if (((await openByUnit(sql, month, unitId)).get(unitId) ?? 0) > 0) return true;
  return (await sql.query(HAS_ENTRIES, [unitId, firstDay(month)])).rows.length > 0;
}
