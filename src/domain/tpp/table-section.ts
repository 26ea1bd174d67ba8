import { ZERO, add, compare, isWhole, parseRatio, toDecimalText, type Ratio } from '../ratio.ts';
import { isCivilDate } from './civil-day.ts';
import { factOf, readValue } from './fact-reader.ts';
import type { Problems } from './problem.ts';
import type { MapNode, SequenceNode, SourceEntry, SourceNode } from './source-node.ts';
import { nameFault, Section } from './source-reader.ts';
import type { Band, DatedSpan, Table, TableKey, TableRows } from './table.ts';
import { parseUnit, rateHint } from './unit.ts';
import { fromWritten, toWritten } from './value.ts';
import { numberType, parseType, typeText, type ValueType } from './value-type.ts';

/** Reads the section `tables`; `national` names the national file they come from. */
export function readTables(node: MapNode | null, problems: Problems, national: string | null = null): readonly Table[] {
  return (node?.entries ?? []).flatMap(entry => {
    const fault = nameFault(entry.key);
    if (fault) problems.add(entry.line, fault);
    if (entry.value.kind !== 'map') {
      problems.add(entry.line, `tabel "${entry.key}" harus mempunyai label, cite, keys, value dan rows`);
      return [];
    }
    const section = new Section(entry.value, `tabel "${entry.key}"`, problems, entry.line);
    section.expects(['label', 'cite', 'keys', 'value', 'rows'], ['total', 'note']);
    const table = new TableReader(entry.key, section, problems).read(national);
    return table ? [table] : [];
  });
}

class TableReader {
  private readonly name: string;
  private readonly section: Section;
  private readonly problems: Problems;
  /** Every cell read so far is a whole number as written. */
  private whole = true;

  constructor(name: string, section: Section, problems: Problems) {
    this.name = name;
    this.section = section;
    this.problems = problems;
  }

  read(national: string | null): Table | null {
    const { section } = this;
    const keys = this.keys();
    const value = this.valueType();
    const rowsNode = section.node('rows');
    const [label, cite] = [section.text('label'), section.text('cite')];
    if (!keys || !value || !rowsNode || label === null || cite === null) return null;
    const rows = this.rows(rowsNode, keys, value);
    if (!rows) return null;
    this.checkTotal(rows, value, keys);
    const type = value.kind === 'number' ? numberType(value.unit, this.whole) : value;
    return { name: this.name, label, cite, keys, value: type, rows, national };
  }

  private keys(): readonly TableKey[] | null {
    const node = this.section.node('keys');
    const names = node?.kind === 'scalar' ? [node.text] : this.section.texts('keys');
    const keys = names.map(name => this.key(name));
    const good = keys.filter(key => key !== null);
    if (node && names.length === 0) this.problems.add(node.line, `keys tabel "${this.name}" kosong`);
    return good.length === names.length && names.length > 0 && names.length <= 6 ? good : null;
  }

  private key(text: string): TableKey | null {
    const band = /^pita\s+(\S+)$/.exec(text.trim());
    if (band?.[1] === 'tanggal') return { kind: 'dated' };
    const unit = band ? parseUnit(band[1] ?? '') : null;
    if (unit) return { kind: 'band', unit };
    const type = parseType(text);
    if (!band && type && type.kind !== 'map' && type.kind !== 'list') return { kind: 'exact', type };
    this.problems.add(
      this.section.lineOf('keys'),
      `kunci tabel "${text}" harus jenis (teks, kali, bilangan, …), "pita" dengan satuan, misalnya pita menit, atau pita tanggal`,
    );
    return null;
  }

  private valueType(): ValueType | null {
    const text = this.section.text('value');
    const type = text === null ? null : parseType(text);
    if (text !== null && (!type || type.kind === 'map' || type.kind === 'list')) {
      this.problems.add(
        this.section.lineOf('value'),
        rateHint(text) === ''
          ? `value tabel "${this.name}" harus satu jenis, misalnya rupiah atau persen`
          : `value tabel "${this.name}": ${rateHint(text)}`,
      );
      return null;
    }
    if (type?.kind !== 'number') return type;
    return typeText(type) === 'rupiah' ? type : numberType(type.unit);
  }

