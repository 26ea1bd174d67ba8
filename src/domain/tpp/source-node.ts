import { LineCounter, isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import type { Problems } from './problem.ts';
import { shapeFault } from './source-shape.ts';

/**
 * A YAML (or JSON) file as text with line numbers. Every scalar keeps the text it was written with, so a number never
 * passes through a binary float. Anchors, aliases, merges, tags and several documents in one file are refused: what a
 * reader sees at a place is what stands there.
 */
export type SourceNode = ScalarNode | NullNode | MapNode | SequenceNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

export interface NullNode {
  readonly kind: 'null';
  readonly line: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly SourceEntry[];
  readonly line: number;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly SourceNode[];
  readonly line: number;
}

export interface SourceEntry {
  readonly key: string;
  readonly value: SourceNode;
  readonly line: number;
}

const MAX_LENGTH = 400_000;
const MAX_DEPTH = 40;
/** What YAML can write by its number ("\\0", "\\ud800") and no database or page can hold; tab and line ends are text. */
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/u;

const PARSER_WORDS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'indentasi (jarak dari tepi kiri) tidak cocok dengan baris sebelumnya',
  TAB_AS_INDENT: 'indentasi memakai tab; pakai spasi',
  MISSING_CHAR: 'ada tanda penutup atau pemisah yang kurang',
  MULTIPLE_DOCS: 'satu berkas hanya boleh berisi satu dokumen (ada baris "---" kedua)',
  BLOCK_AS_IMPLICIT_KEY:
    'susunan kunci tidak terbaca; periksa jarak dari tepi kiri baris ini dan baris sebelumnya, atau tanda ":" di dalam teks lupa diberi kutip',
  MULTILINE_IMPLICIT_KEY: 'nama kunci tidak boleh lebih dari satu baris',
  UNEXPECTED_TOKEN: 'ada tanda yang tidak diharapkan; apakah teksnya lupa diberi kutip?',
  BAD_SCALAR_START: 'teks tidak boleh diawali tanda itu; beri kutip',
  TAG_RESOLVE_FAILED: 'tanda jenis (!…) tidak dipakai di sini; tulis isinya saja',
  BAD_ALIAS: 'jangkar dan alias (& dan *) tidak dipakai di sini',
};

/** Reads a file's text. Null, with the problems added, when it is damaged. Never throws. */
export function parseSource(text: string, problems: Problems): SourceNode | null {
  if (text.length > MAX_LENGTH) {
    problems.add(1, `berkas terlalu besar (lebih dari ${MAX_LENGTH} huruf); ringkas tabel atau contohnya`);
    return null;
  }
  if (text.includes('\u0000')) {
    problems.add(1, 'berkas berisi huruf yang bukan teks');
    return null;
  }
  const fault = shapeFault(text);
  if (fault !== null) {
    problems.add(1, fault);
    return null;
  }
  try {
    return readDocument(text, problems);
  } catch {
    problems.add(1, 'susunan berkas terlalu dalam atau rusak, tidak dapat dibaca');
    return null;
  }
}

