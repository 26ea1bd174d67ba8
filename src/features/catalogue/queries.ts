import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

/** A catalogue item with the norm in force on a day. */
export interface CatalogueItem {
  readonly id: string;
  readonly name: string;
  /** What volume counts: 'dokumen'. */
  readonly unitName: string;
  readonly grouping: string;
  /** Points for one unit of volume. */
  readonly pointsPerUnit: number;
  /** The largest volume of one day, as decimal text without superfluous zeros. */
  readonly maxPerDay: string;
}

/** Why an item stands in a person's list of choices. */
export interface CatalogueChoice extends CatalogueItem {
  readonly usual: boolean;
  readonly found: boolean;
}

export interface ChoiceQuestion {
  readonly employeeId: string;
  /** Family of the person's position; null without a seat. */
  readonly family: string | null;
  /** The work date: norms in force on it. */
  readonly day: LocalDate;
  /** Words of a search; each must occur in the item's name or group. Empty for no search. */
  readonly words: readonly string[];
  /** An item to list in any case: the one already chosen. */
  readonly chosenId: string | null;
}

const USUAL_COUNT = 8;
const FOUND_COUNT = 20;

/** The norm in force on a day, as a lateral sub-query; items without one are not offered that day. */
export const normSql = (item: string, day: string): string =>
  `SELECT v.* FROM catalogue_norm v WHERE v.item_id = ${item} AND v.from_date <= ${day} ORDER BY v.from_date DESC LIMIT 1`;

// Usual: what the person logged most often in the last two months, then what is usual in the position's family.
const CHOICES = prepared(
  'catalogue.choices',
  `WITH own AS (
     SELECT item_id, count(*) AS times FROM activity
     WHERE employee_id = $1 AND work_date BETWEEN $3::date - 60 AND $3::date + 31 GROUP BY item_id
   ), ranked AS (
     SELECT i.id, i.name, i.unit_name, i.grouping, n.points_per_unit, trim_scale(n.max_per_day)::text AS max_per_day,
            row_number() OVER (ORDER BY own.times DESC NULLS LAST, ($2::text = ANY (i.families)) DESC, i.name) AS place,
            cardinality($4::text[]) > 0 AND lower(i.name || ' ' || i.grouping) LIKE ALL ($4::text[]) AS found
     FROM catalogue_item i
     JOIN LATERAL (${normSql('i.id', '$3::date')}) n ON n.active
     LEFT JOIN own ON own.item_id = i.id
   )
   SELECT * FROM (
     SELECT *, place <= ${String(USUAL_COUNT)} AS usual,
            row_number() OVER (PARTITION BY found ORDER BY place) AS found_place
     FROM ranked
   ) r
   WHERE usual OR (found AND found_place <= ${String(FOUND_COUNT)}) OR id = $5::uuid
   ORDER BY place`,
);

interface Row {
  id: string;
  name: string;
  unit_name: string;
  grouping: string;
  points_per_unit: number;
  max_per_day: string;
  usual: boolean;
  found: boolean;
}

const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The items to offer to a person for a day: the usual ones, what a search found, and the one chosen already. */
export async function choicesFor(sql: Sql, question: ChoiceQuestion): Promise<CatalogueChoice[]> {
  const { rows } = await sql.query<Row & Record<string, unknown>>(CHOICES, [
    question.employeeId,
    question.family,
    question.day,
    question.words.map(likePattern),
    question.chosenId,
  ]);
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    unitName: row.unit_name,
    grouping: row.grouping,
    pointsPerUnit: row.points_per_unit,
    maxPerDay: row.max_per_day,
    usual: row.usual,
    found: row.found,
  }));
}
