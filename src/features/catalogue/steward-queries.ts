import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { VerbLevel } from './families.ts';

/** An item as the steward's list shows it, with the norm in force on a day. */
export interface ListedItem {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unitName: string;
  readonly grouping: string;
  readonly families: readonly string[];
  readonly openEnded: boolean;
  readonly mergedInto: string | null;
  /** Null where the first norm is still to come. */
  readonly points: number | null;
  readonly maxPerDay: string | null;
  readonly active: boolean;
}

export interface ListQuestion {
  readonly day: LocalDate;
  /** Each must occur in name, code or unit. */
  readonly words: readonly string[];
  readonly grouping: string | null;
  readonly family: string | null;
  readonly state: 'aktif' | 'tidak' | null;
  readonly offset: number;
}

export const PAGE_SIZE = 50;

const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

const LIST = prepared(
  'catalogue.list',
  `SELECT *, count(*) OVER ()::int AS total FROM (
     SELECT i.id, i.code, i.name, i.unit_name, i.grouping, i.families, i.open_ended, m.name AS merged_into,
            n.points_per_unit, trim_scale(n.max_per_day)::text AS max_per_day,
            coalesce(n.active, false) AND i.merged_into_id IS NULL AS active
     FROM catalogue_item i
     LEFT JOIN catalogue_item m ON m.id = i.merged_into_id
     LEFT JOIN LATERAL (SELECT v.* FROM catalogue_norm v WHERE v.item_id = i.id AND v.from_date <= $1::date
                        ORDER BY v.from_date DESC LIMIT 1) n ON true
     WHERE lower(concat_ws(' ', i.name, i.code, i.unit_name)) LIKE ALL ($2::text[])
       AND ($3::text IS NULL OR i.grouping = $3) AND ($4::text IS NULL OR $4 = ANY (i.families))
   ) l WHERE $5::boolean IS NULL OR active = $5
   ORDER BY open_ended, grouping, name, code LIMIT ${String(PAGE_SIZE)} OFFSET $6`,
);

interface ListRow extends Record<string, unknown> {
  id: string;
  code: string;
  name: string;
  unit_name: string;
  grouping: string;
  families: string[];
  open_ended: boolean;
  merged_into: string | null;
  points_per_unit: number | null;
  max_per_day: string | null;
  active: boolean;
  total: number;
}

/** One page of the catalogue, and how many items there are in all. */
export async function listItems(sql: Sql, asked: ListQuestion): Promise<{ items: ListedItem[]; total: number }> {
  const { rows } = await sql.query<ListRow>(LIST, [
    asked.day,
    asked.words.map(likePattern),
    asked.grouping,
    asked.family,
    asked.state === null ? null : asked.state === 'aktif',
    asked.offset,
  ]);
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map(row => ({
      id: row.id,
      code: row.code,
      name: row.name,
      unitName: row.unit_name,
      grouping: row.grouping,
      families: row.families,
      openEnded: row.open_ended,
      mergedInto: row.merged_into,
      points: row.points_per_unit,
      maxPerDay: row.max_per_day,
      active: row.active,
    })),
  };
}

/** What the list's head says, and what its filters offer. */
export interface CatalogueSummary {
  readonly items: number;
  readonly groupings: readonly string[];
  /** Families of items and of positions. */
  readonly families: readonly string[];
  readonly proposalsWaiting: number;
  readonly proposalsLate: number;
  /** Entries logged outside the catalogue in the last 60 days. */
  readonly uncovered: number;
}

/** How far back work outside the catalogue is looked at. */
export const UNCOVERED_DAYS = 60;

const SUMMARY = prepared(
  'catalogue.summary',
  `SELECT (SELECT count(*)::int FROM catalogue_item) AS items,
     (SELECT coalesce(array_agg(DISTINCT grouping ORDER BY grouping), '{}') FROM catalogue_item) AS groupings,
     (SELECT coalesce(array_agg(DISTINCT f.family ORDER BY f.family), '{}') FROM (
        SELECT unnest(families) AS family FROM catalogue_item UNION SELECT family FROM position_version) f) AS families,
     (SELECT count(*)::int FROM catalogue_proposal WHERE state = 'menunggu') AS waiting,
     (SELECT count(*)::int FROM catalogue_proposal WHERE state = 'menunggu' AND due_on < $1::date) AS late,
     (SELECT count(*)::int FROM activity WHERE uncovered_reason IS NOT NULL AND status <> 'draf'
        AND work_date BETWEEN $1::date - ${String(UNCOVERED_DAYS)} AND $1::date + 1) AS uncovered`,
);

/** Counts and filters of the catalogue on a day, in one statement. */
export async function catalogueSummary(sql: Sql, day: LocalDate): Promise<CatalogueSummary> {
  const { rows } = await sql.query<{
    items: number;
    groupings: string[];
    families: string[];
    waiting: number;
    late: number;
    uncovered: number;
  }>(SUMMARY, [day]);
  const row = rows[0]!;
  return {
    items: row.items,
    groupings: row.groupings,
    families: row.families,
    proposalsWaiting: row.waiting,
    proposalsLate: row.late,
    uncovered: row.uncovered,
  };
}

