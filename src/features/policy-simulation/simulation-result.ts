import type { Month } from '../../domain/month.ts';
import type { ComponentSides } from './component-tally.ts';
import type { Changes } from './change-count.ts';
import type { Distribution } from './distribution.ts';
import type { GroupedChanges } from './group-tally.ts';
import type { LackingFact, StatusChange } from './lacking-tally.ts';
import type { LargestChange } from './largest-changes.ts';
import type { Sides, SumText } from './sum.ts';
import type { CeilingSides, Paid, UnitSides } from './unit-tally.ts';

/** A regulation by its name and the sha256 of its file. */
export interface NamedRegulation {
  readonly regulation: string;
  readonly version: string;
  readonly name: string;
  readonly validFrom: string;
}

/** People for whom only one of the two regulations gives an amount, and what that is. */
export interface OneSided extends SumText {
  readonly people: number;
}

/** Who stands in a simulation. */
export interface Headcount {
  /** Everybody on the roster of the month's first day. */
  readonly roster: number;
  /** Of them: left out by the rules of the roster or by two persons, for both regulations alike. */
  readonly excluded: number;
  /** With an amount by both: all sums, components, groups and bands are theirs. */
  readonly compared: number;
  readonly onlyInForce: OneSided;
  readonly onlyCandidate: OneSided;
  readonly neither: number;
}

/** All units together. */
export interface Totals extends Sides {
  readonly changes: Changes;
  readonly paid: Paid | null;
  /** Of the units that have a ceiling. */
  readonly ceiling: (CeilingSides & { readonly units: number; readonly unitsOver: number }) | null;
}

/**
 * A past month under another regulation, as `takar policy simulate --json` prints it (docs/policy/format.md). Plain JSON
 * with a fixed order of keys; amounts are whole rupiah as decimal text. The same database gives the same bytes.
 */
export interface SimulationResult {
  readonly period: Month;
  readonly candidate: NamedRegulation;
  readonly inForce: NamedRegulation;
  /** Codes of the payroll units asked for; null for the whole regency. */
  readonly asked: readonly string[] | null;
  /** What a reader has to know before the figures, in Indonesian. */
  readonly notes: readonly string[];
  readonly people: Headcount;
  readonly totals: Totals;
  readonly units: readonly UnitSides[];
  readonly components: readonly ComponentSides[];
  readonly groups: readonly GroupedChanges[];
  readonly distribution: Distribution;
  readonly largest: { readonly up: readonly LargestChange[]; readonly down: readonly LargestChange[] };
  readonly statuses: readonly StatusChange[];
  /** Who cannot be computed, by each regulation, and for want of what. */
  readonly lacking: { readonly inForce: readonly LackingFact[]; readonly candidate: readonly LackingFact[] };
}

/** One person's difference, for the download. Whole rupiah of net as decimal text, null where there is no amount. */
export interface PersonDifference {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly position: string;
  readonly unit: string;
  readonly inForce: string | null;
  readonly candidate: string | null;
  /** Own line of the approved run; null where there is none. */
  readonly paid: string | null;
}
