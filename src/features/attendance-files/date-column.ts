import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { addDays, localDate, type LocalDate } from '../../domain/local-date.ts';
import { type Month, firstDay, isMonth, lastDay } from '../../domain/month.ts';
import { MONTH_NAMES } from '../../domain/month.ts';
import { type DateOrder, monthNumber, readFileDate } from './moment-text.ts';

/** A column of a monthly table: a day of the month, or a whole date. */
export interface DateColumn {
  readonly column: number;
  readonly header: { readonly dayOfMonth: number } | { readonly text: string };
}

const DAY_NUMBER = /^(?:tgl\.?\s*)?(\d{1,2})(?:\.0+)?$/i;
const DATE_LIKE =
  /^(?:[a-z']{3,7}[.,]?\s+)?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}[\s-]+[a-z]{3,10}[\s-]+\d{2,4})$/i;
/** Serial numbers of spreadsheets for 1990 to 2100. */
const SERIAL = /^[3-7]\d{4}$/;
const SERIAL_START = localDate('1899-12-30');

const textOf = (cell: ReadCell): string => {
  if (typeof cell === 'string') return cell.trim();
  if (cell === null || 'formula' in cell) return '';
  return 'date' in cell ? cell.date : cell.number;
};

/** A spreadsheet's day number as a day. */
export const serialDay = (text: string): LocalDate | undefined =>
  SERIAL.test(text) ? addDays(SERIAL_START, Number(text)) : undefined;

/** The columns of a header row that stand for a date. */
export function dateColumns(cells: readonly ReadCell[]): DateColumn[] {
  return cells.flatMap((cell, column): DateColumn[] => {
    const text = textOf(cell);
    const day = Number(DAY_NUMBER.exec(text)?.[1] ?? '0');
    if (day >= 1 && day <= 31) return [{ column, header: { dayOfMonth: day } }];
    return DATE_LIKE.test(text) || serialDay(text) ? [{ column, header: { text } }] : [];
  });
}

/** The day a column stands for; undefined where the month has no such day. */
export function dayOfColumn({ header }: DateColumn, month: Month | null, order: DateOrder): LocalDate | undefined {
  if ('text' in header) return serialDay(header.text) ?? readFileDate(header.text, order);
  if (month === null) return undefined;
  const day = addDays(firstDay(month), header.dayOfMonth - 1);
  return day <= lastDay(month) ? day : undefined;
}

const NUMBERED = /\b(20\d{2})[-/.](0[1-9]|1[0-2])\b/;
const NUMBERED_LAST = /\b(0?[1-9]|1[0-2])[-/.](20\d{2})\b/;

/** The month that titles above a table name: 'Bulan Oktober 2026'. Null where they name none. */
export function monthNamed(text: string): Month | null {
  const names = MONTH_NAMES.join('|');
  const named = new RegExp(`\\b(${names})\\b[\\s:,/-]*(?:tahun\\s*:?\\s*)?(20\\d{2})`, 'i').exec(text);
  const numbered = NUMBERED.exec(text);
  const last = NUMBERED_LAST.exec(text);
  const [year, month] = named
    ? [named[2], monthNumber(named[1]!)]
    : numbered
      ? [numbered[1], Number(numbered[2])]
      : [last?.[2], Number(last?.[1] ?? '0')];
  const made = `${year ?? ''}-${String(month ?? 0).padStart(2, '0')}`;
  return isMonth(made) ? made : null;
}
