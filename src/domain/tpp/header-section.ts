import { isCivilDate } from './civil-day.ts';
import type { Problems } from './problem.ts';
import { Section } from './source-reader.ts';

/** What every regulation and national table file begins with. */
export interface Header {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export const HEADER_KEYS: readonly string[] = ['format', 'id', 'name', 'valid', 'source'];

/** Reads the head of a file; `kind` is what `format` must say. Null when something is lacking. */
export function readHeader(section: Section, kind: string, problems: Problems): Header | null {
  const format = section.text('format');
  if (format !== null && format !== kind)
    problems.add(section.lineOf('format'), `format harus "${kind}", ditulis "${format}"`);
  const [id, name, source] = [section.text('id'), section.text('name'), section.text('source')];
  if (id !== null && !/^[a-z0-9][a-z0-9-]{1,59}$/.test(id)) {
    problems.add(section.lineOf('id'), `id "${id}" harus huruf kecil, angka dan tanda hubung, misalnya contoh-2026`);
  }
  const validNode = section.map('valid');
  const valid =
    validNode && new Section(validNode, 'valid', problems, section.lineOf('valid')).expects(['from'], ['to']);
  const from = valid ? date(valid, 'from', problems) : null;
  const to = valid && valid.node('to')?.kind !== 'null' ? date(valid, 'to', problems) : null;
  if (valid && from !== null && to !== null && to < from) {
    problems.add(valid.lineOf('to'), `masa berlaku terbalik: sampai ${to}, mulai ${from}`);
  }
  if (id === null || name === null || source === null || from === null) return null;
  return { id, name, source, validFrom: from, validTo: to };
}

function date(section: Section, key: string, problems: Problems): string | null {
  const text = section.text(key);
  if (text === null || isCivilDate(text)) return text;
  problems.add(section.lineOf(key), `"${key}" harus tanggal TTTT-BB-HH, ditulis "${text}"`);
  return null;
}
