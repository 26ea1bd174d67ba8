import { parseRatio, type Ratio } from '../ratio.ts';

/** A formula that cannot be read. The message is Indonesian, for the person who wrote the regulation. */
export class FormulaError extends Error {}

export type Token =
  | { readonly kind: 'number'; readonly value: Ratio; readonly text: string }
  | { readonly kind: 'rupiah'; readonly value: Ratio; readonly text: string }
  | { readonly kind: 'text'; readonly value: string; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' };

export const KEYWORDS: ReadonlySet<string> = new Set([
  'jika',
  'maka',
  'selain',
  'dan',
  'atau',
  'bukan',
  'dalam',
  'ya',
  'tidak',
]);

const MAX_LENGTH = 4000;
const SPACE = /[ \t\r\n]+/y;
const RUPIAH = /Rp(\d{1,3}(?:\.\d{3})+|\d+)(?![\d.]*\d)/y;
const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const TEXT = /"([^"\n]*)"|'([^'\n]*)'/y;
const SIGN = /<=|>=|<>|!=|==|[-+*/×÷=<>()[\],.%]/y;

const FOREIGN: Readonly<Record<string, string>> = {
  '==': '"==" tidak dikenal; pakai "="',
  '<>': '"<>" tidak dikenal; pakai "!="',
  and: '"and" tidak dikenal; pakai "dan"',
  or: '"or" tidak dikenal; pakai "atau"',
  not: '"not" tidak dikenal; pakai "bukan"',
  if: '"if" tidak dikenal; pakai "jika … maka … selain …"',
  in: '"in" tidak dikenal; pakai "dalam"',
  true: '"true" tidak dikenal di dalam rumus; pakai "ya"',
  false: '"false" tidak dikenal di dalam rumus; pakai "tidak"',
};

function numberToken(text: string, kind: 'number' | 'rupiah', digits: string): Token {
  const value = parseRatio(digits);
  if (!value) throw new FormulaError(`angka ${text} terlalu panjang`);
  return { kind, value, text };
}

function signText(text: string): string {
  if (text === '×') return '*';
  return text === '÷' ? '/' : text;
}

/** Splits a formula into tokens. Throws FormulaError. */
export function tokenize(formula: string): readonly Token[] {
  if (formula.length > MAX_LENGTH)
    throw new FormulaError(`rumus lebih dari ${MAX_LENGTH} huruf; pecah menjadi beberapa langkah`);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(formula);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < formula.length) {
    if (match(SPACE)) continue;
    let found = match(RUPIAH);
    if (found) {
      tokens.push(numberToken(found[0], 'rupiah', (found[1] ?? '').replaceAll('.', '')));
      continue;
    }
    found = match(NUMBER);
    if (found) {
      tokens.push(numberToken(found[0], 'number', found[0]));
      continue;
    }
    found = match(WORD);
    if (found) {
      const hint = FOREIGN[found[0]];
      if (hint && Object.hasOwn(FOREIGN, found[0])) throw new FormulaError(hint);
      tokens.push({ kind: 'word', text: found[0] });
      continue;
    }
    found = match(TEXT);
    if (found) {
      tokens.push({ kind: 'text', value: found[1] ?? found[2] ?? '', text: found[0] });
      continue;
    }
    found = match(SIGN);
    if (found) {
      const hint = FOREIGN[found[0]];
      if (hint) throw new FormulaError(hint);
      tokens.push({ kind: 'sign', text: signText(found[0]) });
      continue;
    }
    throw new FormulaError(unreadable(formula.slice(at)));
  }
  return tokens;
}

function unreadable(rest: string): string {
  if (/^["']/.test(rest)) return 'tanda kutip tidak ditutup';
  const number = /^(?:Rp)?[\d.]+\w*/.exec(rest);
  if (number) {
    return `angka "${number[0]}" tidak terbaca; contoh yang benar: 12000000, 0.77, 60%, Rp12.000.000`;
  }
  return `tanda "${[...rest][0] ?? ''}" tidak dikenal di dalam rumus`;
}
