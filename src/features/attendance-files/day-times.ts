import type { LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';
import type { FileRow, Who } from './file-row.ts';
import { clockText, type DateOrder } from './moment-text.ts';
import { minuteOf } from './sheet-cell.ts';

/** What somebody says about a file that it does not say itself. */
export interface Reading {
  readonly order: DateOrder;
  /** The month of a table whose columns are days without one. */
  readonly month: Month | null;
}

/** A person's two times of a day: a day for somebody named by NIP, punches for a PIN. Nothing where both are empty. */
export function timedRows(row: number, who: Who, day: LocalDate, first: number | null, last: number | null): FileRow[] {
  const given = [first, last].filter(second => second !== null);
  if (given.length === 0) return [];
  if (who.nip === null)
    return given.map(second => ({
      kind: 'punch',
      row,
      who,
      day,
      second,
      text: `${day} ${clockText(second)}`,
      extra: [],
    }));
  const minute = (second: number | null): number | null => (second === null ? null : minuteOf(second));
  return [{ kind: 'day', row, who, day, inMinute: minute(first), outMinute: minute(last), code: null, note: null }];
}
