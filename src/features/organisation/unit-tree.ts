import { unitKindWord } from './unit-kinds.ts';
import { unitPath } from './paths.ts';
import type { UnitRow } from './unit-queries.ts';

/** A unit in the tree as one reads it. */
export interface UnitBranch {
  readonly name: string;
  readonly href: string;
  /** Kind, who pays, working days: 'Puskesmas · dibayar DINKES · 6 hari kerja'. */
  readonly note: string;
  readonly open: boolean;
  readonly units: readonly UnitBranch[];
}

const OPEN_LEVELS = 2;

export const unitNote = (unit: Pick<UnitRow, 'kind' | 'payrollUnitCode' | 'workPattern' | 'code'>): string =>
  `${unitKindWord(unit.kind)} · ${unit.code} · unit bayar ${unit.payrollUnitCode} · ${String(unit.workPattern)} hari kerja`;

/** The tree below a unit (null: the whole of it); units whose parent is not in force that day stand at the top. */
export function unitTree(units: readonly UnitRow[], root: string | null): UnitBranch[] {
  const known = new Set(units.map(unit => unit.id));
  const below = new Map<string | null, UnitRow[]>();
  for (const unit of units) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const branches = (parent: string | null, depth: number): UnitBranch[] =>
    (below.get(parent) ?? []).map(unit => ({
      name: unit.name,
      href: unitPath(unit.id),
      note: unitNote(unit),
      open: depth < OPEN_LEVELS,
      units: branches(unit.id, depth + 1),
    }));
  return branches(root, 0);
}
