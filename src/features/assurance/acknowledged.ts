import type { Sql } from '../../platform/database/sql.ts';
import type { Part } from './invariants.ts';

/*
 * I1 as far as the database alone can show it: what a person was told is written down under the key of the form
 * (`idempotency`), and what it names must be there. That a reply reached the browser only the client's own list can say.
 */

const counting = (from: string): string => `SELECT count(*)::int AS count FROM ${from}`;
const UUID = `'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;

/** The keys of results that name a row of some table. */
const NAMED: readonly (readonly [key: string, what: string])[] = [
  ['jobId', 'pekerjaan'],
  ['batchId', 'kumpulan keputusan atau baris impor'],
  ['changeId', 'perubahan kepegawaian'],
];

/** An entry that was acknowledged has its history for ever, also when its owner deleted the draft. */
const ENTRIES: Part = {
  what: 'kegiatan yang diterima tetapi tidak ada',
  sql: `WITH told AS MATERIALIZED (
      SELECT (result ->> 'id')::uuid AS id FROM idempotency
      WHERE jsonb_typeof(result) = 'object' AND result ?& ARRAY['id', 'workDate', 'status'] AND result ->> 'id' ~ ${UUID})
    ${counting(`told k WHERE NOT EXISTS (SELECT 1 FROM activity_event e WHERE e.activity_id = k.id AND e.seq = 1
      AND e.entry_month = date_trunc('month', uuid_extract_timestamp(k.id) AT TIME ZONE 'UTC')::date)`)}`,
};

/* Tables with an identifier of their own; a new one is looked into without a change here. */
const TABLES = `SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype ORDER BY c.relname`;

const asked = (result: string, of: string): string => `WITH told AS MATERIALIZED (
    SELECT (${result})::uuid AS id FROM idempotency WHERE jsonb_typeof(result) = '${of}' AND ${result} ~ ${UUID})`;

/** The parts of I1. An identifier may be of any table, so the tables are asked for first. */
export async function acknowledgedParts(sql: Sql): Promise<readonly Part[]> {
  const { rows } = await sql.query<{ name: string }>(TABLES);
  const nowhere = rows.map(({ name }) => `NOT EXISTS (SELECT 1 FROM ${name} t WHERE t.id = k.id)`).join(' AND ');
  const missing = counting(`told k WHERE ${nowhere}`);
  return [
    ENTRIES,
    ...NAMED.map(([key, what]) => ({
      what: `${what} yang diterima tetapi tidak ada`,
      sql: `${asked(`result ->> '${key}'`, 'object')} ${missing}`,
    })),
    { what: 'kiriman yang diterima tetapi tidak ada', sql: `${asked(`result #>> '{}'`, 'string')} ${missing}` },
  ];
}