function readDocument(text: string, problems: Problems): SourceNode | null {
  const lines = new LineCounter();
  const flow = /^\s*[[{]/.test(text) ? text.replaceAll('\t', '  ') : text;
  const document: Document = parseDocument(flow, {
    schema: 'failsafe',
    version: '1.2',
    merge: false,
    keepSourceTokens: true,
    prettyErrors: false,
    strict: true,
    uniqueKeys: false,
    lineCounter: lines,
  });
  // What comes behind the first fault is read askew: its own faults are mostly consequences.
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first) {
    problems.add(lines.linePos(first.pos[0]).line, faultWords(first.code, flow, first.pos[0]));
    return null;
  }
  const node = new Reader(lines, problems).read(document.contents, 1, 0);
  return problems.any ? null : node;
}

function faultWords(code: string, text: string, at: number): string {
  const words = PARSER_WORDS[code] ?? 'susunan YAML tidak terbaca';
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const mark = /^[[\]{},"':]/.exec(text.slice(at))?.[0] ?? '';
  if (code !== 'UNEXPECTED_TOKEN' || mark === '') return `${words} (baris sesudahnya belum diperiksa)`;
  const column = String([...before].length + 1);
  const wayOut = before.includes('{')
    ? `: di dalam { } teks yang memuat koma, [ atau ] diberi kutip satu, misalnya expr: 'tabel[kunci]'`
    : '; apakah teksnya lupa diberi kutip?';
  return `tanda ${mark} pada huruf ke-${column} tidak diharapkan${wayOut} (baris sesudahnya belum diperiksa)`;
}

class Reader {
  private readonly lines: LineCounter;
  private readonly problems: Problems;

  constructor(lines: LineCounter, problems: Problems) {
    this.lines = lines;
    this.problems = problems;
  }

  read(node: unknown, outerLine: number, depth: number): SourceNode {
    if (!isNode(node)) return { kind: 'null', line: outerLine };
    const line = node.range ? this.lines.linePos(node.range[0]).line : outerLine;
    if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
    if (isAlias(node) || node.anchor !== undefined) {
      this.problems.add(line, 'jangkar dan alias (& dan *) tidak dipakai di sini; tulis isinya lengkap');
      return { kind: 'null', line };
    }
    if (node.tag !== undefined) {
      this.problems.add(line, 'tanda jenis (!…) tidak dipakai di sini');
      return { kind: 'null', line };
    }
    if (isMap(node)) return this.readMap(node.items, line, depth);
    if (isSeq(node)) {
      return { kind: 'sequence', line, items: node.items.map(item => this.read(item, line, depth + 1)) };
    }
    return this.readScalar(node, line);
  }

  private readScalar(node: unknown, line: number): SourceNode {
    if (!isScalar(node)) return { kind: 'null', line };
    const quoted = node.type !== 'PLAIN';
    const text = typeof node.value === 'string' ? node.value : '';
    this.refuseNoText(text, line);
    if (!quoted && (text === '' || text === '~' || text === 'null')) return { kind: 'null', line };
    return { kind: 'scalar', text: text.trimEnd(), quoted, line };
  }

  private readMap(items: readonly { key: unknown; value: unknown }[], line: number, depth: number): MapNode {
    const entries: SourceEntry[] = [];
    const seen = new Set<string>();
    for (const item of items) {
      const key = this.readKey(item.key, line);
      if (seen.has(key.text)) this.problems.add(key.line, `kunci "${key.text}" ditulis dua kali`);
      seen.add(key.text);
      if (key.text === '<<')
        this.problems.add(key.line, 'penggabungan "<<" tidak dipakai di sini; tulis isinya lengkap');
      entries.push({ key: key.text, line: key.line, value: this.read(item.value, key.line, depth + 1) });
    }
    return { kind: 'map', entries, line };
  }

  private readKey(node: unknown, outerLine: number): { text: string; line: number } {
    if (!isScalar(node)) {
      const line = isNode(node) && node.range ? this.lines.linePos(node.range[0]).line : outerLine;
      this.problems.add(line, 'nama kunci harus satu kata atau teks pendek');
      return { text: '', line };
    }
    const line = node.range ? this.lines.linePos(node.range[0]).line : outerLine;
    if (node.anchor !== undefined || node.tag !== undefined) {
      this.problems.add(line, 'jangkar, alias dan tanda jenis tidak dipakai di sini');
    }
    const text = typeof node.value === 'string' ? node.value : '';
    this.refuseNoText(text, line);
    return { text, line };
  }

  private refuseNoText(text: string, line: number): void {
    if (NOT_TEXT.test(text)) this.problems.add(line, 'berisi huruf yang bukan teks, misalnya "\\0"; hapus huruf itu');
  }
}
