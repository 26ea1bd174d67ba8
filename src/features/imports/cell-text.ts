import { plainText } from '../../domain/plain-text.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';

/** What is wrong with a cell, in words. */
export class CellProblem extends Error {
  constructor(message: string) {
    // One is made for every wrong cell of a file: where in our code it was made is of no use, and costs most of the time.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const SHOWN = 40;
const EXACT_DIGITS = 15;
const SCIENTIFIC = /^(\d+)(?:[.,](\d+))?E\+?(\d{1,2})$/i;
const MANTISSA = 6;

/** A short quotation for a message. */
export const shown = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** What a cell holds as text on one line: a number by its digits, a date as it was typed by the program. */
export function cellText(cell: ReadCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return plainText(cell).replaceAll(/\s+/g, ' ');
  if ('number' in cell) return plainNumber(cell.number);
  if ('date' in cell) return cell.date;
  throw new CellProblem('Sel ini berisi rumus. Tempel sebagai nilai (Paste Special, Values)');
}

/** The digits of a number, written out: '1.5E+3' is '1500', '7.0' is '7'. Exact, for it moves the point in the text. */
export function plainNumber(text: string): string {
  const parts = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (!parts) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = digits.padEnd(Math.max(point, digits.length), '0').padStart(digits.length + Math.max(0, -point), '0');
  const split = Math.max(point, 0);
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, '') || '0';
  const right = padded.slice(split).replace(/0+$/, '');
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

/** '1,96803E+17': how a spreadsheet shows a long number. */
function scientific(digits: string): string {
  const head = digits.slice(0, MANTISSA + 1);
  const rounded = (BigInt(head) + 5n).toString().slice(0, MANTISSA);
  return `${rounded[0]!},${rounded.slice(1)}E+${String(digits.length - 1)}`;
}

/**
 * A row of digits that stands for something (NIP, account): never a number. A spreadsheet's number has lost all digits
 * after the fifteenth, so what it shows is quoted back as it appears.
 * @param what how it is called: 'NIP 18 angka'
 * @throws CellProblem
 */
export function digitsOf(cell: ReadCell | undefined, what: string): string {
  const text = cellText(cell);
  const lost = (seen: string): CellProblem => new CellProblem(`${what}, terbaca ${seen}. Ubah format kolom ke Teks`);
  const scale = SCIENTIFIC.exec(text);
  if (scale) {
    const [, whole = '', fraction = '', exponent = ''] = scale;
    const digits = (whole + fraction).padEnd(Number(exponent) + whole.length, '0');
    throw lost(digits.length > MANTISSA ? scientific(digits) : text);
  }
  if (cell !== null && typeof cell === 'object' && 'number' in cell && text.replaceAll(/\D/g, '').length > EXACT_DIGITS)
    throw lost(scientific(text.replaceAll(/\D/g, '')));
  return text.replaceAll(/[\s.\-'`’‘´"]/g, '');
}
