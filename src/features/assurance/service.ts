import type { Pool } from '../../platform/database/pool.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { INVARIANTS, type Invariant } from './invariants.ts';
import { computedRuns, isReproducible, isUntouched, type StoredRun } from './run-checks.ts';

/** What came of one promise: how many rows break it, and which of its parts in words. */
export interface Check {
  readonly id: string;
  readonly ok: boolean;
  readonly count: number;
  readonly note: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/**
 * Holds every promise of docs/architecture.md "Invariants" against the whole database, as one moment sees it. Reads only.
 */
export async function verifyAll(pool: Pool): Promise<Verification> {
  const checks = await transaction(pool, collect, { isolation: 'repeatable read', readOnly: true });
  return { ok: checks.every(check => check.ok), checks };
}

async function collect(sql: Sql): Promise<Check[]> {
  await sql.query('SET LOCAL statement_timeout = 0');
  const checks: Check[] = [];
  for (const invariant of INVARIANTS) checks.push(await check(sql, invariant));
  const runs = await computedRuns(sql);
  checks.push(await checkRuns(sql, runs, 'I4', 'Data periode tertutup sama seperti saat ditutup', isUntouched));
  checks.push(await checkRuns(sql, runs, 'I12', 'Menghitung ulang memberi hasil yang sama', isReproducible));
  return checks.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}

async function check(sql: Sql, { id, title, parts }: Invariant): Promise<Check> {
  let count = 0;
  const broken: string[] = [];
  for (const { what, sql: statement } of parts) {
    const { rows } = await sql.query<{ count: number }>(statement);
    const found = rows[0]?.count ?? 0;
    count += found;
    if (found > 0) broken.push(`${String(found)} ${what}`);
  }
  return { id, ok: count === 0, count, note: noteOf(title, broken) };
}

async function checkRuns(
  sql: Sql,
  runs: readonly StoredRun[],
  id: string,
  title: string,
  holds: (sql: Sql, run: StoredRun) => Promise<boolean>,
): Promise<Check> {
  const broken: string[] = [];
  for (const run of runs) if (!(await holds(sql, run))) broken.push(`periode ${run.month.slice(0, 7)} (${run.id})`);
  return { id, ok: broken.length === 0, count: broken.length, note: noteOf(title, broken) };
}

const noteOf = (title: string, broken: readonly string[]): string =>
  broken.length === 0 ? `${title}.` : `${title}. Ditemukan: ${broken.join('; ')}.`;
