/**
 * A value together with why it is that value. The tree is plain JSON (numbers as decimal text), so that a stored run
 * keeps it as it was computed and a page prints it without computing anything again.
 */
export interface Explained<T> {
  readonly value: T;
  readonly why: Why;
}

/** Decimal text, a text, `true`/`false`, or several of these by key. A percentage of 98,2 % is the text `98.2`. */
export type ValueText = string | { readonly [key: string]: ValueText } | readonly ValueText[];

/** Where a value used in a formula came from. */
export type InputKind = 'fakta' | 'langkah' | 'parameter' | 'tabel' | 'syarat' | 'bawaan';

export interface WhyInput {
  readonly kind: InputKind;
  readonly label: string;
  readonly value: ValueText;
  /** `rupiah`, `persen`, `poin/hari`, `teks`, `ya_tidak`, … as written in the regulation. */
  readonly unit: string;
  /** For a fact: which part of the product it comes from, such as `pegawai.kelas`. */
  readonly source?: string;
  /** For a table: the keys it was looked up by, as people read them. */
  readonly key?: string;
  /** For a parameter or table: its article. */
  readonly cite?: string;
  /** For a fact that was not given: the regulation's default was used. */
  readonly assumed?: true;
}

export interface Why {
  /** The step's name in the regulation, with `[key]` for one item of a step over several. */
  readonly rule: string;
  readonly label: string;
  /** The article the rule comes from. */
  readonly cite: string;
  /** The formula as written; empty where a value was set by a gate or the step did not apply. */
  readonly formula: string;
  readonly value: ValueText;
  readonly unit: string;
  /** What the formula used, by its name in the formula; a table look-up by its text, such as `dasar[kelas]`. */
  readonly inputs: Readonly<Record<string, WhyInput>>;
  /** The steps this one rests on. A step already shown elsewhere in the same tree comes again without its children. */
  readonly children: readonly Why[];
  /** How prominent the step is on a page. */
  readonly show: 'main' | 'detail' | 'hidden';
  /** Why there is no formula, in Indonesian: the condition was not met, or a gate stopped the computation. */
  readonly note?: string;
  /** The layer (its label and article) that brought this step, or a parameter or table it speaks of. */
  readonly layer?: string;
  /** Set when the same step stands with its children elsewhere in this tree. */
  readonly repeated?: true;
}