export interface DatedNorm {
  readonly from: LocalDate;
  readonly points: number;
  readonly minutes: number;
  readonly maxPerDay: string;
  readonly active: boolean;
}

export interface Expectation {
  readonly family: string;
  readonly from: LocalDate;
  readonly daily: string | null;
  readonly monthly: string | null;
}

/** An item with its history. */
export interface ItemDetail {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unitName: string;
  readonly grouping: string;
  readonly families: readonly string[];
  readonly verbLevel: VerbLevel;
  readonly description: string | null;
  readonly openEnded: boolean;
  readonly version: number;
  readonly mergedInto: { readonly id: string; readonly name: string } | null;
  /** Items that were merged into this one. */
  readonly mergedFrom: readonly { readonly id: string; readonly name: string }[];
  /** The latest first. */
  readonly norms: readonly DatedNorm[];
  /** By family, the latest first. */
  readonly expectations: readonly Expectation[];
}

const DETAIL = `SELECT i.id, i.code, i.name, i.unit_name, i.grouping, i.families, i.verb_level, i.description, i.open_ended,
    i.version, (SELECT jsonb_build_object('id', m.id, 'name', m.name) FROM catalogue_item m WHERE m.id = i.merged_into_id) AS merged_into,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.name), '[]')
     FROM catalogue_item m WHERE m.merged_into_id = i.id) AS merged_from,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('from', n.from_date, 'points', n.points_per_unit, 'minutes', n.minutes_per_unit,
       'maxPerDay', trim_scale(n.max_per_day)::text, 'active', n.active) ORDER BY n.from_date DESC), '[]')
     FROM catalogue_norm n WHERE n.item_id = i.id) AS norms,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('family', x.family, 'from', x.from_date, 'daily', trim_scale(x.daily)::text,
       'monthly', trim_scale(x.monthly)::text) ORDER BY x.family, x.from_date DESC), '[]')
     FROM catalogue_expectation x WHERE x.item_id = i.id) AS expectations
  FROM catalogue_item i WHERE i.id = $1`;

interface DetailRow extends Record<string, unknown> {
  id: string;
  code: string;
  name: string;
  unit_name: string;
  grouping: string;
  families: string[];
  verb_level: VerbLevel;
  description: string | null;
  open_ended: boolean;
  version: number;
  merged_into: { id: string; name: string } | null;
  merged_from: { id: string; name: string }[];
  norms: (Omit<DatedNorm, 'from'> & { from: string })[];
  expectations: (Omit<Expectation, 'from'> & { from: string })[];
}

/** One item with its norms and expectations; undefined where there is none. @param lock holds its row until the commit */
export async function itemDetail(sql: Sql, id: string, lock = false): Promise<ItemDetail | undefined> {
  const { rows } = await sql.query<DetailRow>(lock ? `${DETAIL} FOR UPDATE OF i` : DETAIL, [id]);
  const row = rows[0];
  if (!row) return undefined;
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    unitName: row.unit_name,
    grouping: row.grouping,
    families: row.families,
    verbLevel: row.verb_level,
    description: row.description,
    openEnded: row.open_ended,
    version: row.version,
    mergedInto: row.merged_into,
    mergedFrom: row.merged_from,
    norms: row.norms.map(norm => ({ ...norm, from: localDate(norm.from) })),
    expectations: row.expectations.map(each => ({ ...each, from: localDate(each.from) })),
  };
}

/** Whether a row of the timeline says that nothing is expected from its day on. */
export const isEnd = ({ daily, monthly }: Expectation): boolean => daily === null && monthly === null;

/** The last expectation of each family, where nothing has ended it. */
export const openExpectations = ({ expectations }: ItemDetail): Expectation[] =>
  expectations.filter(
    (each, place) => !isEnd(each) && expectations.findIndex(other => other.family === each.family) === place,
  );

/** The norm of an item in force on a day. */
export const normOn = (item: ItemDetail, day: LocalDate): DatedNorm | undefined =>
  item.norms.find(norm => norm.from <= day);

/** Who uses an item in a month: counts only. */
export interface ItemUse {
  readonly entries: number;
  readonly people: number;
  readonly families: readonly { readonly family: string; readonly entries: number }[];
}

const USE = `SELECT count(*)::int AS entries, count(DISTINCT a.employee_id)::int AS people,
    coalesce((SELECT jsonb_agg(jsonb_build_object('family', f.family, 'entries', f.entries) ORDER BY f.entries DESC, f.family)
     FROM (SELECT p.family, count(*)::int AS entries FROM activity b
           JOIN LATERAL (SELECT v.family FROM position_version v WHERE v.position_id = b.position_id AND v.from_date <= b.work_date
                         ORDER BY v.from_date DESC LIMIT 1) p ON true
           WHERE b.item_id = $1 AND b.work_date BETWEEN $2 AND $3 GROUP BY p.family) f), '[]') AS families
  FROM activity a WHERE a.item_id = $1 AND a.work_date BETWEEN $2 AND $3`;

/** How often and by how many an item was used in a month. */
export async function itemUse(sql: Sql, id: string, month: Month): Promise<ItemUse> {
  const { rows } = await sql.query<{
    entries: number;
    people: number;
    families: { family: string; entries: number }[];
  }>(USE, [id, firstDay(month), lastDay(month)]);
  return rows[0]!;
}
