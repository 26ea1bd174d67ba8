import { plainText } from '../../domain/plain-text.ts';
import { parseRatio } from '../../domain/ratio.ts';
import { factOf, readValue } from '../../domain/tpp/fact-reader.ts';
import { liftedWords } from '../../domain/tpp/postponed.ts';
import { Problems } from '../../domain/tpp/problem.ts';
import { parseSource } from '../../domain/tpp/source-node.ts';
import { valueText } from '../../domain/tpp/value.ts';
import { readDate } from '../../domain/typed-date.ts';
import { dateMedium, number, percent, rupiah } from '../../platform/render/format.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';
import type { FactKind } from './kinds.ts';

/** A value as it is kept: digits of whole rupiah, exact decimal text, an option, `true`, a day; or what is wrong with it. */
export type TypedValue =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

const LONGEST = 2_000;
const LONGEST_RUPIAH = 15;

const refuse = (reason: string): TypedValue => ({ ok: false, reason });
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Reads a value as people type it: `Rp2.430.000`, `12,5 %`, `tk0`, `ya`, `01/03/2026`. Exact; never through a float. */
export function readTyped(kind: FactKind, typed: string): TypedValue {
  const text = plainText(typed);
  if (text === '') return refuse(`Isi ${kind.label}`);
  if ([...text].length > LONGEST) return refuse(`Paling panjang ${String(LONGEST)} huruf`);
  const { type } = kind.rule;
  switch (type.kind) {
    case 'number':
      return readNumber(kind, text);
    case 'text': {
      if (type.options === null) return { ok: true, value: text };
      const exact = type.options.find(option => option === text);
      const alike = type.options.filter(option => bare(option) === bare(text));
      const option = exact ?? (alike.length === 1 ? alike[0] : undefined);
      if (option === undefined) return refuse(`Pilih satu dari ${type.options.filter(each => each !== '').join(', ')}`);
      return { ok: true, value: option };
    }
    case 'boolean':
      if (/^(?:ya|y|true)$/i.test(text)) return { ok: true, value: 'true' };
      if (/^(?:tidak|t|false)$/i.test(text)) return { ok: true, value: 'false' };
      return refuse('Isi ya atau tidak');
    case 'date': {
      const day = readDate(text);
      return day === undefined ? refuse('Tanggal ditulis seperti 01/03/2026') : { ok: true, value: day };
    }
    case 'map':
    case 'list':
    case 'row':
      return readCollection(kind, text);
  }
}

function readNumber({ rule, unit }: FactKind, text: string): TypedValue {
  const plain = unit === 'rupiah' ? rupiahText(text) : decimalText(text);
  if (plain === null)
    return refuse(
      unit === 'rupiah'
        ? 'Rupiah bulat tanpa sen, misalnya 3.500.000'
        : `Angka, misalnya 12,5${unit === 'persen' ? ' untuk 12,5 %' : ''}`,
    );
  const [min, max] = [rule.min ?? (unit === 'rupiah' || unit === 'persen' ? '0' : null), rule.max];
  const bounds = { min: min === null ? null : parseRatio(min), max: max === null ? null : parseRatio(max) };
  const read = readValue(plain, rule.type, bounds);
  if (read.ok) {
    const value = valueText(read.value, rule.type);
    return typeof value === 'string' ? { ok: true, value } : refuse('Angka ini tidak cocok dengan jenisnya');
  }
  const least = min === null ? '' : ` paling sedikit ${number(min)}`;
  const most = max === null ? '' : ` paling banyak ${number(max)}`;
  return refuse(least + most === '' ? 'Angka ini tidak cocok dengan jenisnya' : `Angka${least}${most}`);
}

/** `Rp2.430.000`, `2430000`, `2.430.000,00`; null for anything else, sen included. */
function rupiahText(text: string): string | null {
  const bareText = text
    .replace(/^(-?)\s*rp\.?\s*/i, '$1')
    .replace(/,(?:0+|-)$/, '')
    .trim();
  const digits = /^-?\d{1,3}(?:\.\d{3})+$/.test(bareText) ? bareText.replaceAll('.', '') : bareText;
  return /^-?\d+$/.test(digits) && digits.length <= LONGEST_RUPIAH ? digits : null;
}

/** `12,5 %` and `12.5` as `12.5`. */
function decimalText(text: string): string | null {
  const plain = text.replace(/\s*%$/, '').trim().replace(',', '.');
  return /^-?\d{1,9}(?:\.\d{1,6})?$/.test(plain) ? plain : null;
}

function readCollection({ rule }: FactKind, text: string): TypedValue {
  const problems = new Problems(rule.name);
  const node = parseSource(text, problems);
  if (!node) return refuse('Tulis sebagai kode dan nilai, misalnya {bk: 1500000, kk: 0}');
  const read = readValue(factOf(node), rule.type);
  return read.ok ? { ok: true, value: text } : refuse(`Isinya ${read.reason}`);
}

/** A kept value as a person reads it. */
export function shownValue(kind: FactKind | undefined, value: string): string {
  if (kind === undefined) return value;
  if (kind.name === RELEASE_FACT) return liftedWords(value);
  const { type } = kind.rule;
  if (type.kind === 'number' && /^-?\d+(?:\.\d+)?$/.test(value)) {
    if (kind.unit === 'rupiah') return /^-?\d+$/.test(value) ? rupiah(value) : value;
    return kind.unit === 'persen' ? percent(value) : number(value);
  }
  if (type.kind === 'boolean') return value === 'true' ? 'Ya' : 'Tidak';
  if (type.kind === 'date' && readDate(value) !== undefined) return dateMedium(value);
  return value === '' ? 'kosong' : value.replaceAll('\n', '; ');
}