  private rows(node: SourceNode, keys: readonly TableKey[], value: ValueType): TableRows | null {
    const [key, ...rest] = keys;
    if (!key) return this.cell(node, value);
    if (key.kind === 'band') return this.bands(node, key, rest, value);
    if (key.kind === 'dated') return this.spans(node, rest, value);
    if (node.kind !== 'map') {
      this.problems.add(node.line, `tabel "${this.name}": di sini perlu baris berbentuk "kunci: nilai"`);
      return null;
    }
    return this.exact(node, key.type, rest, value);
  }

  private cell(node: SourceNode, value: ValueType): TableRows | null {
    const read = readValue(factOf(node), value);
    if (!read.ok) {
      this.problems.add(node.line, `tabel "${this.name}": ${read.reason}`);
      return null;
    }
    if (value.kind === 'number') {
      const written = toWritten(read.value as Ratio, value.unit);
      this.whole &&= isWhole(written);
    }
    return { kind: 'cell', value: read.value };
  }

  private exact(node: MapNode, type: ValueType, rest: readonly TableKey[], value: ValueType): TableRows | null {
    const rows = new Map<string, TableRows>();
    let otherwise: TableRows | null = null;
    for (const entry of node.entries) {
      const inner = this.rows(entry.value, rest, value);
      if (!inner) continue;
      if (entry.key === '*') otherwise = inner;
      else this.addRow(rows, entry, type, inner);
    }
    if (node.entries.length === 0) this.problems.add(node.line, `tabel "${this.name}" tidak mempunyai baris`);
    return { kind: 'exact', rows, otherwise };
  }

  private addRow(rows: Map<string, TableRows>, entry: SourceEntry, type: ValueType, inner: TableRows): void {
    const key = this.keyText(entry, type);
    if (key === null) return;
    if (rows.has(key)) this.problems.add(entry.line, `tabel "${this.name}": baris "${key}" ditulis dua kali`);
    rows.set(key, inner);
  }

  private keyText(entry: SourceEntry, type: ValueType): string | null {
    const read = readValue(entry.key, type);
    if (!read.ok) {
      this.problems.add(entry.line, `tabel "${this.name}", kunci "${entry.key}": ${read.reason}`);
      return null;
    }
    if (type.kind === 'number') return toDecimalText(toWritten(read.value as Ratio, type.unit));
    return type.kind === 'boolean' ? (read.value === true ? 'ya' : 'tidak') : entry.key;
  }

  private bands(
    node: SourceNode,
    key: TableKey & { kind: 'band' },
    rest: readonly TableKey[],
    value: ValueType,
  ): TableRows | null {
    if (node.kind !== 'sequence' || node.items.length === 0) {
      this.problems.add(node.line, `tabel "${this.name}": pita ditulis sebagai daftar "- [batas atas, nilai]"`);
      return null;
    }
    const bands: Band[] = [];
    for (const [index, item] of node.items.entries()) {
      const edge = this.edge(item);
      const inner = edge && this.rows(edge.rows, rest, value);
      if (!edge || !inner) return null;
      const last = index === node.items.length - 1;
      this.checkEdge(edge, bands.at(-1) ?? null, last, key);
      bands.push({
        upper: edge.upper && fromWritten(edge.upper, key.unit),
        inclusive: edge.inclusive,
        rows: inner,
      });
    }
    return { kind: 'band', bands };
  }

