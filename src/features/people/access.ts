import { hasRole, unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';
import { positionOn, unitOn } from '../organisation/unit-queries.ts';

/** The list and the page of a person: the personnel office for everybody, a clerk for the people of their payroll unit. */
export const peopleOffice = having('kepegawaian', 'pengelola');
/** Arrivals and changes are the personnel office's. */
export const changesOffice = having('kepegawaian');

/** Whether somebody may write all of a person's data, or (a clerk) only how to reach them. */
export const writesAll = (actor: Actor): boolean => hasRole(actor, 'kepegawaian');

/** Payroll units whose people somebody sees; null: everybody. */
export const peopleScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian', 'pengelola');

/**
 * Where a person belongs on a day, one row or none: the definitive chair held, else the last one held, else the first to
 * come. `employee` and `day` are SQL expressions.
 */
export const placeOf = (employee: string, day: string): string => `LATERAL (
    SELECT s.position_id, s.from_date, s.last_date, p.title, p.job_class, p.echelon, p.unit_id, u.name AS unit_name,
      u.payroll_unit_id, s.from_date <= ${day} AND (s.last_date IS NULL OR s.last_date >= ${day}) AS held
    FROM assignment s
    JOIN ${positionOn('s.position_id', `greatest(s.from_date, ${day})`)} p ON true
    JOIN ${unitOn('p.unit_id', `greatest(s.from_date, ${day})`)} u ON true
    WHERE s.employee_id = ${employee} AND s.kind = 'DEFINITIF' AND (s.last_date IS NULL OR s.last_date >= s.from_date)
    ORDER BY 10 DESC, s.from_date <= ${day} DESC, s.from_date DESC LIMIT 1)`;

/** The row scope of these pages: `place` is the alias of `placeOf`, `scope` the parameter made by `peopleScope`. */
export const inScope = (place: string, scope: string): string =>
  `(${scope}::uuid[] IS NULL OR ${place}.payroll_unit_id = ANY (${scope}::uuid[]))`;
