import { addMonths, isCivilDate } from './civil-day.ts';
import type { Problems } from './problem.ts';
import { Section } from './source-reader.ts';

/** What every regulation and national table file begins with. */
export interface Header {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** The first month it gives amounts for, `YYYY-MM`: the first one that begins while it is in force, unless the head says. */
  readonly firstMonth: string;
}

export const HEADER_KEYS: readonly string[] = ['format', 'id', 'name', 'valid', 'source'];

/** Letters of what people call the file: it stands in lists, on slips and in the head of papers. */
const LONGEST_NAME = 120;
const LONGEST_SOURCE = 300;

/**
 * Reads the head of a file; `kind` is what `format` must say. Null when something is lacking.
 * @param isAdopted a text in force may be longer than a new one
 */
export function readHeader(section: Section, kind: string, problems: Problems, isAdopted = false): Header | null {
  const format = section.text('format');
  if (format !== null && format !== kind)
    problems.add(section.lineOf('format'), `format harus "${kind}", ditulis "${format}"`);
  const [id, name, source] = [section.text('id'), section.text('name'), section.text('source')];
  if (id !== null && !/^[a-z0-9][a-z0-9-]{1,59}$/.test(id)) {
    problems.add(section.lineOf('id'), `id "${id}" harus huruf kecil, angka dan tanda hubung, misalnya contoh-2026`);
  }
  if (!isAdopted) {
    notLonger(section, 'name', LONGEST_NAME, problems);
    notLonger(section, 'source', LONGEST_SOURCE, problems);
  }
  const validNode = section.map('valid');
  const valid =
    validNode &&
    new Section(validNode, 'valid', problems, section.lineOf('valid')).expects(['from'], ['to', 'first_month']);
  const from = valid ? date(valid, 'from', problems) : null;
  const to = valid && valid.node('to')?.kind !== 'null' ? date(valid, 'to', problems) : null;
  if (valid && from !== null && to !== null && to < from) {
    problems.add(valid.lineOf('to'), `masa berlaku terbalik: sampai ${to}, mulai ${from}`);
  }
  if (id === null || name === null || source === null || from === null) return null;
  return { id, name, source, validFrom: from, validTo: to, firstMonth: firstMonth(valid, from, problems) };
}

/**
 * A month is computed by the version in force on its first day; a version that begins within a month may take that month, too
 * (`first_month`), where nothing else does.
 */
function firstMonth(valid: Section | null, from: string, problems: Problems): string {
  const own = from.slice(0, 7);
  const next = from.endsWith('-01') ? own : (addMonths(`${own}-01`, 1) ?? from).slice(0, 7);
  const text = valid?.has('first_month') ? valid.text('first_month') : null;
  if (!valid || text === null) return next;
  if (text === own || text === next) return text;
  problems.add(
    valid.lineOf('first_month'),
    `"first_month" harus bulan berlakunya atau bulan sesudahnya, ditulis "${text}": ${own === next ? own : `${own} atau ${next}`}`,
  );
  return next;
}

function notLonger(section: Section, key: string, most: number, problems: Problems): void {
  const node = section.node(key);
  const length = node?.kind === 'scalar' ? [...node.text].length : 0;
  if (length > most)
    problems.add(
      section.lineOf(key),
      `"${key}" paling banyak ${most} huruf, ditulis ${length}: nama ini tercetak pada daftar dan slip; keterangan yang panjang tulis pada "note"`,
    );
}

function date(section: Section, key: string, problems: Problems): string | null {
  const text = section.text(key);
  if (text === null || isCivilDate(text)) return text;
  problems.add(section.lineOf(key), `"${key}" harus tanggal TTTT-BB-HH, ditulis "${text}"`);
  return null;
}
