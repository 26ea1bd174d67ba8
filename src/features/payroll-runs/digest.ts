import { createHash } from 'node:crypto';
import type { LocalDate } from '../../domain/local-date.ts';
import { lastDay, monthOf } from '../../domain/month.ts';
import { isSpecial, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { sha256 } from '../../platform/identity.ts';

/**
 * Digests that a computed run keeps and `takar verify` makes again (assurance.md 3.4, I4). Each text is written by the
 * database from what is stored, as jsonb writes an array of the same values; it is put together by hand, because building
 * an array copies every tree of a line first. Lines are hashed page by page, so that a large unit needs no large text.
 *
 * A run keeps the form by which its digests were made, and they are made again by that one (docs/adr/0039-close-at-size.md):
 * 1, texts of entries and of lines with their trees; 2, entries in binary form, and of packed trees the hash of their bytes.
 */
export type DigestForm = 1 | 2;
/** By which runs are computed now. */
export const DIGEST_FORM: DigestForm = 2;

const hashed = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/** How a value stands in the text: %s as it is, "%s" in quotes where nothing in it is to be escaped. */
interface Part {
  readonly as: '%s' | '"%s"';
  readonly is: string;
}
/** Ids, days, amounts as text and states: never null, never escaped. */
const quoted = (is: string): Part => ({ as: '"%s"', is });
/** Numbers and jsonb: never null. */
const bare = (is: string): Part => ({ as: '%s', is });
/** The same two where there may be nothing. */
const quotedOrNull = (is: string): Part => bare(`coalesce('"' || (${is}) || '"', 'null')`);
const bareOrNull = (is: string): Part => bare(`coalesce((${is})::text, 'null')`);
/** Any text. */
const written = (is: string): Part => bare(`coalesce(to_json(${is})::text, 'null')`);
/** The same text as `jsonb_build_array(…)::text`. */
const arrayText = (parts: readonly Part[]): string =>
  `format('[${parts.map(part => part.as).join(', ')}]', ${parts.map(part => part.is).join(', ')})`;

const ENTRY_TEXT = arrayText([
  quoted('t.id'),
  quoted('t.work_date'),
  quoted('t.position_id'),
  quoted('t.item_id'),
  quotedOrNull('t.target_id'),
  written('t.description'),
  quotedOrNull('t.volume'),
  bareOrNull('t.start_minute'),
  bareOrNull('t.end_minute'),
  bare('t.points_per_unit'),
  bare('t.points'),
  quoted('coalesce(u.status, t.status)'),
  bare('coalesce(u.version, t.version)'),
  quotedOrNull('CASE WHEN u.run_id IS NULL THEN t.verified_by ELSE u.verified_by END'),
  quotedOrNull('CASE WHEN u.run_id IS NULL THEN t.validated_by ELSE u.validated_by END'),
]);

/** The same columns in PostgreSQL's binary form, which is less than half of the work: lengths and values, nothing that settings change. */
const ENTRY_BYTES = `record_send((t.id, t.work_date, t.position_id, t.item_id, t.target_id, t.description, t.volume, t.start_minute,
    t.end_minute, t.points_per_unit, t.points, coalesce(u.status, t.status), coalesce(u.version, t.version),
    CASE WHEN u.run_id IS NULL THEN t.verified_by ELSE u.verified_by END,
    CASE WHEN u.run_id IS NULL THEN t.validated_by ELSE u.validated_by END))`;

/**
 * Every entry of the run's period as it was at the close, person by person: of those the run did not count, what superiors
 * may still sign is taken from the frozen list (docs/adr/0028-adjustments.md). $1 run, $2 unit, $3 and $4 first and last
 * day: as parameters, so that other months are not even looked at. Every frozen entry is one of the period's; FULL says the same
 * as LEFT, and keeps the planner from looking into the list once for each entry.
 */
const entriesBy = (
  ofPerson: string,
): string => `SELECT coalesce(string_agg(d.digest, E'\\n' ORDER BY d.employee_id), '') AS text FROM (
  SELECT t.employee_id, t.employee_id::text || ' ' || ${ofPerson} AS digest
  FROM (SELECT * FROM activity WHERE payroll_unit_id = $2 AND work_date BETWEEN $3::date AND $4::date) t
  FULL JOIN (SELECT * FROM payroll_uncounted WHERE run_id = $1) u ON u.activity_id = t.id
  GROUP BY t.employee_id) d`;
const ENTRIES: Readonly<Record<DigestForm, string>> = {
  1: entriesBy(hashed(`string_agg(${ENTRY_TEXT}, E'\\n' ORDER BY t.id)`)),
  2: entriesBy(`encode(sha256(string_agg(${ENTRY_BYTES}, '' ORDER BY t.id)), 'hex')`),
};

const INPUT_TEXT = arrayText([quoted('i.employee_id'), bare('i.facts'), bare('i.waiting'), written('i.excluded')]);

const LINE_PARTS = [
  quoted('l.employee_id'),
  written('l.nip'),
  written('l.name'),
  written('l.unit_name'),
  written('l.position'),
  bare('l.job_class'),
  written('l.status'),
  quoted('l.gross'),
  quoted('l.deductions'),
  quoted('l.net'),
  bare('l.outputs'),
  bare('l.components'),
  bare('l.waiting'),
];
const LINE_TEXTS: Readonly<Record<DigestForm, string>> = {
  1: arrayText(LINE_PARTS),
  2: arrayText([...LINE_PARTS, quotedOrNull("encode(sha256(l.trees), 'hex')")]),
};

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The next texts of a run in the order of its people, joined, with the last person of them; `name` names their table. */
const pageOf = (table: string, name: string, text: string, size: number): string =>
  `SELECT string_agg(p.text, E'\\n' ORDER BY p.employee_id) AS text, max(p.employee_id::text) AS last, count(*)::int AS people
  FROM (SELECT ${name}.employee_id, ${text} AS text FROM ${table} ${name}
    WHERE ${name}.run_id = $1 AND ${name}.employee_id > $2 ORDER BY ${name}.employee_id LIMIT ${String(size)}) p`;

/** People of a page, so that none is much more than a megabyte: facts are short, lines of form 1 hold their trees. */
interface Page {
  readonly size: number;
  readonly statement: string;
}
const pageBy = (size: number, table: string, name: string, text: string): Page => ({
  size,
  statement: pageOf(table, name, text, size),
});
const INPUT_PAGE = pageBy(1_000, 'payroll_input', 'i', INPUT_TEXT);
const LINE_PAGES: Readonly<Record<DigestForm, Page>> = {
  1: pageBy(50, 'payroll_line', 'l', LINE_TEXTS[1]),
  2: pageBy(500, 'payroll_line', 'l', LINE_TEXTS[2]),
};

const CARRIED_TEXT = `jsonb_build_array(a.employee_id, a.of_month, a.of_run_id, a.regulation_id, a.facts, a.excluded, a.waiting, a.nip,
  a.name, a.unit_name, a.position, a.job_class, a.paid_gross::text, a.paid_deductions::text, a.due_gross::text,
  a.due_deductions::text, a.owed::text, a.gross::text, a.deductions::text, a.taken_gross::text, a.taken_deductions::text,
  a.components, a.due, a.counted, a.rest_of::text,
  (SELECT jsonb_agg(s.cause_id::text ORDER BY s.cause_id) FROM adjustment_settled s WHERE s.adjustment_id = a.id))::text`;

/** What the run carries for older months, person by person; null for a run without any, whose digest is that of its lines. */
const CARRIED = `SELECT ${hashed("string_agg(d.digest, E'\\n' ORDER BY d.employee_id)")} AS digest FROM (
  SELECT a.employee_id, ${hashed(`string_agg(${CARRIED_TEXT}, E'\\n' ORDER BY a.of_month)`)} AS digest
  FROM payroll_adjustment a WHERE a.run_id = $1 GROUP BY a.employee_id) d`;

export interface RunDigests {
  readonly input_digest: string;
  readonly line_digest: string;
}

const PERIOD = `SELECT payroll_unit_id, month, kind, digest_form,
    (SELECT ${hashed('w.words::text')} FROM payroll_tree_words w WHERE w.run_id = r.id) AS words FROM payroll_run r WHERE r.id = $1`;

interface Period extends Record<string, unknown> {
  readonly payroll_unit_id: string;
  readonly month: LocalDate;
  readonly kind: PaymentKind;
  readonly digest_form: DigestForm;
  /** The hash of what packed trees are read with; null where there are none. */
  readonly words: string | null;
}

/**
 * The digests of a run as its entries, inputs and lines stand now. Memory does not grow with the run.
 * @param as the form of a run that is being computed; without it the one that the run was computed with
 */
export async function digestsOf(sql: Sql, runId: string, as?: DigestForm): Promise<RunDigests> {
  const period = (await sql.query<Period>(PERIOD, [runId])).rows[0]!;
  const form = as ?? period.digest_form;
  const entries = sha256(isSpecial(period) ? '' : await entriesText(sql, runId, period, form));
  const inputs = await digestOfPages(sql, runId, INPUT_PAGE);
  const lines = await digestOfPages(sql, runId, LINE_PAGES[form], form === 1 ? null : period.words);
  const carried = (await sql.query<{ digest: string | null }>(CARRIED, [runId])).rows[0]?.digest ?? null;
  return {
    input_digest: sha256(`${entries}:${inputs}`),
    line_digest: carried === null ? lines : sha256(`${lines}:${carried}`),
  };
}

async function entriesText(
  sql: Sql,
  runId: string,
  { payroll_unit_id: unit, month }: Period,
  form: DigestForm,
): Promise<string> {
  const { rows } = await sql.query<{ text: string }>(ENTRIES[form], [runId, unit, month, lastDay(monthOf(month))]);
  return rows[0]!.text;
}

/** @param head what the texts rest on, hashed before them */
async function digestOfPages(
  sql: Sql,
  runId: string,
  { size, statement }: Page,
  head: string | null = null,
): Promise<string> {
  const hash = createHash('sha256');
  if (head !== null) hash.update(head);
  for (let after = BEFORE_ALL, separator = head === null ? '' : '\n'; ; separator = '\n') {
    const { rows } = await sql.query<{ text: string | null; last: string | null; people: number }>(statement, [
      runId,
      after,
    ]);
    const { text, last, people } = rows[0]!;
    if (text !== null) hash.update(separator).update(text, 'utf8');
    if (last === null || people < size) return hash.digest('hex');
    after = last;
  }
}