  /** Rows that hold from a day on. */
  private spans(node: SourceNode, rest: readonly TableKey[], value: ValueType): TableRows | null {
    const say = (line: number, reason: string): void => this.problems.add(line, `tabel "${this.name}": ${reason}`);
    if (node.kind !== 'sequence' || node.items.length === 0) {
      say(node.line, 'pita tanggal ditulis sebagai daftar "- { from: TTTT-BB-HH, value: nilai }"');
      return null;
    }
    const spans: DatedSpan[] = [];
    for (const item of node.items) {
      if (item.kind !== 'map') {
        say(item.line, 'pita tanggal ditulis { from: TTTT-BB-HH, value: nilai }');
        return null;
      }
      const section = new Section(item, `pita tabel "${this.name}"`, this.problems).expects(['from', 'value']);
      const [from, inner] = [section.text('from'), section.node('value')];
      const rows = inner && this.rows(inner, rest, value);
      if (from === null || !rows) return null;
      if (!isCivilDate(from)) say(item.line, `"from" harus tanggal TTTT-BB-HH, ditulis "${from}"`);
      const before = spans.at(-1)?.from ?? '';
      if (from <= before) say(item.line, `"from" harus sesudah ${before}; tulis pita tanggal berurutan`);
      spans.push({ from, rows });
    }
    return { kind: 'dated', spans };
  }

  private edge(item: SourceNode): Edge | null {
    if (item.kind === 'sequence') return this.pairEdge(item);
    if (item.kind !== 'map') {
      this.problems.add(item.line, `tabel "${this.name}": pita ditulis [batas atas, nilai]`);
      return null;
    }
    const section = new Section(item, `pita tabel "${this.name}"`, this.problems);
    section.expects(['value'], ['to', 'below', 'above', 'from']);
    const [rows, bound] = [section.node('value'), section.has('below') ? 'below' : 'to'];
    if (section.has('below') === section.has('to') || (section.has('above') && section.has('from'))) {
      this.problems.add(
        item.line,
        `tabel "${this.name}": tulis salah satu dari to atau below, dan paling banyak satu dari above atau from${openEnd(section)}`,
      );
      return null;
    }
    if (!rows) return null;
    const upper = this.limit(section.node(bound));
    const start = section.node('above') ?? section.node('from');
    const lower = start ? this.limit(start) : null;
    if (upper === undefined || lower === undefined) return null;
    return { upper, inclusive: bound === 'to', rows, line: item.line, lower, lowerInside: section.has('from') };
  }

  private pairEdge(item: SequenceNode): Edge | null {
    const [bound, rows, more] = item.items;
    if (!bound || !rows || more) {
      this.problems.add(item.line, `tabel "${this.name}": pita ditulis [batas atas, nilai]${decimalPairs(item)}`);
      return null;
    }
    const upper = this.limit(bound);
    return upper === undefined
      ? null
      : { upper, inclusive: true, rows, line: item.line, lower: null, lowerInside: false };
  }

  /** A bound as written; null for "the rest"; undefined (with the problem noted) when it is neither. */
  private limit(node: SourceNode | null): Ratio | null | undefined {
    if (!node || node.kind === 'null') return null;
    const value = node.kind === 'scalar' ? parseRatio(node.text) : null;
    if (value) return value;
    this.problems.add(node.line, `tabel "${this.name}": batas pita harus angka, atau null untuk selebihnya`);
    return undefined;
  }

  private checkEdge(edge: Edge, before: Band | null, last: boolean, key: TableKey & { kind: 'band' }): void {
    const say = (reason: string): void => this.problems.add(edge.line, `tabel "${this.name}": ${reason}`);
    if (last && edge.upper !== null) say('pita terakhir harus null (selebihnya), agar tidak ada celah di atas');
    if (!last && edge.upper === null) say('null (selebihnya) hanya untuk pita terakhir');
    if (!before && edge.lower && edge.lower.num !== 0n) {
      say('pita pertama harus mulai dari 0 (atau tanpa batas bawah), agar tidak ada celah di bawah');
    }
    const previous = before?.upper ?? null;
    if (!before || previous === null) return;
    const edgeUpper = edge.upper && fromWritten(edge.upper, key.unit);
    if (edgeUpper && compare(edgeUpper, previous) <= 0) {
      say('batas atas harus lebih besar dari pita sebelumnya; pita bertumpuk');
    }
    if (!edge.lower) return;
    const side = compare(fromWritten(edge.lower, key.unit), previous);
    if (side < 0 || (side === 0 && before.inclusive && edge.lowerInside)) say('pita bertumpuk dengan pita sebelumnya');
    else if (side > 0 || (side === 0 && !before.inclusive && !edge.lowerInside)) {
      say(
        'ada celah antara pita ini dan pita sebelumnya; "to" disambung "above", "below" disambung "from" dengan angka yang sama',
      );
    }
  }

