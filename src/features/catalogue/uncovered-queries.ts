import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { UNCOVERED_DAYS } from './steward-queries.ts';

/** Work that somebody logged outside the catalogue; whose it is, is not asked: the unit says enough. */
export interface UncoveredEntry {
  readonly description: string;
  readonly reason: string;
  readonly day: LocalDate;
  readonly minutes: number;
  readonly family: string;
  readonly unitName: string;
}

const MOST_ROWS = 2000;

const UNCOVERED = prepared(
  'catalogue.uncovered',
  `SELECT a.description, a.uncovered_reason AS reason, a.work_date AS day,
     coalesce(a.end_minute - a.start_minute, 0) AS minutes, p.family, u.name AS unit_name
   FROM activity a
   JOIN LATERAL (SELECT v.family, v.unit_id FROM position_version v WHERE v.position_id = a.position_id
                 AND v.from_date <= a.work_date ORDER BY v.from_date DESC LIMIT 1) p ON true
   JOIN LATERAL (SELECT v.name FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= a.work_date
                 ORDER BY v.from_date DESC LIMIT 1) u ON true
   WHERE a.uncovered_reason IS NOT NULL AND a.status <> 'draf'
     AND a.work_date BETWEEN $1::date - ${String(UNCOVERED_DAYS)} AND $1::date + 1
   ORDER BY a.work_date DESC, a.id LIMIT ${String(MOST_ROWS)}`,
);

/** Entries logged outside the catalogue in the last 60 days, drafts aside, the latest first. */
export async function uncoveredEntries(sql: Sql, today: LocalDate): Promise<UncoveredEntry[]> {
  const { rows } = await sql.query<{
    description: string;
    reason: string;
    day: LocalDate;
    minutes: number;
    family: string;
    unit_name: string;
  }>(UNCOVERED, [today]);
  return rows.map(({ unit_name: unitName, ...row }) => ({ ...row, unitName }));
}

/** A family of positions: who is in it, and what it has in the catalogue. */
export interface FamilyCover {
  readonly family: string;
  readonly positions: number;
  readonly holders: number;
  /** Items in use that name the family. */
  readonly items: number;
  /** Titles of its positions, at most six. */
  readonly titles: readonly string[];
}

const COVER = prepared(
  'catalogue.cover',
  `WITH chair AS (
     SELECT p.id, v.family, v.title FROM position p
     JOIN LATERAL (SELECT w.family, w.title FROM position_version w WHERE w.position_id = p.id AND w.from_date <= $1::date
                   ORDER BY w.from_date DESC LIMIT 1) v ON true
   ), item AS (
     SELECT unnest(i.families) AS family FROM catalogue_item i
     JOIN LATERAL (SELECT n.active FROM catalogue_norm n WHERE n.item_id = i.id AND n.from_date <= $1::date
                   ORDER BY n.from_date DESC LIMIT 1) n ON n.active
     WHERE i.merged_into_id IS NULL
   )
   SELECT c.family, count(*)::int AS positions,
     count(*) FILTER (WHERE EXISTS (SELECT 1 FROM assignment a WHERE a.position_id = c.id AND a.kind = 'DEFINITIF'
       AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)))::int AS holders,
     (SELECT count(*)::int FROM item WHERE item.family = c.family) AS items,
     (array_agg(DISTINCT c.title ORDER BY c.title))[1:6] AS titles
   FROM chair c GROUP BY c.family ORDER BY items, holders DESC, c.family`,
);

/** Every family of positions with its items, those without any first. */
export async function familyCover(sql: Sql, today: LocalDate): Promise<FamilyCover[]> {
  const { rows } = await sql.query<FamilyCover & Record<string, unknown>>(COVER, [today]);
  return rows;
}
