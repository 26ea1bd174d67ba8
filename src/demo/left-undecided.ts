import type { Regency } from './regency.ts';

/** A section of the regency's middle size, with nobody of the cast in it or above it. */
const SECTION = 'DISKOMINFO-B1-2';

/**
 * Chairs of two people whose superiors let the close of a month pass by: what they still owe shows on the close page, and
 * approved it becomes an adjustment.
 */
export function leftUndecided(regency: Regency): ReadonlySet<string> {
  const staff = regency.chairs.filter(
    chair => chair.unit.spec.code === SECTION && chair.spec.kind !== 'PENGAWAS' && chair.holder,
  );
  return new Set(staff.slice(0, 2).map(chair => chair.code));
}
