import { pairedWords } from '../../domain/tpp/sentence.ts';
import { write, type FormulaWriter } from '../../domain/tpp/formula.ts';
import { FormulaError } from '../../domain/tpp/formula-lexer.ts';
import { parseFormula } from '../../domain/tpp/formula-parser.ts';
import { unitText } from '../../domain/tpp/unit.ts';
import { numberText } from '../../domain/tpp/value-words.ts';

/** What the names of a regulation are called in it. */
export type Labels = ReadonlyMap<string, string>;

const SIGNS: Readonly<Record<string, string>> = {
  '*': '×',
  '/': ':',
  '-': '−',
  '!=': 'bukan',
  '<=': 'paling banyak',
  '>=': 'paling sedikit',
  '<': 'kurang dari',
  '>': 'lebih dari',
  dalam: 'salah satu dari',
};

const CALLS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  persen: ([value]) => value ?? '',
  angka: ([value]) => value ?? '',
  tanggal: ([value]) => value ?? '',
  bulat: ([value, grid]) => `${value ?? ''}, dibulatkan${gridInWords(grid)}`,
  potong: ([value, grid]) => `${value ?? ''}, sisanya dipotong${gridInWords(grid)}`,
  lantai: ([value, step]) => `${value ?? ''}, dibulatkan ke bawah${step === undefined ? '' : ` ke kelipatan ${step}`}`,
  atap: ([value, step]) => `${value ?? ''}, dibulatkan ke atas${step === undefined ? '' : ` ke kelipatan ${step}`}`,
  batas: ([value, least, most]) =>
    `(${value ?? ''}, tidak kurang dari ${least ?? ''} dan tidak lebih dari ${most ?? ''})`,
  min: args => `yang terkecil dari (${args.join('; ')})`,
  maks: args => `yang terbesar dari (${args.join('; ')})`,
  jumlah: args => `jumlah (${args.join('; ')})`,
  rata: args => `rata-rata (${args.join('; ')})`,
  banyak: args => `banyaknya (${args.join('; ')})`,
  gabung: args => `gabungan (${args.join('; ')})`,
  peta: args => `(${pairedWords(args)})`,
  alokasi: ([amount, weights, keeper]) =>
    `${amount ?? ''} dibagi menurut ${weights ?? ''}, sisanya pada ${keeper ?? 'bobot terbesar'}`,
  bertahap: ([amount, requests]) => `${requests ?? ''}, dibayar berurutan dari ${amount ?? ''}`,
  progresif: ([table, base]) => `${base ?? ''} menurut tarif bertingkat ${table ?? ''}`,
  grossup: ([table, base]) => `pajak atas ${base ?? ''} bersama pajaknya menurut ${table ?? ''}`,
  awal_bulan: ([date]) => `hari pertama bulan ${date ?? ''}`,
  akhir_bulan: ([date]) => `hari terakhir bulan ${date ?? ''}`,
  tanggal_ke: ([date]) => `tanggal dalam bulan dari ${date ?? ''}`,
  hari_kerja_ke: ([date, days]) => `hari kerja ke berapa ${date ?? ''} menurut ${days ?? ''}`,
  tambah_bulan: ([date, months]) => `${months ?? ''} sesudah ${date ?? ''}`,
  tambah_hari: ([date, days]) => `${days ?? ''} sesudah ${date ?? ''}`,
  selisih_bulan: ([from, to]) => `bulan dari ${from ?? ''} sampai ${to ?? ''}`,
  selisih_hari: ([from, to]) => `hari dari ${from ?? ''} sampai ${to ?? ''}`,
  jumlah_menurut: ([key, value]) => `jumlah ${value ?? ''} menurut ${key ?? ''}`,
  pilih_terbesar: ([items, weights]) => `yang terbesar ${weights ?? ''}-nya dari ${items ?? ''}`,
  pilih_terkecil: ([items, weights]) => `yang terkecil ${weights ?? ''}-nya dari ${items ?? ''}`,
  hari_irisan: ([from, to, since, until]) =>
    `banyaknya hari yang sama antara ${from ?? ''} sampai ${to ?? ''} dan ${since ?? ''} sampai ${until ?? ''}`,
};

/** Decimals are a bare number, a multiple has its unit. */
function gridInWords(grid: string | undefined): string {
  if (grid === undefined) return '';
  return /^\d+$/.test(grid) ? ` ke ${grid} desimal` : ` ke kelipatan ${grid}`;
}

const BUILT_IN: Labels = new Map([
  ['nilai', 'nilai masing-masing'],
  ['kunci', 'kode masing-masing'],
  ['urutan', 'urutan masing-masing'],
  ['periode', 'bulan kinerja'],
  ['bulan_ke', 'bulan ke'],
  ['awal_periode', 'hari pertama bulan'],
  ['akhir_periode', 'hari terakhir bulan'],
]);

/** A formula as people read it, by the labels of the regulation: "Besaran TPP × Bobot produktivitas, dibulatkan". */
export function formulaInWords(formula: string, labels: Labels): string {
  try {
    return write(parseFormula(formula), writerOf(labels));
  } catch (error) {
    if (error instanceof FormulaError) return formula;
    throw error;
  }
}

function writerOf(labels: Labels): FormulaWriter {
  const called = (name: string): string | undefined => labels.get(name) ?? BUILT_IN.get(name);
  return {
    number: (written, unit) => numberText(written, unitText(unit)),
    leaf: source => leafInWords(source, labels, called),
    sign: sign => SIGNS[sign] ?? sign,
    call: (name, args) => CALLS[name]?.(args) ?? `${name} (${args.join('; ')})`,
    taken: () => null,
  };
}

const LOOKUP = /^([A-Za-z]\w*)\[(.*)\]$/s;
const FIELD = /^(.*)\.([A-Za-z]\w*)$/s;

/** A name, a row of a table, or a column of a row; null for what the regulation has no label for. */
function leafInWords(source: string, labels: Labels, called: (name: string) => string | undefined): string | null {
  const plain = called(source);
  if (plain !== undefined) return plain;
  const lookup = LOOKUP.exec(source);
  if (lookup) {
    const keys = splitKeys(lookup[2]!).map(key => formulaInWords(key, labels));
    return `${called(lookup[1]!) ?? lookup[1]!} (${keys.join('; ')})`;
  }
  const field = FIELD.exec(source);
  return field ? `${field[2]!} pada ${called(field[1]!) ?? field[1]!}` : null;
}

/** The keys of a look-up, parted at the commas that stand outside brackets and quotes. */
function splitKeys(text: string): string[] {
  const keys: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (!quoted && '[('.includes(sign)) depth += 1;
    if (!quoted && ')]'.includes(sign)) depth -= 1;
    if (sign === ',' && depth === 0 && !quoted) keys.push('');
    else keys[keys.length - 1] += sign;
  }
  return keys.map(key => key.trim());
}
