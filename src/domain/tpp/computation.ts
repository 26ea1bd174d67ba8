import type { Why } from '../explained.ts';

/** A fact as it is handed in: numbers as decimal text or bigint, never as `number`. */
export type FactValue = string | bigint | boolean | null | readonly FactValue[] | { readonly [key: string]: FactValue };

/** One employee's month. Facts are named as the regulation's inputs; a fact left out, or null, takes its default. */
export interface Facts {
  /** `YYYY-MM`. */
  readonly period: string;
  readonly values: Readonly<Record<string, FactValue>>;
  /** The month is a trial month: facts that the regulation's section `uji_coba` names hold as it says. */
  readonly trial?: boolean;
  /** The code of another payment than the month's own, as the regulation's section `pembayaran_khusus` names it. */
  readonly payment?: string;
  /** Gates that postpone pay and have been released for this month by a document (`liftedText`): they apply no longer. */
  readonly released?: readonly string[];
}

export type ComponentKind = 'pendapatan' | 'potongan' | 'informasi';

export interface ComputedComponent {
  readonly code: string;
  readonly label: string;
  readonly kind: ComponentKind;
  /** Whole rupiah as decimal text. */
  readonly amount: string;
  /** Absent when computed without explanation. */
  readonly why?: Why;
}

/** A fact without which no amount may be given, or another reason why there is none. */
export interface MissingFact {
  /** The input's name; empty where the reason is not one fact (a division by zero, a period out of force). */
  readonly name: string;
  readonly label: string;
  readonly source: string;
  /** In Indonesian, for the person who has to complete it. */
  readonly reason: string;
}

/** A gate that applied. */
export interface StatusReason {
  readonly status: string;
  readonly reason: string;
  readonly rule: string;
  readonly label: string;
  readonly cite: string;
  /** What the gate looked at; absent when computed without explanation. */
  readonly why?: Why;
}

/** The result of one employee-month, plain JSON with a fixed order of keys: the same input gives the same bytes. */
export interface Computation {
  readonly regulation: string;
  /** sha256 of the regulation's file text, as given to `load`. */
  readonly version: string;
  readonly period: string;
  /** `DIBAYAR`, the status a gate sets, or `TIDAK_LENGKAP` when something is missing. */
  readonly status: string;
  /** Whole rupiah as decimal text; null where the regulation declares no such total or facts are missing. */
  readonly gross: string | null;
  readonly deductions: string | null;
  readonly net: string | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: readonly ComputedComponent[];
  readonly reasons: readonly StatusReason[];
  /**
   * How the totals were made, by name; what they rest on and stands in a component's tree is only named. Absent when
   * computed without explanation.
   */
  readonly why?: Readonly<Record<string, Why>>;
  /** Names of the facts without which no amount may be given. */
  readonly missing: readonly string[];
  readonly missingFacts: readonly MissingFact[];
  /** National tables the regulation rests on, with the hash of each file. */
  readonly uses: readonly { readonly id: string; readonly version: string }[];
  /** The layer whose rules these are; absent where the regency's own hold. */
  readonly layer?: { readonly id: string; readonly label: string; readonly cite: string };
  /** The payment that it is, as the regulation names it; absent for the month's own. */
  readonly payment?: { readonly code: string; readonly label: string; readonly cite: string };
}

export const INCOMPLETE = 'TIDAK_LENGKAP';
export const PAID = 'DIBAYAR';
