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

/**
 * A sub-query: what is expected of a family on a day, of the items that the person logged lately and of the chosen one, with the
 * volume logged that day and that month. Refused work does not count. The parameters are SQL expressions.
 */
export const expectedSql = (employee: string, family: string, day: string, chosen = 'NULL::uuid'): string => `
  SELECT i.id, i.name, i.unit_name AS "unitName", trim_scale(x.daily)::text AS daily, trim_scale(x.monthly)::text AS monthly,
    trim_scale(w.on_day)::text AS "onDay", trim_scale(w.in_month)::text AS "inMonth"
  FROM (SELECT o.item_id, coalesce(sum(o.volume) FILTER (WHERE o.work_date = ${day}), 0) AS on_day,
          coalesce(sum(o.volume) FILTER (WHERE date_trunc('month', o.work_date::timestamp) = date_trunc('month', ${day}::timestamp)), 0)
            AS in_month
        FROM (SELECT a.item_id, a.work_date, a.volume
              FROM takar_entries(${employee}, ${day} - ${String(OWN_DAYS)}, ${day} + 31) a WHERE a.status <> 'ditolak'
              UNION ALL SELECT ${chosen}, NULL, 0) o
        WHERE o.item_id IS NOT NULL GROUP BY o.item_id) w
  JOIN catalogue_item i ON i.id = w.item_id AND i.merged_into_id IS NULL
  JOIN LATERAL (SELECT e.daily, e.monthly FROM catalogue_expectation e
                WHERE e.item_id = i.id AND e.family = ${family} AND e.from_date <= ${day}
                ORDER BY e.from_date DESC LIMIT 1) x ON x.daily IS NOT NULL OR x.monthly IS NOT NULL`;

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
