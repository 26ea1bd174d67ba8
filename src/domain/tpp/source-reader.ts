import type { Problems } from './problem.ts';
import { KEYWORDS } from './formula-lexer.ts';
import { functionNames } from './formula-functions.ts';
import type { MapNode, SourceEntry, SourceNode } from './source-node.ts';
import { isUnitWord } from './unit.ts';

/** The entries of a map by key, with what is needed to say what is wrong with them. */
export class Section {
  readonly line: number;
  private readonly entries: ReadonlyMap<string, SourceEntry>;
  private readonly what: string;
  private readonly problems: Problems;

  constructor(node: MapNode, what: string, problems: Problems, line = node.line) {
    this.entries = new Map(node.entries.map(entry => [entry.key, entry]));
    this.line = line;
    this.what = what;
    this.problems = problems;
  }

  /** Refuses keys that mean nothing here and names those that are lacking. */
  expects(required: readonly string[], optional: readonly string[] = []): this {
    const known = [...required, ...optional];
    for (const [key, entry] of this.entries) {
      if (!known.includes(key)) {
        const comma = entry.value.kind === 'null' ? ' (teks yang memuat koma di dalam { } harus diberi kutip)' : '';
        this.problems.add(
          entry.line,
          `"${key}" tidak dikenal pada ${this.what}; yang ada: ${known.join(', ')}${comma}`,
        );
      }
    }
    for (const key of required) {
      if (!this.entries.has(key)) this.problems.add(this.line, `"${key}" belum ditulis pada ${this.what}`);
    }
    return this;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  node(key: string): SourceNode | null {
    return this.entries.get(key)?.value ?? null;
  }

  lineOf(key: string): number {
    return this.entries.get(key)?.value.line ?? this.line;
  }

  /** A non-empty text; null (with the problem noted when something else stands there) otherwise. */
  text(key: string): string | null {
    const node = this.node(key);
    if (node === null) return null;
    const text = node.kind === 'scalar' ? node.text.trim() : '';
    if (text !== '') return text;
    this.problems.add(node.line, `"${key}" pada ${this.what} harus berisi teks`);
    return null;
  }

  /** A yes or no, with a value for when it is not written. */
  flag(key: string, otherwise: boolean): boolean {
    const text = this.text(key);
    if (text === null) return otherwise;
    if (text === 'ya' || text === 'true') return true;
    if (text === 'tidak' || text === 'false') return false;
    this.problems.add(this.lineOf(key), `"${key}" pada ${this.what} harus ya atau tidak`);
    return otherwise;
  }

  /** One of several words, or null. */
  word<T extends string>(key: string, options: readonly T[]): T | null {
    const text = this.text(key);
    if (text === null) return null;
    const found = options.find(option => option === text);
    if (found !== undefined) return found;
    this.problems.add(this.lineOf(key), `"${key}" pada ${this.what} harus salah satu dari: ${options.join(', ')}`);
    return null;
  }

  map(key: string): MapNode | null {
    const node = this.node(key);
    if (node === null) return null;
    if (node.kind === 'map') return node;
    this.problems.add(node.line, `"${key}" pada ${this.what} harus berisi nama: nilai di bawahnya`);
    return null;
  }

  sequence(key: string): readonly SourceNode[] | null {
    const node = this.node(key);
    if (node === null) return null;
    if (node.kind === 'sequence') return node.items;
    this.problems.add(node.line, `"${key}" pada ${this.what} harus berupa daftar (baris diawali "-")`);
    return null;
  }

  /** A list of texts; an empty list when it is not written. */
  texts(key: string): readonly string[] {
    const items = this.sequence(key) ?? [];
    return items.flatMap(item => {
      if (item.kind === 'scalar') return [item.text];
      this.problems.add(item.line, `isi "${key}" pada ${this.what} harus teks`);
      return [];
    });
  }
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/** Names the engine itself gives a meaning inside formulas. */
export const BUILT_IN_NAMES: readonly string[] = [
  'nilai',
  'kunci',
  'urutan',
  'periode',
  'bulan_ke',
  'awal_periode',
  'akhir_periode',
];

/** Why a name cannot be given to a fact, parameter, table or step; null when it can. */
export function nameFault(name: string): string | null {
  if (!NAME.test(name)) {
    return `nama "${name}" harus huruf, angka dan garis bawah, diawali huruf, paling banyak 60 huruf`;
  }
  const taken =
    KEYWORDS.has(name) || isUnitWord(name) || BUILT_IN_NAMES.includes(name) || functionNames().includes(name);
  return taken ? `nama "${name}" sudah dipakai bahasa rumus; pilih nama lain, misalnya ${name}_x` : null;
}
