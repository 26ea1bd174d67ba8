import { ChangeCount, type Changes } from './change-count.ts';
import { less, NOTHING, plus, type Sides, sides, type Sum, sumText, type SumText } from './sum.ts';

/** What approved runs have paid: the month's own lines, and apart from them what they carried for older months. */
export interface Paid {
  readonly people: number;
  readonly own: SumText;
  readonly adjustments: SumText;
}

/** A yearly budget ceiling beside twelve months like the simulated one. Whole rupiah of gross as decimal text. */
export interface CeilingSides {
  readonly year: number;
  readonly amount: string;
  /** Gross of the year's approved runs. */
  readonly spent: string;
  /** Twelve times the month's gross of everybody who can be computed, by each regulation. */
  readonly yearInForce: string;
  readonly yearCandidate: string;
  /** The ceiling less `yearCandidate`: negative where it would not do. */
  readonly room: string;
}

/** A payroll unit's month by both regulations. */
export interface UnitSides extends Sides {
  readonly code: string;
  readonly name: string;
  readonly changes: Changes;
  /** People without an amount by at least one of the two: outside all sums here but `ceiling`. */
  readonly uncomputed: number;
  /** Null where no run of the month is approved. */
  readonly paid: Paid | null;
  /** Null where nobody has entered one. */
  readonly ceiling: CeilingSides | null;
}

const MONTHS = 12n;

/** A ceiling as the facts feature keeps it. */
export interface KnownCeiling {
  readonly year: number;
  readonly amount: bigint;
  readonly spent: bigint;
}

/** Adds up one payroll unit. */
export class UnitTally {
  private readonly changes = new ChangeCount();
  private inForce = NOTHING;
  private candidate = NOTHING;
  private grossInForce = 0n;
  private grossCandidate = 0n;
  private uncomputed = 0;
  private paid = { people: 0, own: NOTHING, adjustments: NOTHING };

  /** @param inForce, candidate the amounts; null where a regulation gives none */
  add(inForce: Sum | null, candidate: Sum | null): void {
    this.grossInForce += inForce?.gross ?? 0n;
    this.grossCandidate += candidate?.gross ?? 0n;
    if (!inForce || !candidate) {
      this.uncomputed += 1;
      return;
    }
    this.inForce = plus(this.inForce, inForce);
    this.candidate = plus(this.candidate, candidate);
    this.changes.add(less(candidate, inForce).net);
  }

  addPaid(own: Sum, adjustments: Sum): void {
    const { paid } = this;
    this.paid = {
      people: paid.people + 1,
      own: plus(paid.own, own),
      adjustments: plus(paid.adjustments, adjustments),
    };
  }

  result(code: string, name: string, ceiling: KnownCeiling | null): UnitSides {
    const { people, own, adjustments } = this.paid;
    return {
      code,
      name,
      changes: this.changes.result(),
      uncomputed: this.uncomputed,
      ...sides(this.inForce, this.candidate),
      paid: people === 0 ? null : { people, own: sumText(own), adjustments: sumText(adjustments) },
      ceiling: ceiling && this.against(ceiling),
    };
  }

  private against({ year, amount, spent }: KnownCeiling): CeilingSides {
    const yearCandidate = this.grossCandidate * MONTHS;
    return {
      year,
      amount: String(amount),
      spent: String(spent),
      yearInForce: String(this.grossInForce * MONTHS),
      yearCandidate: String(yearCandidate),
      room: String(amount - yearCandidate),
    };
  }
}
