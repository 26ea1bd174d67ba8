import type { FormState } from './forms.ts';
import type { IconName } from './icons.ts';
import type { NoticeKind, Status, Tone } from './status.ts';

/** Props of the components whose data comes from page models. The small ones state theirs in their first line. */

export interface Link {
  readonly href: string;
  readonly label: string;
}

/** The form that narrows a long list by part of a name (src/platform/web/named-list.ts), and where there are states by those. */
export interface ListSearch {
  readonly label: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly form: FormState;
  readonly states?: readonly Choice[] | undefined;
}

/** One choice of a select, a radio group or a group of checkboxes. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** At the right edge of a card: `30 poin per dokumen`. */
  readonly note?: string | undefined;
  /** Why it cannot be taken, in a line of its own. */
  readonly problem?: string | undefined;
  /** Heading under which a select groups it. */
  readonly group?: string | undefined;
}

/** What a table cell or the value of a summary row can hold. */
export type Cell =
  | string
  | { readonly text: string; readonly href?: string | undefined; readonly hint?: string | undefined }
  | { readonly rupiah: bigint | string }
  | { readonly status: Status };

/** Attributes by which programs find an entry (contract, section 3). */
export interface EntryData {
  readonly id: string;
  readonly status: string;
  readonly poin: number;
}

export interface TableColumn {
  readonly label: string;
  /** Right-aligned, tabular figures. */
  readonly numeric?: boolean | undefined;
}

export interface TableRow {
  readonly cells: readonly Cell[];
  readonly entry?: EntryData | undefined;
}

export interface TableProps {
  readonly caption: string;
  /** The caption is read aloud but not shown (a heading above says the same). */
  readonly quietCaption?: boolean | undefined;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Totals. */
  readonly foot?: readonly Cell[] | undefined;
  /** `kartu` (default): each row becomes a card on phones. `gulir`: the table keeps its shape and scrolls sideways. */
  readonly narrow?: 'kartu' | 'gulir' | undefined;
}

export interface SummaryRow {
  readonly label: string;
  readonly value: Cell;
  /** A link at the right edge: `Ubah`, with the words that say what, for those who hear the page. */
  readonly change?: { readonly href: string; readonly label: string; readonly what: string } | undefined;
}

export interface TimelineItem {
  readonly title: string;
  /** Already written: `21 Nov 2026 pukul 08.30 WITA`. */
  readonly at: string;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
}

export interface TaskItem {
  readonly label: string;
  readonly href?: string | undefined;
  readonly hint?: string | undefined;
  readonly tag?: { readonly text: string; readonly tone: Tone } | undefined;
  /** Done items say "Selesai" in plain text. */
  readonly done?: boolean | undefined;
}

/** One step of a computed amount: what it is, in words, by which article, from what. */
export interface ExplanationNode {
  readonly label: string;
  readonly sentence: string;
  readonly cite: string;
  /** The step's result in whole rupiah, if it is money. */
  readonly amount?: bigint | string | undefined;
  /** The step's result in words, if it is not money: `92 %`, `6.180 poin`. */
  readonly value?: string | undefined;
  readonly inputs: readonly { readonly label: string; readonly value: string }[];
  readonly children: readonly ExplanationNode[];
  readonly links?: readonly Link[] | undefined;
  /** What is folded away below it: steps and values without which the result would be the same. */
  readonly apart?: readonly FoldedSteps[] | undefined;
}

/** Steps and values that open by a heading of their own. */
export interface FoldedSteps {
  readonly heading: string;
  readonly inputs: readonly { readonly label: string; readonly value: string }[];
  readonly children: readonly ExplanationNode[];
}

export interface NoticeProps {
  readonly kind: NoticeKind;
  readonly text: string;
  readonly links?: readonly Link[] | undefined;
}

/** A page that asks once more before an act with consequences. Its heading never changes with the data. */
export interface ConfirmProps {
  readonly heading: string;
  readonly sentence: string;
  readonly rows: readonly SummaryRow[];
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly act: string;
  readonly danger?: boolean | undefined;
  readonly back: Link;
  readonly form: FormState;
  /** A text to type before the act: the month, in words. */
  readonly typed?: { readonly name: string; readonly label: string; readonly hint: string } | undefined;
}

export interface HeatDay {
  /** Day of the month. */
  readonly day: string;
  /** Read aloud and shown: `310 poin`. */
  readonly text: string;
  readonly points: string;
  /** 0 to 4, anchored at the target by the page model. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly off?: boolean | undefined;
  readonly href?: string | undefined;
}

export interface HeatMapProps {
  readonly caption: string;
  /** Weeks of seven days from Monday; `null` outside the month. */
  readonly weeks: readonly (readonly (HeatDay | null)[])[];
}

export interface ButtonSpec {
  readonly label: string;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly kind?: 'utama' | 'kedua' | 'bahaya' | undefined;
  readonly icon?: IconName | undefined;
}
