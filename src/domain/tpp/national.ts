import { readHeader, HEADER_KEYS, type Header } from './header-section.ts';
import { Problems, type Problem } from './problem.ts';
import { parseSource } from './source-node.ts';
import { Section } from './source-reader.ts';
import type { Table } from './table.ts';
import { readTables } from './table-section.ts';

/** A file of national tables (tax rates, allowances): dated like a regulation, shared by many. */
export interface National extends Header {
  /** sha256 of the file text, given by the caller. */
  readonly version: string;
  readonly tables: readonly Table[];
}

export type LoadedNational =
  { readonly ok: true; readonly national: National } | { readonly ok: false; readonly errors: readonly Problem[] };

/** Reads a file `format: takar-nasional/1`. Never throws; a damaged file is refused with reasons in Indonesian. */
export function loadNational(text: string, fileName: string, version = ''): LoadedNational {
  const problems = new Problems(fileName);
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.any) problems.add(1, 'berkas harus berisi format, id, name, valid, source dan tables');
    return { ok: false, errors: problems.list() };
  }
  const section = new Section(root, 'berkas', problems).expects([...HEADER_KEYS, 'tables'], ['note']);
  const header = readHeader(section, 'takar-nasional/1', problems);
  const tables = readTables(section.map('tables'), problems, header?.id ?? '');
  if (!header || problems.any) return { ok: false, errors: problems.list() };
  return { ok: true, national: { ...header, version, tables } };
}
