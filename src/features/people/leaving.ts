import { addDays } from '../../domain/local-date.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { changeWords } from './change-kinds.ts';
import type { Effect } from './change-effect.ts';

/**
 * The rights of somebody who leaves end with the day before; on or after that day every session ends at once. (The account
 * itself opens nothing from that day on, whatever is written here: it is asked on every request.)
 */
export async function endRights(tx: Tx, { employeeId, change, today, now, by }: Effect): Promise<void> {
  const come = change.from <= today;
  await tx.query(
    `UPDATE role_grant g SET until_date = greatest(g.from_date - 1, $2::date), end_reason = $3,
       ended_at = CASE WHEN $4 THEN $5::timestamptz END, ended_by = CASE WHEN $4 THEN $6::uuid END
     FROM account a WHERE a.id = g.account_id AND a.employee_id = $1 AND g.ended_at IS NULL
       AND (g.until_date IS NULL OR g.until_date > $2::date)`,
    [employeeId, addDays(change.from, -1), changeWords(change.content.kind), come, now, by.employeeId],
  );
  if (!come) return;
  await tx.query(
    `DELETE FROM session WHERE (sess #>> '{passport,user}') IN (SELECT id::text FROM account WHERE employee_id = $1)`,
    [employeeId],
  );
}
