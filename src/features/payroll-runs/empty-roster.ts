import type { Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { openByUnit } from '../adjustments/open-queries.ts';

export const NOBODY_PAID = 'Tidak ada pegawai yang dibayar unit ini bulan itu.';

/**
 * Whether a month of a unit without anybody on its roster is closed all the same: its run then carries what older months of
 * people who have left it still have to settle.
 */
export async function mayCloseEmpty(sql: Sql, month: Month, unitId: string): Promise<boolean> {
  return ((await openByUnit(sql, month, unitId)).get(unitId) ?? 0) > 0;
}
