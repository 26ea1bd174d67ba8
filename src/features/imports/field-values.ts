import { isLocalDate, type LocalDate, localDate, addDays } from '../../domain/local-date.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { CellProblem, cellText, digitsOf, shown } from './cell-text.ts';

const NIP_TEXT = 'NIP 18 angka';

/** 18 digits. The calendar inside is not judged: birth dates were corrected, and PPPK count contracts (domain.md 1.1, 1.2). */
export function nip(cell: ReadCell | undefined): string {
  const digits = digitsOf(cell, NIP_TEXT);
  if (/^\d{18}$/.test(digits)) return digits;
  throw new CellProblem(`${NIP_TEXT}, terbaca ${shown(cellText(cell))}`);
}

/** 16 digits of the identity card, for people who are not ASN. */
export function nik(cell: ReadCell | undefined): string {
  const digits = digitsOf(cell, 'NIK 16 angka');
  if (/^\d{16}$/.test(digits)) return digits;
  throw new CellProblem(`NIK 16 angka, terbaca ${shown(cellText(cell))}`);
}

/** A text of one line, at most so long. */
export const textUpTo =
  (most: number) =>
  (cell: ReadCell | undefined): string => {
    const text = cellText(cell).replace(/^'+/, '');
    if ([...text].length > most)
      throw new CellProblem(`Paling panjang ${String(most)} huruf, terbaca ${String([...text].length)}`);
    return text;
  };

/** A name: letters at least. */
export function personName(cell: ReadCell | undefined): string {
  const name = textUpTo(120)(cell);
  if (!/\p{L}{2}/u.test(name)) throw new CellProblem(`Nama terbaca ${shown(name)}. Isi nama orangnya`);
  return name;
}

const STATUSES: readonly (readonly [RegExp, string])[] = [
  [/^(?:cpns|calonpns)$/, 'CPNS'],
  [/^(?:pns|pnsd|pegawainegerisipil)$/, 'PNS'],
  [/^(?:pppk|p3k)(?:paruhwaktu|penuhwaktu|pw)?$/, 'PPPK'],
  [/^(?:nonasn|nonpns|honorer|honor|thl|tkk|ptt|pjlp|kontrak|tenagakontrak|tks)$/, 'NON_ASN'],
];

/** PNS, CPNS, PPPK or NON_ASN, however it is written. */
export function status(cell: ReadCell | undefined): string {
  const text = cellText(cell);
  const word = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const known = STATUSES.find(([pattern]) => pattern.test(word))?.[1];
  if (known === undefined) throw new CellProblem(`Status PNS, CPNS, PPPK atau Non ASN, terbaca ${shown(text)}`);
  return known;
}

const ROMAN = ['', 'I', 'II', 'III', 'IV'];
const PPPK_GRADES = 'I,II,III,IV,V,VI,VII,VIII,IX,X,XI,XII,XIII,XIV,XV,XVI,XVII'.split(',');

/** 'III/a', or a grade of PPPK 'IX'; also from '3a', 'IIIa', 'Penata Muda (III/a)'. */
export function rankGrade(cell: ReadCell | undefined): string {
  const text = cellText(cell);
  const pns = /(?:^|[^a-z0-9])(IV|I{1,3}|[1-4])\s*[/\-.\s]?\s*([a-e])\)?\s*$/i.exec(text);
  if (pns) {
    const level = /\d/.test(pns[1]!) ? ROMAN[Number(pns[1])]! : pns[1]!.toUpperCase();
    const room = pns[2]!.toLowerCase();
    if (level === 'IV' || room !== 'e') return `${level}/${room}`;
  }
  const grade = text.toUpperCase().replace(/^GOL(?:ONGAN)?\.?\s*/, '');
  if (PPPK_GRADES.includes(grade)) return grade;
  if (/^(?:[1-9]|1[0-7])$/.test(grade)) return PPPK_GRADES[Number(grade) - 1]!;
  throw new CellProblem(`Golongan I/a sampai IV/e, atau I sampai XVII untuk PPPK, terbaca ${shown(text)}`);
}

/** 'II.a' to 'IV.b'; null for 'non' and '-'. */
export function echelon(cell: ReadCell | undefined): string | null {
  const text = cellText(cell);
  if (/^(?:-|–|non.*|tidak.*|0)$/i.test(text)) return null;
  const parts = /^(?:eselon\s*)?(I{1,3}|IV|V|[1-5])\s*[./\-\s]?\s*([ab])$/i.exec(text);
  if (!parts) throw new CellProblem(`Eselon I.a sampai V.a atau kosong, terbaca ${shown(text)}`);
  const level = /\d/.test(parts[1]!) ? ([...ROMAN, 'V'][Number(parts[1])] ?? '') : parts[1]!.toUpperCase();
  return `${level}.${parts[2]!.toLowerCase()}`;
}

/** A whole number between two bounds; 'Kelas 7' and '7,0' count as 7. */
export const wholeBetween =
  (least: number, most: number, what: string) =>
  (cell: ReadCell | undefined): number => {
    const text = cellText(cell);
    const digits = text.replace(/^[a-z\s]+/i, '').replace(/[.,]0+$/, '');
    const value = /^\d{1,6}$/.test(digits) ? Number(digits) : NaN;
    if (!(value >= least && value <= most))
      throw new CellProblem(`${what} angka ${String(least)} sampai ${String(most)}, terbaca ${shown(text)}`);
    return value;
  };

