import type { FactKind } from './kinds.ts';

const UNIT_WORDS: Readonly<Record<string, string>> = {
  rupiah: 'rupiah bulat, misalnya 3.500.000',
  persen: 'persen, misalnya 12,5',
  ya_tidak: 'ya atau tidak',
  tanggal: 'tanggal, misalnya 01/03/2026',
};

/** How a value of a kind is written, in words. */
export function writtenHow({ rule, unit }: FactKind): string {
  const options = rule.type.kind === 'text' ? rule.type.options : null;
  if (options) return options.filter(option => option !== '').join(', ');
  return UNIT_WORDS[unit] ?? (rule.type.kind === 'number' ? 'angka' : 'teks');
}
