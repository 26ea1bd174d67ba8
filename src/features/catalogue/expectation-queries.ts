import type { Expected } from '../../domain/activity/expectation.ts';
import { parseRatio, type Ratio } from '../../domain/ratio.ts';

/** An item of which something is expected in a family, with what one person has of it. */
export interface ExpectedItem extends Expected {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
}

/** The columns of `expectedSql` as JSON gives them; amounts are decimal text. */
export interface ExpectedRow {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
  readonly daily: string | null;
  readonly monthly: string | null;
  readonly onDay: string;
  readonly inMonth: string;
}

/** How far back an item counts as one's own work. */
const OWN_DAYS = 60;

/** The last two months and what is left of this one: the first and the last day of the entries that `expectedSql` adds up. */
export const expectedSpan = (day: string): { readonly first: string; readonly last: string } => ({
  first: `${day} - ${String(OWN_DAYS)}`,
  last: `${day} + 31`,
});

/** What `expectedSql` is told beside family and day; SQL expressions. */
interface ExpectedOf {
  /** An item that is told in any case. */
  readonly chosen?: string;
  /** Entries of the person from two months before the day to the end of its month (`expectedSpan`), as the statement has them. */
  readonly entries: string;
}

/**
 * A sub-query: what is expected of a family on a day, of the items that a person logged lately and of the chosen one, with the
 * volume logged that day and that month. Refused work does not count. The parameters are SQL expressions.
 */
export const expectedSql = (family: string, day: string, { chosen = 'NULL::uuid', entries }: ExpectedOf): string => `
  SELECT i.id, i.name, i.unit_name AS "unitName", trim_scale(x.daily)::text AS daily, trim_scale(x.monthly)::text AS monthly,
    trim_scale(coalesce(w.on_day, 0))::text AS "onDay", trim_scale(coalesce(w.in_month, 0))::text AS "inMonth"
  FROM (SELECT DISTINCT ON (e.item_id) e.item_id, e.daily, e.monthly FROM catalogue_expectation e
        WHERE e.family = ${family} AND e.from_date <= ${day} ORDER BY e.item_id, e.from_date DESC) x
  JOIN catalogue_item i ON i.id = x.item_id AND i.merged_into_id IS NULL
  LEFT JOIN (SELECT a.item_id, sum(a.volume) FILTER (WHERE a.work_date = ${day}) AS on_day,
               sum(a.volume) FILTER (WHERE a.work_date >= m.first AND a.work_date < m.next) AS in_month
             FROM (SELECT date_trunc('month', ${day}::timestamp)::date AS first,
                     (date_trunc('month', ${day}::timestamp) + interval '1 month')::date AS next OFFSET 0) m
             CROSS JOIN ${entries} a WHERE a.status <> 'ditolak' GROUP BY a.item_id) w ON w.item_id = x.item_id
  WHERE (x.daily IS NOT NULL OR x.monthly IS NOT NULL) AND (w.item_id IS NOT NULL OR x.item_id = ${chosen})`;

const amount = (text: string): Ratio => {
  const value = parseRatio(text);
  if (value === null) throw new Error(`not a decimal of the database: ${text}`);
  return value;
};

export const expectedFrom = (row: ExpectedRow): ExpectedItem => ({
  ...row,
  daily: row.daily === null ? null : amount(row.daily),
  monthly: row.monthly === null ? null : amount(row.monthly),
  onDay: amount(row.onDay),
  inMonth: amount(row.inMonth),
});
