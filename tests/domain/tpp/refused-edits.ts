import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isCollection, isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { loadNational } from '../../../src/domain/tpp/national.ts';
import { loadCases } from '../../../src/domain/tpp/regulation-cases.ts';
import type { Problem } from '../../../src/domain/tpp/problem.ts';
import { hashOf } from './kept-bytes.ts';
import { loadText } from './policies.ts';

/**
 * What is said of a file with one thing in it changed. `refused/` holds sound files, and beside each what is answered to every
 * such change (`*.txt`): a key misspelt, a value of another kind. `refused.test.ts` makes the changes again. A rule that refuses
 * more or less than it did, or at another line, or in other words, shows as a changed line of these texts; where that is meant,
 * `npx tsx tests/domain/tpp/record-refusals.ts` writes them anew, and the difference is read before it is committed.
 */
const FOLDER = path.resolve(import.meta.dirname, 'refused');

export const soundFiles: readonly string[] = readdirSync(FOLDER)
  .filter(file => file.endsWith('.yaml'))
  .sort();

export const answersFile = (file: string): string => path.join(FOLDER, file.replace(/\.yaml$/, '.txt'));

interface Edit {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Keys whose text is anybody's. */
const FREE = new Set(['label', 'cite', 'name', 'reason']);
/** Keys whose text is a formula. */
const FORMULAS = new Set(['expr', 'when', 'where', 'gate', 'otherwise', 'each']);

function others(text: string, key: string): readonly string[] {
  if (/^\d+([.,]\d+)?$/.test(text)) return ['-1', '0', '0.5', '1e3', 'banyak', '', '[]'];
  if (/^\d{4}-\d\d(-\d\d)?$/.test(text)) return ['2026-13-01', '2025-12-31', 'kemarin', ''];
  if (FREE.has(key)) return ['', '[]'];
  const usual = ['', '[]', '7'];
  if (FORMULAS.has(key)) return [...usual, 'entah', 'ya', '5%', 'Rp5', '\'"kata"\'', 'jumlah(telat'];
  return [...usual, 'entah', `${text}x`, '{ a: 1 }'];
}

/** The text with one thing changed: each key misspelt, each value of other kinds; always the same third of all of them. */
function editsOf(text: string): readonly Edit[] {
  const edits: Edit[] = [];
  const change = (start: number, end: number, to: string): void => {
    const line = text.slice(0, start).split('\n').length;
    const edit = { line, from: text.slice(start, end), to, text: text.slice(0, start) + to + text.slice(end) };
    if (Number.parseInt(hashOf(`${line} ${start} ${to}`).slice(0, 4), 16) % 3 === 0) edits.push(edit);
  };
  visit(parseDocument(text, { schema: 'failsafe' }), {
    Scalar(at, node, ancestors) {
      const [start, end] = node.range!;
      const parent = ancestors.at(-1);
      if (at === 'key') change(start, end, `${text.slice(start, end)}x`);
      else {
        const key = isPair(parent) && isScalar(parent.key) ? String(parent.key.value) : '';
        for (const other of others(String(node.value), key)) change(start, end, other);
      }
    },
    Node(_, node) {
      if (!isCollection(node) || node.flow !== true) return;
      const [start, end] = node.range!;
      for (const other of [isMap(node) ? '{}' : '[]', isMap(node) ? '[]' : '{}', 'entah']) change(start, end, other);
    },
  });
  return edits;
}

function refusals(file: string, text: string): readonly Problem[] {
  const loaded = file.endsWith('.cases.yaml')
    ? loadCases(text, file)
    : file === 'nasional.yaml'
      ? loadNational(text, file, '')
      : loadText(text, file);
  return loaded.ok ? [] : loaded.errors;
}

/** Lines of answers that are compared at once. */
export const PART = 40;

/** The changes of a file, in parts: each gives its answers, a line for each change; the first is what is said of the file as it is. */
export function partsOf(file: string): readonly (() => readonly string[])[] {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  const said = (changed: string): string => {
    const found = refusals(file, changed).map(({ line, reason }) => `${line}: ${reason}`);
    return found.length === 0 ? 'taken' : found.join(' | ');
  };
  const short = (part: string): string => part.replace(/\s+/g, ' ');
  const all = [
    () => `as it is => ${said(text)}`,
    ...editsOf(text).map(edit => () => `${edit.line}: ${short(edit.from)} -> ${edit.to} => ${said(edit.text)}`),
  ];
  return Array.from(
    { length: Math.ceil(all.length / PART) },
    (_, index) => () => all.slice(index * PART, (index + 1) * PART).map(answer => answer()),
  );
}

/** The answers that are kept of a part. */
export const keptAnswers = (file: string, part: number): readonly string[] =>
  readFileSync(answersFile(file), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(part * PART, (part + 1) * PART);
