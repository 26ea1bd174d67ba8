import type { Why, WhyInput } from '../explained.ts';
import type { Ratio } from '../ratio.ts';
import { formulaText, write, type Formula, type FormulaWriter } from './formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { parseFormula } from './formula-parser.ts';
import { unitText, type Unit } from './unit.ts';
import { numberText, valueInWords } from './value-words.ts';

const SIGNS: Readonly<Record<string, string>> = { '*': '×', '/': ':', '-': '−' };

const ROUNDED: Readonly<Record<string, string>> = {
  bulat: 'dibulatkan',
  potong: 'sisanya dipotong',
  lantai: 'dibulatkan ke bawah',
  atap: 'dibulatkan ke atas',
};

const SPOKEN: Readonly<Record<string, string>> = {
  min: 'yang terkecil',
  maks: 'yang terbesar',
  jumlah: 'jumlah',
  rata: 'rata-rata',
  banyak: 'banyaknya',
  gabung: 'gabungan',
  jumlah_menurut: 'jumlah menurut',
  pilih_terbesar: 'yang berbobot terbesar dari',
  pilih_terkecil: 'yang berbobot terkecil dari',
  hari_irisan: 'hari yang sama dari',
  alokasi: 'pembagian',
  bertahap: 'pembayaran berurutan',
  progresif: 'jumlah tarif bertingkat',
  grossup: 'pajak atas jumlah bersama pajaknya',
  awal_bulan: 'hari pertama bulan',
  akhir_bulan: 'hari terakhir bulan',
  tanggal_ke: 'tanggal ke berapa dari',
  hari_kerja_ke: 'hari kerja ke berapa',
  selisih_bulan: 'selisih bulan',
  selisih_hari: 'selisih hari',
};

function spokenCall(name: string, args: readonly string[]): string {
  if (name === 'persen' || name === 'angka' || name === 'tanggal') return args[0] ?? '';
  if (name === 'batas') {
    const [value, least, most] = args.map(bracketed);
    return `(${value}, tidak kurang dari ${least} dan tidak lebih dari ${most})`;
  }
  if (name === 'peta') return pairedWords(args);
  const word = SPOKEN[name] ?? name;
  const [one, other] = args;
  if ((name === 'min' || name === 'maks') && args.length === 2) return `${word} antara ${one} dan ${other}`;
  return `${word}${name === 'min' || name === 'maks' ? ' dari' : ''} (${args.join('; ')})`;
}

/** The keys and values of a map written out: "BK Rp5; TB Rp7". */
export const pairedWords = (args: readonly string[]): string =>
  args
    .flatMap((value, index) => (index % 2 === 0 ? [] : [`${(args[index - 1] ?? '').replaceAll('"', '')} ${value}`]))
    .join('; ');

const COMPOUND = / [×:−+] /;

/** A part that is itself a sum or a product, in brackets: "tidak lebih dari A × B" could be read in two ways. */
const bracketed = (text: string): string => (COMPOUND.test(text) && !bracketsEnclose(text) ? `(${text})` : text);

function labelText(input: WhyInput): string {
  return input.key === undefined ? input.label : `${input.label} (${input.key})`;
}

function leafText(input: WhyInput): string {
  return `${labelText(input)} ${valueInWords(input.value, input.unit)}`;
}

function writer(why: Why): FormulaWriter {
  const input = (name: string): WhyInput | null =>
    Object.hasOwn(why.inputs, name) ? (why.inputs[name] ?? null) : null;
  return {
    number: (written: Ratio, unit: Unit) => numberText(written, unitText(unit)),
    leaf: name => {
      const found = input(name);
      return found && leafText(found);
    },
    sign: sign => SIGNS[sign] ?? sign,
    call: spokenCall,
    taken: condition => {
      const found = input(`syarat: ${condition}`);
      return found === null ? null : found.value === 'true';
    },
  };
}

function parsed(formula: string): Formula | null {
  try {
    return parseFormula(formula);
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

/** What is rounded is shown before rounding, and the rounding is said after the result. */
function unrounded(formula: Formula, unit: string): { readonly formula: Formula; readonly said: string } {
  if (formula.kind !== 'call') return { formula, said: '' };
  const [inner, step] = formula.args;
  const word = ROUNDED[formula.name];
  if (!word || !inner) return { formula, said: '' };
  const isCount = step?.kind === 'number' && unitText(step.unit) === 'bilangan';
  const toMultiple = formula.name === 'lantai' || formula.name === 'atap' || !isCount;
  const grid = toMultiple && step ? ` ke kelipatan ${write(step, PLAIN_WRITER)}` : '';
  const decimals = !toMultiple && step ? ` ke ${formulaText(step)} desimal` : '';
  const whole = grid === '' && decimals === '' ? (unit === 'rupiah' ? ' ke rupiah' : ' ke bilangan bulat') : '';
  return { formula: inner, said: ` (${word}${grid}${decimals}${whole})` };
}

const PLAIN_WRITER: FormulaWriter = {
  number: (written, unit) => numberText(written, unitText(unit)),
  leaf: () => null,
  sign: sign => SIGNS[sign] ?? sign,
  call: spokenCall,
  taken: () => null,
};

/**
 * One step of a tree as an Indonesian sentence: "Besaran TPP Rp4.000.000 × Capaian 92 % = Rp3.680.000". It is written
 * from what the node keeps, nothing is computed again. Where the rules of a layer made it so, it names the layer.
 */
export function sentence(why: Why): string {
  return why.layer === undefined ? unlayered(why) : `${unlayered(why)} (menurut ${why.layer})`;
}

function unlayered(why: Why): string {
  const result = valueInWords(why.value, why.unit);
  if (why.formula === '') return why.note ? `${result}: ${why.note}` : result;
  if (why.repeated) return `${result}, rinciannya sudah ditulis di atas`;
  const formula = parsed(why.formula);
  if (!formula) return `${why.formula} = ${result}`;
  const alone = soleInput(formula, why);
  if (alone) return `${labelText(alone)} = ${result}`;
  if (Object.keys(why.inputs).length === 0 && why.children.length > 0) return result;
  // Of a step over several, what was computed is said at each of its items.
  if (why.children.some(({ rule }) => rule.startsWith(`${why.rule}[`))) return result;
  const outer = unrounded(formula, why.unit);
  const text = write(outer.formula, writer(why));
  return text === result ? result : `${asSentence(text)} = ${result}${outer.said}`;
}

/** A formula as a sentence begins: with a capital, and without brackets around the whole of it. */
function asSentence(text: string): string {
  const bare = bracketsEnclose(text) ? text.slice(1, -1) : text;
  return bare.slice(0, 1).toUpperCase() + bare.slice(1);
}

function bracketsEnclose(text: string): boolean {
  if (!text.startsWith('(')) return false;
  let open = 0;
  for (const [at, sign] of [...text].entries()) {
    if (sign === '(') open += 1;
    if (sign === ')') open -= 1;
    if (open === 0) return at === [...text].length - 1;
  }
  return false;
}

/** The one value a formula consists of, if it is nothing but a name or a look-up. */
function soleInput(formula: Formula, why: Why): WhyInput | null {
  if (formula.kind !== 'name' && formula.kind !== 'lookup' && formula.kind !== 'field') return null;
  const text = formulaText(formula);
  return Object.hasOwn(why.inputs, text) ? (why.inputs[text] ?? null) : null;
}
