import type { Tx } from '../platform/database/sql.ts';

interface Part {
  readonly drop: string;
  readonly make: string;
}

// What partitions inherit goes and comes back with their parent. Keys, CHECKs and unique indexes stay.
const CHECKED_ROW_BY_ROW = `
  SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.name, c.conname) AS drop,
         format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.name, c.conname, pg_get_constraintdef(c.oid)) AS make
  FROM unnest($1::text[]) AS t (name) JOIN pg_constraint c ON c.conrelid = t.name::regclass
  WHERE c.contype IN ('f', 'x') AND c.conparentid = 0
  UNION ALL
  SELECT format('DROP INDEX %I', i.relname), replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON ')
  FROM unnest($1::text[]) AS t (name) JOIN pg_index x ON x.indrelid = t.name::regclass JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT x.indisunique AND NOT x.indisexclusion`;

/**
 * Lets tables be filled without what costs most row by row: references, exclusions and plain indexes are taken off and
 * made again afterwards, over all rows at once, so that a row that breaks one still ends the seed. In one transaction:
 * nobody sees the tables without.
 */
export async function filledAtOnce(tx: Tx, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const { rows: parts } = await tx.query<Part & Record<string, unknown>>(CHECKED_ROW_BY_ROW, [tables]);
  for (const { drop } of parts) await tx.query(drop);
  await fill();
  for (const { make } of parts) await tx.query(make);
}
