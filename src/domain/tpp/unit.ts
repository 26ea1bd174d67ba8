/**
 * Units of measure. A unit is a product of base units with whole exponents (`poin/hari`), or a percentage, which is a
 * plain number shown in hundredths. A percentage times rupiah is rupiah; a percentage per day times days is a percentage.
 */
export const BASE_UNITS = ['rupiah', 'poin', 'menit', 'jam', 'hari', 'bulan'] as const;

/** Words that stand for a plain number without a unit. `kali` counts events. */
export const PLAIN_UNITS = ['bilangan', 'kali'] as const;

export interface Unit {
  readonly percent: boolean;
  /** Base units with their exponents, in order of name; none for a plain number or a percentage. */
  readonly dims: readonly (readonly [name: string, exponent: number])[];
}

export const PLAIN: Unit = { percent: false, dims: [] };
export const PERCENT: Unit = { percent: true, dims: [] };
export const RUPIAH: Unit = { percent: false, dims: [['rupiah', 1]] };
export const DAYS: Unit = { percent: false, dims: [['hari', 1]] };
export const MONTHS: Unit = { percent: false, dims: [['bulan', 1]] };

function combine(a: Unit, b: Unit, sign: 1 | -1, percent: boolean): Unit {
  const exponents = new Map<string, number>(a.dims);
  for (const [name, exponent] of b.dims) exponents.set(name, (exponents.get(name) ?? 0) + sign * exponent);
  const dims = [...exponents].filter(([, exponent]) => exponent !== 0).sort(([x], [y]) => (x < y ? -1 : 1));
  const measures = dims.some(([, exponent]) => exponent > 0);
  return { percent: percent && !measures, dims };
}

/** The unit of a × b. A percentage is taken up by a measured unit: persen × rupiah is rupiah. */
export function multiplyUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, 1, a.percent || b.percent);
}

/** The unit of a / b. A percentage by a percentage is a plain number. */
export function divideUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, -1, a.percent && !b.percent);
}

export function sameUnit(a: Unit, b: Unit): boolean {
  return a.percent === b.percent && unitText(a) === unitText(b);
}

const texts = new WeakMap<Unit, string>();

/** As written in a regulation: `rupiah`, `persen/hari`, `bilangan`. */
export function unitText(unit: Unit): string {
  // Asked for at every value of every explanation, so each unit is spelt once.
  const known = texts.get(unit);
  if (known !== undefined) return known;
  const text = spell(unit);
  texts.set(unit, text);
  return text;
}

function spell(unit: Unit): string {
  // A length below zero makes none.
  const names = unit.dims.flatMap(([name, exponent]) => Array.from({ length: exponent }, () => name));
  const under = unit.dims.flatMap(([name, exponent]) => Array.from({ length: -exponent }, () => name));
  const top = names.length > 0 ? names.join('×') : unit.percent ? 'persen' : 'bilangan';
  return [top, ...under].join('/');
}

/** True for a unit that an amount on paper can have: at most one base unit above the line. */
export function isPlausible(unit: Unit): boolean {
  return unit.dims.filter(([, exponent]) => exponent > 0).reduce((sum, [, exponent]) => sum + exponent, 0) <= 1;
}

export function isUnitWord(word: string): boolean {
  const words: readonly string[] = [...BASE_UNITS, ...PLAIN_UNITS, 'persen'];
  return words.includes(word);
}

function baseUnit(word: string): Unit | null {
  if (word === 'persen') return PERCENT;
  if ((PLAIN_UNITS as readonly string[]).includes(word)) return PLAIN;
  return (BASE_UNITS as readonly string[]).includes(word) ? { percent: false, dims: [[word, 1]] } : null;
}

/**
 * What to write for a name meant as a rate that none is (`rupiah/kali`, `persen per hari`), in Indonesian; empty for a name that is
 * not meant as one.
 */
export function rateHint(text: string): string {
  const [first = '', ...under] = text.split(/\/|\s+per\s+/).map(word => word.trim());
  if (under.length === 0) return '';
  const rates = 'tarif adalah satuan per satuan dengan garis miring, misalnya rupiah/poin, persen/hari atau menit/jam';
  const isMeasured = under.every(word => (BASE_UNITS as readonly string[]).includes(word));
  if (!baseUnit(first)) return `${rates}; "${first}" bukan satuan, yang ada: persen, ${BASE_UNITS.join(', ')}`;
  if (isMeasured && under.length === 1) return `${rates}: tulis ${first}/${under.join('/')}`;
  return `${rates}; di belakang garis miring hanya ${BASE_UNITS.join(', ')}. Untuk setiap kali, orang atau kejadian tulis ${first} saja: ${first} × banyaknya tetap ${first}`;
}

/** Reads `rupiah`, `persen`, `poin/hari`; null when a word is not a unit. */
export function parseUnit(text: string): Unit | null {
  const [first, ...under] = text.split('/').map(word => baseUnit(word.trim()));
  if (!first || under.length > 2) return null;
  let unit = first;
  for (const below of under) {
    if (!below || below.percent || below.dims.length === 0) return null;
    unit = divideUnits(unit, below);
  }
  return unit;
}
