import { monthInWords, type Month } from '../../domain/month.ts';
import { POSTPONED } from '../../domain/tpp/postponed.ts';

const STATUSES = POSTPONED.map(status => `'${status}'`).join(', ');

/** SQL: whether a line `line` postpones pay. Written out, so that its index serves. */
export const POSTPONES = (line: string): string => `${line}.status IN (${STATUSES})`;

/** SQL: whether an adjustment `row` finds nothing postponed any more. */
export const DUE_AFTER_ALL = (row: string): string =>
  `${row}.excluded IS NULL AND ${row}.due ->> 'status' NOT IN (${STATUSES})`;

/** SQL: whether an adjustment `row` is the one that pays what its month postponed. */
export const PAYS_POSTPONED = (row: string): string => `(${row}.net > 0 AND ${DUE_AFTER_ALL(row)}
    AND EXISTS (SELECT 1 FROM payroll_line o WHERE o.run_id = ${row}.of_run_id AND o.employee_id = ${row}.employee_id
      AND ${POSTPONES('o')})
    AND NOT EXISTS (SELECT 1 FROM payroll_adjustment p JOIN payroll_run pr ON pr.id = p.run_id AND pr.state <> 'DIBATALKAN'
      WHERE p.employee_id = ${row}.employee_id AND p.of_month = ${row}.of_month AND p.id < ${row}.id AND ${DUE_AFTER_ALL('p')}))`;

/** Why such an adjustment is there. */
export const postponedWords = (month: Month): string => `TPP ${monthInWords(month)} yang ditunda, dibayarkan`;
