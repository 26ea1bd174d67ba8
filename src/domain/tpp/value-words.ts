import type { ValueText } from '../explained.ts';
import { compare, decimalStep, isWhole, parseRatio, toDecimalText, toMultiple, type Ratio } from '../ratio.ts';
import { formatRupiah } from '../rupiah.ts';

const SHOWN_DECIMALS = 4;

/**
 * Decimal text as people read it: dots between thousands, a comma before decimals, at most four of them. A number that goes
 * on is cut and ends in an ellipsis: it is reckoned with whole, and who multiplies by what is shown would miss a rupiah.
 */
function grouped(value: Ratio): string {
  if (isWhole(value)) return dotted(value.num.toString());
  const shown = toMultiple(value, decimalStep(SHOWN_DECIMALS), 'cut');
  const [whole = '', fraction] = toDecimalText(shown, SHOWN_DECIMALS).split('.');
  if (compare(shown, value) !== 0) return `${dotted(whole)},${(fraction ?? '').padEnd(SHOWN_DECIMALS, '0')}…`;
  return fraction === undefined ? dotted(whole) : `${dotted(whole)},${fraction}`;
}

/** Digits, with a minus in front of them or not, in groups of three. */
function dotted(digits: string): string {
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '.');
}

/** A number with its unit as people read it. */
export function numberText(value: Ratio, unit: string): string {
  if (unit === 'rupiah') {
    if (isWhole(value)) return formatRupiah(value.num);
    const text = grouped(value);
    return text.startsWith('-') ? `-Rp${text.slice(1)}` : `Rp${text}`;
  }
  if (unit === 'persen') return `${grouped(value)} %`;
  if (unit.startsWith('persen/')) return `${grouped(value)} % per ${unit.slice('persen/'.length)}`;
  // The columns of a row tell their units nowhere but in the regulation.
  if (unit === 'bilangan' || unit === 'kali' || unit === 'baris') return grouped(value);
  return `${grouped(value)} ${unit.replaceAll('/', ' per ')}`;
}

/** A value of a tree as people read it: `Rp3.680.000`, `92 %`, `5.796 poin`, `ya`. */
export function valueInWords(value: ValueText, unit: string): string {
  if (typeof value !== 'string') {
    const inner = unit.replace(/^(?:peta|daftar)<(.*)>$/, '$1');
    const items = Array.isArray(value)
      ? (value as readonly ValueText[]).map(item => held(item, inner))
      : Object.entries(value).map(([key, item]) => `${key} ${held(item, inner)}`);
    return items.length === 0 ? 'tidak ada' : items.join('; ');
  }
  if (unit === 'ya_tidak') return value === 'true' ? 'ya' : 'tidak';
  if (unit === 'teks' || unit === 'pilihan') return value === '' ? '(kosong)' : value;
  if (unit === 'tanggal' && value === '') return 'tidak ada';
  const number = unit === 'tanggal' ? null : parseRatio(value);
  return number ? numberText(number, unit) : value;
}

/** One item of a collection: in brackets where it is itself one, so that it is seen where it ends. */
function held(item: ValueText, unit: string): string {
  const words = valueInWords(item, unit);
  return typeof item === 'string' || words === 'tidak ada' ? words : `(${words})`;
}
