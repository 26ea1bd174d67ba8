import type { LocalDate } from '../../domain/local-date.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { cellText, CellProblem, digitsOf } from '../imports/cell-text.ts';
import { pinKey, type Who } from './file-row.ts';
import { serialDay } from './date-column.ts';
import { type DateOrder, readFileDate, readFileTime } from './moment-text.ts';

const DAY_SECONDS = 86_400;
const FRACTION = /^(?:0|1)?\.\d+(?:E-?\d+)?$|^\d(?:\.\d+)?E-\d+$/i;

/** A problem of a cell that belongs to a field. */
export class FieldProblem extends Error {
  constructor(
    readonly field: string,
    reason: string,
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The text of a cell. @throws FieldProblem for a formula */
export function textIn(field: string, cell: ReadCell | undefined): string {
  try {
    return cellText(cell);
  } catch (error) {
    if (error instanceof CellProblem) throw new FieldProblem(field, error.message);
    throw error;
  }
}

/** A number of a spreadsheet that is a part of a day, as seconds. */
function secondsOfFraction(text: string): number | undefined {
  if (!FRACTION.test(text)) return undefined;
  const seconds = Math.round(Number(text) * DAY_SECONDS);
  return seconds >= 0 && seconds <= DAY_SECONDS ? seconds : undefined;
}

/** A day. @throws FieldProblem */
export function dayIn(field: string, cell: ReadCell | undefined, order: DateOrder): LocalDate {
  const text = textIn(field, cell);
  const day = serialDay(text) ?? readFileDate(text, order);
  if (day) return day;
  throw new FieldProblem(field, text === '' ? 'Tanggal kosong' : `Tanggal ${short(text)} tidak ada di kalender`);
}

/** A time of day in seconds; null where nothing is written. @throws FieldProblem */
export function timeIn(field: string, cell: ReadCell | undefined): number | null {
  if (typeof cell === 'object' && cell !== null && 'date' in cell) return readFileTime(cell.time ?? '00:00') ?? null;
  const text = textIn(field, cell);
  if (/^[\s\-–—:.]*$/.test(text) || /^0{1,2}[:.]00(?:[:.]00)?$/.test(text)) return null;
  const seconds = readFileTime(text) ?? secondsOfFraction(text);
  if (seconds !== undefined) return seconds;
  throw new FieldProblem(field, `Jam ${short(text)} bukan jam, misalnya 07.28`);
}

/** Minutes after midnight of a time; the end of a day is its last minute. */
export function minuteIn(field: string, cell: ReadCell | undefined): number | null {
  const seconds = timeIn(field, cell);
  return seconds === null ? null : minuteOf(seconds);
}

const LAST_MINUTE = 1_439;
export const minuteOf = (seconds: number): number => Math.min(LAST_MINUTE, (seconds - (seconds % 60)) / 60);

const MOMENT = /^(.+?)[\sT]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[AP]\.?M\.?)?)$/i;
const SERIAL_MOMENT = /^([3-7]\d{4})(\.\d+)?$/;

/** A day and a time in one cell. @throws FieldProblem */
export function momentIn(
  field: string,
  cell: ReadCell | undefined,
  order: DateOrder,
): { readonly day: LocalDate; readonly second: number; readonly text: string } {
  const text = textIn(field, cell);
  if (typeof cell === 'object' && cell !== null && 'date' in cell) {
    const time = cell.time ?? '00:00:00';
    return { day: dayIn(field, cell, order), second: readFileTime(time) ?? 0, text: `${cell.date} ${time}` };
  }
  const serial = SERIAL_MOMENT.exec(text);
  if (serial) {
    const day = serialDay(serial[1]!);
    const second = secondsOfFraction(serial[2] ?? '.0');
    if (day && second !== undefined) return { day, second, text };
  }
  const parts = MOMENT.exec(text);
  const day = parts ? readFileDate(parts[1]!, order) : undefined;
  const second = parts ? readFileTime(parts[2]!) : undefined;
  if (day && second !== undefined) return { day, second, text };
  throw new FieldProblem(field, text === '' ? 'Waktu kosong' : `Waktu ${short(text)} tidak ada di kalender`);
}

const SHOWN = 40;
const short = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const NIP = /^\d{18}$/;
const NIK = /^\d{16}$/;

/** Whom a row is about. A PIN of eighteen digits is a NIP that an office typed into the machine. @throws FieldProblem */
export function whoIn(nipCell: ReadCell | undefined, pinCell: ReadCell | undefined): Who {
  const nip = digitsIn(nipCell);
  if (nip !== '' && !NIP.test(nip) && !NIK.test(nip)) {
    if (textIn('pin', pinCell) === '') throw new FieldProblem('nip', 'NIP harus 18 angka. Ubah format kolom ke Teks');
  } else if (nip !== '') return { nip, pin: null };
  const typed = textIn('pin', pinCell).replace(/^['`’]/, '');
  if (NIP.test(typed)) return { nip: typed, pin: null };
  const pin = pinKey(typed);
  if (pin !== undefined) return { nip: null, pin };
  throw new FieldProblem(
    pinCell === undefined ? 'nip' : 'pin',
    typed === '' ? 'NIP atau PIN kosong' : 'PIN paling panjang 24 huruf atau angka',
  );
}

function digitsIn(cell: ReadCell | undefined): string {
  if (cell === undefined || cell === null) return '';
  try {
    return digitsOf(cell, 'NIP 18 angka');
  } catch (error) {
    if (error instanceof CellProblem) throw new FieldProblem('nip', error.message);
    throw error;
  }
}
