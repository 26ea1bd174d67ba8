import type { Sql } from '../database/sql.ts';

/**
 * A table of ours, with the columns that hold data (not the generated ones). Partitions belong to their root. Unlogged
 * tables are none: what a crash may empty is no data.
 */
export interface Table {
  readonly name: string;
  readonly columns: string[];
}

/** A foreign key from one table to another. */
export interface ForeignKey {
  readonly name: string;
  readonly table: string;
  readonly target: string;
  /** The words that make it again. */
  readonly definition: string;
}

const TABLES = `
  SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND c.relname <> '_prisma_migrations' AND c.relpersistence <> 'u'
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
   GROUP BY c.relname ORDER BY c.relname`;

const FOREIGN_KEYS = `
  SELECT k.conname::text AS name, own.relname::text AS table, target.relname::text AS target,
         pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k
    JOIN pg_class own ON own.oid = k.conrelid
    JOIN pg_class target ON target.oid = k.confrelid
   WHERE k.contype = 'f' AND k.conparentid = 0 AND k.connamespace = 'public'::regnamespace
   ORDER BY own.relname, k.conname`;

const SEQUENCES = `
  SELECT sequencename::text AS name, last_value::text AS last
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`;

const MONTHS = `
  SELECT DISTINCT substring(pg_get_expr(relpartbound, oid) FROM $$FROM \\('(\\d{4}-\\d\\d-\\d\\d)'\\)$$) AS month
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r' ORDER BY 1`;

/** The tables of ours, by name. */
export async function readTables(sql: Sql): Promise<Table[]> {
  return (await sql.query<{ name: string; columns: string[] }>(TABLES)).rows;
}

/** The foreign keys between them. */
export async function readForeignKeys(sql: Sql): Promise<ForeignKey[]> {
  return (await sql.query<{ name: string; table: string; target: string; definition: string }>(FOREIGN_KEYS)).rows;
}

/** The last number that each used sequence gave out. */
export async function readSequences(sql: Sql): Promise<{ name: string; last: string }[]> {
  return (await sql.query<{ name: string; last: string }>(SEQUENCES)).rows;
}

/** The first day of each month for which the partitioned tables have partitions, as 'YYYY-MM-DD'. */
export async function readMonths(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ month: string | null }>(MONTHS);
  return rows.flatMap(row => row.month ?? []);
}
