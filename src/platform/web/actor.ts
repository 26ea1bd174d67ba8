/** Rights held by grant (rulings.md 11 and 12); superiors have theirs from the tree of positions. */
export type Role =
  'pengelola' | 'kepala_opd' | 'bendahara' | 'kepegawaian' | 'keuangan' | 'organisasi' | 'auditor' | 'admin';

export interface Grant {
  readonly role: Role;
  /** The payroll unit the right is for; null for the whole regency. */
  readonly payrollUnitId: string | null;
}

/** The person behind a request. */
export interface Actor {
  readonly accountId: string;
  readonly employeeId: string;
  readonly name: string;
  readonly nip: string | null;
  /** Title of the definitive position, or the role in words. */
  readonly title: string;
  readonly grants: readonly Grant[];
  /** Whether this person logs activities of their own (holds a position and is an employee, not an official). */
  readonly logs: boolean;
  /** Prepares drafts for somebody who named this person. */
  readonly assists: boolean;
  /** Whether steps of others' entries may come to this person at all. */
  readonly verifies: boolean;
  readonly validates: boolean;
  readonly mustChangePassword: boolean;
}

export const hasRole = (actor: Actor, role: Role): boolean => actor.grants.some(g => g.role === role);

/** Payroll units for which the actor holds one of the roles; null means all of them. */
export function unitsFor(actor: Actor, ...roles: readonly Role[]): readonly string[] | null {
  const held = actor.grants.filter(g => roles.includes(g.role));
  return held.some(g => g.payrollUnitId === null) ? null : held.map(g => g.payrollUnitId!);
}