/** A positive decimal with at most two places, as decimal text: '2,5' is '2.5'. */
export function decimalUpTo(cell: ReadCell | undefined): string {
  const text = cellText(cell).replace(',', '.');
  if (!/^\d{1,6}(?:\.\d{1,2})?$/.test(text) || /^0+(?:\.0+)?$/.test(text))
    throw new CellProblem(`Angka lebih dari 0, terbaca ${shown(cellText(cell))}`);
  return text.replace(/^0+(?=\d)/, '').replace(/\.0+$|(\.\d)0$/, '$1');
}

/** Whole rupiah: 'Rp2.430.000', '2430000'. */
export function rupiah(cell: ReadCell | undefined): string {
  const text = cellText(cell)
    .replace(/^rp\.?\s*/i, '')
    .replace(/,(?:0+|-)$/, '');
  const bare = /^\d{1,3}(?:\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text;
  if (!/^\d{1,15}$/.test(bare)) throw new CellProblem(`Rupiah bulat tanpa sen, terbaca ${shown(cellText(cell))}`);
  return bare.replace(/^0+(?=\d)/, '');
}

/** A mobile or office number in digits: '0812…'; '62812…' and a lost zero are put right. */
export function phone(cell: ReadCell | undefined): string {
  const text = cellText(cell);
  const digits = digitsOf(cell, 'Nomor telepon').replaceAll(/[+()/]/g, '');
  const number = digits.startsWith('62') ? `0${digits.slice(2)}` : digits.startsWith('0') ? digits : `0${digits}`;
  if (!/^0\d{7,13}$/.test(number)) throw new CellProblem(`Nomor telepon 8 sampai 14 angka, terbaca ${shown(text)}`);
  return number;
}

export function email(cell: ReadCell | undefined): string {
  const text = textUpTo(120)(cell).toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text))
    throw new CellProblem(`Email seperti nama@contoh.go.id, terbaca ${shown(text)}`);
  return text;
}

/** 15 digits of old, 16 of now. */
export function npwp(cell: ReadCell | undefined): string {
  const digits = digitsOf(cell, 'NPWP 15 atau 16 angka');
  if (!/^\d{15,16}$/.test(digits)) throw new CellProblem(`NPWP 15 atau 16 angka, terbaca ${shown(cellText(cell))}`);
  return digits;
}

export function bankAccount(cell: ReadCell | undefined): string {
  const digits = digitsOf(cell, 'Nomor rekening');
  if (!/^\d{5,20}$/.test(digits))
    throw new CellProblem(`Nomor rekening 5 sampai 20 angka, terbaca ${shown(cellText(cell))}`);
  return digits;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des'];
const ENGLISH: Readonly<Record<string, number>> = { may: 5, aug: 8, ags: 8, oct: 10, dec: 12 };
/** Day 0 of a spreadsheet's calendar; it believes in a 29 February 1900, so days count from two days earlier. */
const SERIAL_ZERO = localDate('1899-12-30');
const FIRST_SERIAL = 18_264;
const LAST_SERIAL = 73_050;

/** A day: 01/03/2026, 1-3-2026, 2026-03-01, 1 Maret 2026, or a spreadsheet's own number of days. */
export function day(cell: ReadCell | undefined): LocalDate {
  const text = cellText(cell).replace(/[ T]\d{1,2}[:.]\d{2}.*$/, '');
  const found = dayFrom(text);
  if (found === undefined)
    throw new CellProblem(`Tanggal ditulis seperti 01/03/2026, terbaca ${shown(cellText(cell))}`);
  return found;
}

function dayFrom(text: string): LocalDate | undefined {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return made(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!);
  const dayFirst = /^(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})$/.exec(text);
  if (dayFirst) return made(fullYear(dayFirst[3]!), dayFirst[2]!, dayFirst[1]!);
  const words = /^(\d{1,2})[-/.\s]+([a-z]{3,9})[-/.\s,]+(\d{4}|\d{2})$/i.exec(text);
  if (words) {
    const name = words[2]!.toLowerCase().slice(0, 3);
    const month = ENGLISH[name] ?? MONTHS.indexOf(name) + 1;
    return made(fullYear(words[3]!), String(month), words[1]!);
  }
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? Number(text.slice(0, 5)) : 0;
  return serial >= FIRST_SERIAL && serial <= LAST_SERIAL ? addDays(SERIAL_ZERO, serial) : undefined;
}

/** '26' is 2026, '85' is 1985. */
const fullYear = (text: string): string => (text.length === 4 ? text : Number(text) < 50 ? `20${text}` : `19${text}`);

function made(year: string, month: string, dayOfMonth: string): LocalDate | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  return isLocalDate(text) && year > '1949' && year < '2100' ? text : undefined;
}

const FRONT = /^(?:dr|drg|drs|dra|prof|ir|h|hj|kh|ust|apt|ns)\.?$/i;

/** Front and back titles from one column: 'dr./Sp.A', 'Drs., M.Si', 'S.Kom., M.T.'. */
export function titles(cell: ReadCell | undefined): { readonly front: string; readonly back: string } {
  const text = textUpTo(80)(cell);
  const halves = text.split('/');
  if (halves.length === 2) return { front: halves[0]!.trim(), back: halves[1]!.trim() };
  const words = text.split(/\s*,\s*|\s+(?=\S)/).filter(word => word !== '');
  const front = words.filter(word => FRONT.test(word));
  const back = words.filter(word => !FRONT.test(word));
  return { front: front.join(' '), back: back.join(', ') };
}
