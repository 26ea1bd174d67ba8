import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A walk upwards from `above` until `start` is met again, over every version in force on some day from `from` on. */
const walk = (table: string, id: string, above: string, name: string): string => `
  WITH RECURSIVE up AS (
    SELECT $2::uuid AS node, $3::date AS begins, 'infinity'::date AS ends, ARRAY[$1::uuid, $2::uuid] AS path
    UNION ALL
    SELECT v.above, greatest(u.begins, v.from_date), least(u.ends, v.until), u.path || v.above
    FROM up u CROSS JOIN LATERAL (
      SELECT t.${above} AS above, t.from_date,
        coalesce(lead(t.from_date) OVER (ORDER BY t.from_date), 'infinity'::date) AS until
      FROM ${table} t WHERE t.${id} = u.node
    ) v
    WHERE u.node <> $1 AND cardinality(u.path) <= 50 AND v.above IS NOT NULL AND v.from_date < u.ends AND v.until > u.begins
  ), found AS (SELECT path FROM up WHERE node = $1 ORDER BY cardinality(path) LIMIT 1)
  SELECT (SELECT n.${name} FROM ${table} n WHERE n.${id} = p.node
          ORDER BY n.from_date <= $3::date DESC, abs(n.from_date - $3::date) LIMIT 1) AS name
  FROM found CROSS JOIN LATERAL unnest(found.path) WITH ORDINALITY AS p (node, place) ORDER BY p.place`;

const POSITIONS = walk('position_version', 'position_id', 'superior_id', 'title');
const UNITS = walk('org_unit_version', 'unit_id', 'parent_id', 'name');

async function names(
  sql: Sql,
  statement: string,
  start: string,
  above: string | null,
  from: LocalDate,
): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(statement, [start, above ?? start, from]);
  return rows.map(row => row.name);
}

/** The titles along a circle that a superior would close, first and last the same. */
export const positionCircle = (sql: Sql, positionId: string, superiorId: string | null, from: LocalDate) =>
  names(sql, POSITIONS, positionId, superiorId, from);

/** The names along a circle that a parent would close. */
export const unitCircle = (sql: Sql, unitId: string, parentId: string | null, from: LocalDate) =>
  names(sql, UNITS, unitId, parentId, from);

/** 'Jabatan atasan tidak boleh bawahan dari jabatan ini (lingkaran: A → B → A)' */
export const circleText = (rule: string, path: readonly string[]): string =>
  path.length > 0 ? `${rule} (lingkaran: ${path.join(' → ')})` : rule;