  /** Every innermost group of rows must add up to the total. */
  private checkTotal(rows: TableRows, value: ValueType, keys: readonly TableKey[]): void {
    const text = this.section.text('total');
    if (text === null) return;
    const total = parseRatio(text);
    const line = this.section.lineOf('total');
    if (!total || value.kind !== 'number' || keys.at(-1)?.kind !== 'exact') {
      this.problems.add(
        line,
        `total tabel "${this.name}" harus angka, pada tabel berisi angka yang kunci terakhirnya bukan pita`,
      );
      return;
    }
    for (const { path, sum } of groupsOf(rows, [])) {
      const found = toWritten(sum, value.unit);
      const where = path.length === 0 ? `tabel "${this.name}"` : `baris ${path.join(', ')} pada tabel "${this.name}"`;
      if (compare(total, found) !== 0)
        this.problems.add(line, `jumlah ${where} adalah ${toDecimalText(found)}, seharusnya ${text}`);
    }
  }
}

/** What to write for a band whose decimals have commas, which part them; empty where that is not the fault. */
function decimalPairs({ items }: SequenceNode): string {
  const parts = items.map(item => (item.kind === 'null' ? 'null' : item.kind === 'scalar' ? item.text : ''));
  const joins = (whole: number): boolean => [whole, whole + 1].every(at => /^\d+$/.test(parts[at] ?? ''));
  const [a = '', b = '', c = '', d = ''] = parts;
  const pairs: string[] = [];
  if (parts.length === 3 && joins(0)) pairs.push(`[${a}.${b}, ${c}]`);
  if (parts.length === 3 && joins(1)) pairs.push(`[${a}, ${b}.${c}]`);
  if (parts.length === 4 && joins(0) && joins(2)) pairs.push(`[${a}.${b}, ${c}.${d}]`);
  return pairs.length === 0 ? '' : `; angka desimal ditulis dengan titik: ${pairs.join(' atau ')}`;
}

/** How the last band is written, where one has no upper bound; empty where the fault is another. */
function openEnd(section: Section): string {
  if (section.has('below') || section.has('to')) return '';
  const written = (key: string): string | null => {
    const node = section.node(key);
    return node?.kind === 'scalar' ? node.text : null;
  };
  const lower = ['from', 'above']
    .flatMap(key => (section.has(key) ? [`${key}: ${written(key) ?? '…'}`] : []))
    .slice(0, 1);
  return `; untuk pita terakhir tulis { ${[...lower, 'to: null', `value: ${written('value') ?? '…'}`].join(', ')} }`;
}

/** The sum of each group of cells that differ in the last key only, with the keys before it. */
function groupsOf(rows: TableRows, path: readonly string[]): readonly { path: readonly string[]; sum: Ratio }[] {
  if (rows.kind === 'cell') return [];
  if (rows.kind === 'band')
    return rows.bands.flatMap((band, index) => groupsOf(band.rows, [...path, `pita ke-${String(index + 1)}`]));
  if (rows.kind === 'dated') return rows.spans.flatMap(span => groupsOf(span.rows, [...path, span.from]));
  const all: readonly (readonly [string, TableRows])[] = [
    ...rows.rows,
    ...(rows.otherwise ? [['*', rows.otherwise] as const] : []),
  ];
  const cells = all.flatMap(([, row]) => (row.kind === 'cell' ? [row.value as Ratio] : []));
  if (cells.length > 0) return [{ path, sum: cells.reduce((sum, cell) => add(sum, cell), ZERO) }];
  return all.flatMap(([key, row]) => groupsOf(row, [...path, `"${key}"`]));
}

/** One band as written. */
interface Edge {
  readonly upper: Ratio | null;
  readonly inclusive: boolean;
  readonly rows: SourceNode;
  readonly line: number;
  /** The lower bound where it is written: then it must join the band before. */
  readonly lower: Ratio | null;
  readonly lowerInside: boolean;
}
