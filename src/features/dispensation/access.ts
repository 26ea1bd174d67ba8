import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { seatSql } from '../organisation/queries.ts';

/** The unit that pays a person on a day, as a scalar sub-query; both are SQL expressions. */
export const payingUnitSql = (employee: string, day: string): string =>
  `(SELECT seat.payroll_unit_id FROM (${seatSql(employee, day)}) seat)`;

/** Who reads: the person, and the paying units whose requests that person decides; null means all of them. */
export interface Reader {
  readonly employeeId: string;
  readonly units: readonly string[] | null;
}

export const readerOf = (actor: Actor): Reader => ({
  employeeId: actor.employeeId,
  units: unitsFor(actor, 'pengelola', 'kepegawaian'),
});

/** Requests of the units a reader decides for; `units` and `day` are SQL expressions. */
export const decidedHere = (request: string, units: string, day: string): string =>
  `(${units}::uuid[] IS NULL OR ${payingUnitSql(`${request}.employee_id`, day)} = ANY (${units}::uuid[]))`;

/** The row scope: about oneself, asked for by oneself, or of a unit one decides for. */
export const readable = (request: string, reader: string, units: string, day: string): string =>
  `(${request}.employee_id = ${reader} OR ${request}.requested_by = ${reader} OR ${decidedHere(request, units, day)})`;
