import { type Actor, hasRole, unitsFor } from '../../platform/web/actor.ts';

/*
 * Whom an announcement is for, written once. A statement that uses these fragments calls the announcement row "n".
 */

/** Parts of the product's people that an announcement may be meant for: holders of a right, and superiors. */
export function partsOf(actor: Actor): readonly string[] {
  const roles = actor.grants.map(grant => grant.role);
  return actor.verifies || actor.validates ? [...roles, 'atasan'] : roles;
}

/** True where announcement "n" is for the reader; `unit` and `parts` are SQL expressions of the reader's. */
export const forReader = (unit: string, parts: string): string => `(n.audience = 'semua'
    OR (n.audience = 'unit' AND n.payroll_unit_id = ${unit}) OR (n.audience = 'peran' AND n.part = ANY (${parts})))`;

/** True where announcement "n" is up on a day. */
export const upOn = (day: string): string => `(n.withdrawn_at IS NULL AND ${day} BETWEEN n.starts_on AND n.ends_on)`;

/** Payroll units whose announcements one writes; null where one writes to everybody. */
export function writesFor(actor: Actor): readonly string[] | null {
  const everybody = (['kepegawaian', 'admin', 'organisasi'] as const).some(role => hasRole(actor, role));
  return everybody ? null : (unitsFor(actor, 'pengelola') ?? []);
}
