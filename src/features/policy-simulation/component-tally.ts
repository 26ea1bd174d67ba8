import type { ComponentKind, ComputedComponent } from '../../domain/tpp/computation.ts';

/** A component over all people compared. Whole rupiah as decimal text; null by a regulation that does not have it. */
export interface ComponentSides {
  readonly code: string;
  readonly label: string;
  readonly kind: ComponentKind;
  readonly inForce: string | null;
  readonly candidate: string | null;
  readonly difference: string;
  /** The only one of the two regulations that has this component; null where both do. */
  readonly only: 'inForce' | 'candidate' | null;
}

interface Entry {
  readonly code: string;
  readonly kind: ComponentKind;
  label: string;
  inForce: bigint | null;
  candidate: bigint | null;
}

const KINDS: readonly ComponentKind[] = ['pendapatan', 'potongan', 'informasi'];

/** Adds up components by code. One code of two kinds stands twice: an amount given and one taken are no pair. */
export class ComponentTally {
  private readonly entries = new Map<string, Entry>();

  add(inForce: readonly ComputedComponent[], candidate: readonly ComputedComponent[]): void {
    for (const component of candidate) {
      const entry = this.entry(component);
      entry.candidate = (entry.candidate ?? 0n) + BigInt(component.amount);
      entry.label = component.label;
    }
    for (const component of inForce) {
      const entry = this.entry(component);
      entry.inForce = (entry.inForce ?? 0n) + BigInt(component.amount);
    }
  }

  /** By kind, and within a kind in the order in which they came. */
  result(): ComponentSides[] {
    const all = [...this.entries.values()];
    return KINDS.flatMap(kind => all.filter(entry => entry.kind === kind).map(sidesOf));
  }

  private entry({ code, kind, label }: ComputedComponent): Entry {
    const key = `${kind} ${code}`;
    const entry = this.entries.get(key) ?? { code, kind, label, inForce: null, candidate: null };
    this.entries.set(key, entry);
    return entry;
  }
}

function sidesOf({ code, label, kind, inForce, candidate }: Entry): ComponentSides {
  return {
    code,
    label,
    kind,
    inForce: inForce === null ? null : String(inForce),
    candidate: candidate === null ? null : String(candidate),
    difference: String((candidate ?? 0n) - (inForce ?? 0n)),
    only: inForce === null ? 'candidate' : candidate === null ? 'inForce' : null,
  };
}
