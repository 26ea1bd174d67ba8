import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Words } from './packed-trees.ts';

const KEEP = 'INSERT INTO payroll_tree_words (run_id, words) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const OF_RUN = 'SELECT words FROM payroll_tree_words WHERE run_id = $1';

/** SQL of the words (jsonb) that the packed trees of a line are read with; null where its run has none. */
export const WORDS_OF = (line: string): string =>
  `(SELECT w.words FROM payroll_tree_words w WHERE w.run_id = ${line}.run_id)`;

/** Keeps the words of a run, once, while it is being computed. */
export async function keepWords(tx: Tx, runId: string, words: Words): Promise<void> {
  await tx.query(KEEP, [runId, JSON.stringify(words)]);
}

/** The words of a run; null where its trees are not packed: it was begun by an earlier version of the product. */
export async function wordsOfRun(sql: Sql, runId: string): Promise<Words | null> {
  return (await sql.query<{ words: Words }>(OF_RUN, [runId])).rows[0]?.words ?? null;
}
