import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { instantOf, type Zone } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { writeDays } from '../attendance/day-rows.ts';
import { judgedDays } from '../attendance/derive.ts';
import { peopleOfMonth } from '../attendance/sources.ts';
import type { InForce } from '../policies/queries.ts';

/*
 * A temporary table of the same name stands before the real one until the transaction ends: whatever reads results of days
 * reads these, by its own statements, and the real ones are not touched.
 */
const STAND_IN = `CREATE TEMP TABLE attendance_day ON COMMIT DROP AS
  SELECT d.* FROM attendance_day d WHERE ($1::uuid[] IS NULL OR d.employee_id = ANY ($1::uuid[])) AND d.day BETWEEN $2::date AND $3::date`;
const ONE_A_DAY = 'CREATE UNIQUE INDEX ON pg_temp.attendance_day (employee_id, day)';
const COUNTED = 'ANALYZE pg_temp.attendance_day';
const HAVING_DAYS = 'SELECT DISTINCT employee_id AS id FROM pg_temp.attendance_day';

/** Results of days that hold for one transaction. */
export interface StandIn {
  /** Judges them by another regulation. */
  judgeBy(inForce: InForce): Promise<void>;
}

/**
 * Lets results of some people's days in a month be judged again within this transaction, from their sources as they are
 * now. People without stored days get none; whoever has stored days and no sources keeps them.
 * @param employeeIds null: everybody's
 */
export async function daysToJudgeAgain(
  tx: Tx,
  month: Month,
  zone: Zone,
  employeeIds: readonly string[] | null,
): Promise<StandIn> {
  const span = { from: firstDay(month), until: lastDay(month) };
  await tx.query(STAND_IN, [employeeIds && [...employeeIds], span.from, span.until]);
  await tx.query(ONE_A_DAY);
  const { rows } = await tx.query<{ id: string }>(HAVING_DAYS);
  const people = await peopleOfMonth(tx, month, zone, { employeeIds: rows.map(({ id }) => id) });
  const at = instantOf(zone, span.until, 0);
  return {
    judgeBy: async inForce => {
      for await (const { days } of judgedDays(tx, { people, month, inForce, yesterday: span.until })) {
        const ids = [...new Set(days.map(day => day.employeeId))];
        if (ids.length > 0) await writeDays(tx, { ids, ...span }, days, at);
      }
      await tx.query(COUNTED);
    },
  };
}
