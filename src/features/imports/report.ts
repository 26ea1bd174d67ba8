import type { Plan, RecordChange, RowOutcome } from './plan.ts';
import { fieldLabel, type SheetKey, sheetOf, SHEETS } from './sheets.ts';

/** A row that is not taken, as the command line prints it. */
export interface RejectedRow {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly sheet: string;
}

/** A row that changes something that is there. */
export interface ChangedRow {
  readonly row: number;
  readonly sheet: string;
  readonly what: string;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** What is kept of a plan (import_batch.report). */
export interface ImportReport {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly RejectedRow[];
  readonly sheets: readonly {
    readonly name: string;
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly rejected: number;
  }[];
  readonly changed: readonly ChangedRow[];
  readonly notes: readonly string[];
  /** Records written over, as they were and became: the undo puts them back. */
  readonly written: readonly RecordChange[];
}

const MOST_NOTES = 20;

/** A plan in figures and lists. */
export function reportOf({ outcomes, notes, changes }: Plan): ImportReport {
  const order = new Map(SHEETS.map(({ key }, at) => [key, at]));
  const sorted = [...outcomes].sort((a, b) => order.get(a.sheet)! - order.get(b.sheet)! || a.row - b.row);
  const count = (result: RowOutcome['result'], sheet?: SheetKey): number =>
    sorted.filter(each => each.result === result && (sheet === undefined || each.sheet === sheet)).length;
  const present = SHEETS.filter(({ key }) => sorted.some(({ sheet }) => sheet === key));
  return {
    accepted: count('baru') + count('ubah'),
    unchanged: count('sama'),
    rejected: sorted.flatMap(each => (each.result === 'tolak' ? [rejectedRow(each)] : [])),
    sheets: present.map(({ key, name }) => ({
      name,
      added: count('baru', key),
      changed: count('ubah', key),
      unchanged: count('sama', key),
      rejected: count('tolak', key),
    })),
    changed: sorted.flatMap(each =>
      each.result === 'ubah'
        ? [{ row: each.row, sheet: sheetOf(each.sheet).name, what: each.what, changes: each.changes ?? [] }]
        : [],
    ),
    notes:
      notes.length > MOST_NOTES
        ? [...notes.slice(0, MOST_NOTES), `Dan ${String(notes.length - MOST_NOTES)} lagi.`]
        : notes,
    written: changes,
  };
}

const rejectedRow = ({ sheet, row, field = '', reason = '' }: RowOutcome): RejectedRow => ({
  row,
  field,
  reason,
  sheet: sheetOf(sheet).name,
});

/** The name of a rejected row's field as the template writes it. */
export const rejectedLabel = ({ sheet, field }: RejectedRow): string => {
  const key = SHEETS.find(({ name }) => name === sheet)?.key;
  return field === 'kata_sandi' ? 'Kata sandi' : key ? fieldLabel(key, field) : field;
};
