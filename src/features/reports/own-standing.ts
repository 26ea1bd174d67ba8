import type { RunState } from '../../domain/payroll/run-lifecycle.ts';

/** How a person's closed month stands while they have no line of it. */
export interface OwnStanding {
  readonly state: RunState;
  /** Why they get none, once the roster is taken. */
  readonly excluded: string | null;
}

/**
 * A scalar subquery that gives an `OwnStanding` as JSON, or null while the month is open: of the run whose roster names the
 * person, else of the unit that pays them on the first of the month. The parameters are SQL expressions.
 */
export const ownStandingSql = (employee: string, month: string): string => `(
  SELECT jsonb_build_object('state', r.state, 'excluded', i.excluded)
  FROM payroll_run r LEFT JOIN payroll_input i ON i.run_id = r.id AND i.employee_id = ${employee}
  WHERE r.month = ${month} AND r.kind = 'TPP' AND r.state <> 'DIBATALKAN'
    AND (i.employee_id IS NOT NULL OR r.payroll_unit_id = takar_paying_unit(${employee}, ${month}))
  ORDER BY i.employee_id NULLS LAST LIMIT 1)`;
