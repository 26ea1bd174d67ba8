import type { LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';

/** What a file calls somebody by. At least one of NIP and PIN is there. */
export interface Who {
  readonly nip: string | null;
  /** The number in the machine, as `pinKey` writes it. */
  readonly pin: string | null;
}

/** A moment that a machine recorded. */
export interface PunchRow {
  readonly kind: 'punch';
  /** Number of the row in the file, 1 for the first. */
  readonly row: number;
  readonly who: Who;
  readonly day: LocalDate;
  /** Seconds after midnight of that day; 86,400 is the end of the day, which some machines write as 24:00. */
  readonly second: number;
  /** The moment as the file writes it. */
  readonly text: string;
  /** Whatever else the row says; kept as it is, and not interpreted. */
  readonly extra: readonly string[];
}

/** What a sheet says of a person's day: the times of coming and going (minutes after midnight), or a code. */
export interface DayRow {
  readonly kind: 'day';
  readonly row: number;
  readonly who: Who;
  readonly day: LocalDate;
  readonly inMinute: number | null;
  readonly outMinute: number | null;
  readonly code: string | null;
  readonly note: string | null;
}

/** A month of a person in figures, without any evidence of the days. */
export interface RecapRow {
  readonly kind: 'recap';
  readonly row: number;
  readonly who: Who;
  readonly month: Month;
  readonly counts: Readonly<Record<string, number>>;
}

export type FileRow = PunchRow | DayRow | RecapRow;

/** A row that cannot be taken: where, and what to do about it. */
export interface RowProblem {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
}

/** One line of a file after the other: what it says, or what is wrong with it. */
export type FileLine = FileRow | (RowProblem & { readonly kind: 'problem' });

/** What a table's rows are. */
export interface RowsRead {
  readonly rows: readonly FileRow[];
  readonly problems: readonly RowProblem[];
}

const PIN = /^[0-9A-Za-z]{1,24}$/;

/**
 * A PIN as we compare it: machines count users, so leading zeros mean nothing, and one program writes '00012' where
 * the next writes '12'.
 * @returns undefined where the text is no PIN
 */
export function pinKey(text: string): string | undefined {
  const bare = text.trim();
  if (!PIN.test(bare)) return undefined;
  return /^\d+$/.test(bare) ? bare.replace(/^0+(?=\d)/, '') : bare;
}
