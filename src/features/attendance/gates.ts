import { firstDay, type Month } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';

const PASS = `SELECT pg_advisory_xact_lock_shared(takar_period_gate($1::date, u.id))
  FROM (SELECT id FROM payroll_unit WHERE $2::uuid[] IS NULL OR id = ANY ($2) ORDER BY id) u`;

/**
 * Passes the gates of units' periods (null: all) until the transaction ends: a close that comes later waits, one that is
 * there already is waited for. Always before a row of a period is held and before days are derived, the months in order,
 * so that nobody waits in a circle (docs/adr/0011-runs-are-appended.md).
 */
export async function passGates(tx: Tx, month: Month, unitIds: readonly string[] | null): Promise<void> {
  await tx.query(PASS, [firstDay(month), unitIds && [...unitIds]]);
}
