import type { Month } from '../../domain/month.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { changeReasons, type ChangeReason } from './change-reasons.ts';
import { byUnitAndNip, changeOf, type ComparedPerson } from './compared-person.ts';

/** One of the largest changes. Whole rupiah of net as decimal text. */
export interface LargestChange {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly position: string;
  readonly unit: string;
  readonly inForce: string;
  readonly candidate: string;
  readonly difference: string;
  /** What differs first, in the order of the computation: what followed from it is left out. */
  readonly reasons: readonly ChangeReason[];
}

const MOST = 10;

/** Keeps the people with the largest changes, up and down, with their facts; everybody else is let go of. */
export class LargestChanges {
  private up: ComparedPerson[] = [];
  private down: ComparedPerson[] = [];

  add(compared: ComparedPerson, change: bigint): void {
    if (change > 0n) this.up = kept(this.up, compared);
    if (change < 0n) this.down = kept(this.down, compared);
  }

  /** Computes these few once more with their trees, and says what differs. */
  result(month: Month, inForce: Regulation, candidate: Regulation): { up: LargestChange[]; down: LargestChange[] } {
    const told = (compared: ComparedPerson): LargestChange => {
      const { employeeId, nip, name, position, unit } = compared.person;
      const [before, after] = [netOf(compared.inForce), netOf(compared.candidate)];
      return {
        employeeId,
        nip,
        name,
        position,
        unit,
        inForce: String(before),
        candidate: String(after),
        difference: String(after - before),
        reasons: changeReasons(month, { inForce, candidate }, compared),
      };
    };
    return { up: this.up.map(told), down: this.down.map(told) };
  }
}

const netOf = (outcome: ComparedPerson['inForce']): bigint => (outcome.ok ? outcome.sum.net : 0n);

const sizeOf = (compared: ComparedPerson): bigint => {
  const change = changeOf(compared) ?? 0n;
  return change < 0n ? -change : change;
};

function kept(list: readonly ComparedPerson[], one: ComparedPerson): ComparedPerson[] {
  const last = list.at(-1);
  if (list.length === MOST && last && sizeOf(one) < sizeOf(last)) return [...list];
  return [...list, one]
    .sort((a, b) => {
      const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
      if (sizeA !== sizeB) return sizeA > sizeB ? -1 : 1;
      return byUnitAndNip(a.person, b.person);
    })
    .slice(0, MOST);
}
