import type { InputKind } from '../explained.ts';
import { FormulaError } from './formula-lexer.ts';
import { nearWords } from './near-names.ts';
import type { Table } from './table.ts';
import type { ValueMap } from './value.ts';
import type { MapType, ValueType } from './value-type.ts';

/** What formulas know within a step over items only, with where that is. */
const WITHIN_EACH: ReadonlyMap<string, string> = new Map([
  ['nilai', 'langkah dengan "each"'],
  ['kunci', 'langkah dengan "each" atas peta'],
  ['urutan', 'langkah dengan "each" atas daftar'],
]);

/** What a name in a formula stands for. */
export interface Binding {
  readonly kind: InputKind;
  readonly type: ValueType;
  readonly label: string;
  readonly source?: string;
  readonly cite?: string;
  /** For `nilai` inside `each`: the step gone over, whose item of the same key it is. */
  readonly itemOf?: string | null;
  /** Bounds of a whole-number fact, for checking that a table has every row. */
  readonly span?: readonly [from: bigint, to: bigint];
  /** For a list: the fact or step whose places its places are, so that `urutan` over one points into the other. */
  readonly places?: string;
  /** A collection that may hold nothing: its largest, smallest and mean then do not exist. */
  readonly mayBeEmpty?: true;
}

/** A whole table as a map. */
export interface TableMap {
  readonly table: Table;
  readonly type: MapType;
  readonly value: ValueMap;
}

/** The names a formula may use at its place in the regulation, and a record of those it does use. */
export class Scope {
  readonly used = new Set<string>();
  /** The step that is read asks how many items there are, or whether one is there: it knows of the empty collection. */
  countsItems = false;
  /** The text is in force already: it is not refused for what the language has learned to ask since. */
  isAdopted = false;
  /** A national file named under `use` is not there: an unknown name may be a table of it, which is told where it is named. */
  lacksNational = false;
  /** Codes that may stand beside others in joined codes of a day (joined-codes.ts). */
  joinable: ReadonlySet<string> = new Set();
  /** Whose places `urutan` counts, within a step over a list. */
  places: string | null = null;
  private readonly names = new Map<string, Binding>();
  private readonly tables = new Map<string, Table>();
  /** Steps that come later, with their line: using one is refused in words of its own. */
  private readonly later = new Map<string, number>();

  private readonly refused = new Set<string>();

  bind(name: string, binding: Binding): void {
    this.names.set(name, binding);
    this.later.delete(name);
  }

  /** Marks a step that was itself refused, so that what uses it does not repeat the reason. */
  refuse(name: string): void {
    this.later.delete(name);
    this.refused.add(name);
  }

  isRefused(name: string): boolean {
    return this.refused.has(name);
  }

  /** Runs something that resolves names, and says which. */
  watch<T>(work: () => T): { readonly result: T; readonly names: ReadonlySet<string> } {
    const before = [...this.used];
    this.used.clear();
    const result = work();
    const names = new Set(this.used);
    for (const name of before) this.used.add(name);
    return { result, names };
  }

  unbind(...names: readonly string[]): void {
    for (const name of names) this.names.delete(name);
  }

  addTable(table: Table): void {
    this.tables.set(table.name, table);
  }

  announce(name: string, line: number): void {
    this.later.set(name, line);
  }

  table(name: string): Table | null {
    const table = this.tables.get(name) ?? null;
    if (table) this.used.add(name);
    return table;
  }

  /** A table of one text key without "otherwise", as the map that it is; null for any other name. */
  tableMap(name: string): TableMap | null {
    const table = this.tables.get(name);
    if (!table) return null;
    const [key, second] = table.keys;
    const { rows } = table;
    if (second || key?.kind !== 'exact' || key.type.kind !== 'text') return null;
    if (rows.kind !== 'exact' || rows.otherwise) return null;
    this.used.add(name);
    const value = new Map(
      [...rows.rows].flatMap(([at, row]) => (row.kind === 'cell' ? [[at, row.value] as const] : [])),
    );
    return { table, type: { kind: 'map', of: table.value, keys: [...value.keys()] }, value };
  }

  /** The binding of a name where there is one, without using it. */
  peek(name: string): Binding | null {
    return this.names.get(name) ?? null;
  }

  mayBeEmpty(name: string): boolean {
    return this.names.get(name)?.mayBeEmpty === true;
  }

  /** The binding of a name. Throws FormulaError when there is none here. */
  resolve(name: string): Binding {
    const binding = this.names.get(name);
    if (binding) {
      this.used.add(name);
      return binding;
    }
    if (this.refused.has(name)) throw new FormulaError('');
    if (this.tables.has(name))
      throw new FormulaError(`"${name}" adalah tabel; tulis dengan kuncinya, misalnya ${name}[kunci]`);
    const line = this.later.get(name);
    if (line !== undefined) {
      throw new FormulaError(
        `"${name}" baru dihitung pada baris ${line}: langkah hanya boleh memakai langkah sebelumnya (tidak boleh melingkar)`,
      );
    }
    const place = WITHIN_EACH.get(name);
    if (place !== undefined) throw new FormulaError(`nama "${name}" tidak dikenal di sini; hanya di dalam ${place}`);
    if (this.lacksNational) throw new FormulaError('');
    throw new FormulaError(`nama "${name}" tidak dikenal${this.nearest(name)}`);
  }

  private nearest(name: string): string {
    return nearWords(name, [...this.names.keys(), ...this.tables.keys(), ...this.refused]);
  }
}
