import type { Sql } from '../database/sql.ts';
import type { Landmarks } from './manifest.ts';
import type { Table } from './shape.ts';

/* By what a restored database is recognised as the one that was copied (assurance.md 3.7), beside its rows. */
const RUNS = `SELECT id::text, state::text, input_digest AS inputs, line_digest AS lines FROM payroll_run ORDER BY id`;
const CHAINS = `SELECT DISTINCT ON (payroll_unit_id) payroll_unit_id::text AS unit, seq, hash FROM audit_chain
  ORDER BY payroll_unit_id NULLS FIRST, seq DESC`;

/**
 * The digests of the computed months and the heads of the audit chains.
 *
 * @param tables what the database has: a copy before an upgrade may be older than one of them
 */
export async function readLandmarks(sql: Sql, tables: readonly Table[]): Promise<Landmarks> {
  const has = (name: string): boolean => tables.some(table => table.name === name);
  return {
    runs: has('payroll_run') ? (await sql.query<Landmarks['runs'][number]>(RUNS)).rows : [],
    chains: has('audit_chain') ? (await sql.query<Landmarks['chains'][number]>(CHAINS)).rows : [],
  };
}

/** How many landmarks are not what they were; those that have come since do not count. */
export function lostLandmarks(noted: Landmarks, found: Landmarks): number {
  const have = new Set([...found.runs, ...found.chains].map(each => wordOf(each)));
  return [...noted.runs, ...noted.chains].filter(each => !have.has(wordOf(each))).length;
}

function wordOf(landmark: Landmarks['runs'][number] | Landmarks['chains'][number]): string {
  const values =
    'hash' in landmark
      ? [landmark.unit, landmark.seq, landmark.hash]
      : [landmark.id, landmark.state, landmark.inputs, landmark.lines];
  return JSON.stringify(values);
}
