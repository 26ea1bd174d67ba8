import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { normSql, type CatalogueChoice } from '../catalogue/queries.ts';

/** An item as the form offers it. */
export interface ItemChoice extends CatalogueChoice {
  /** Minutes that one unit of volume usually takes. */
  readonly minutesPerUnit: number;
  /** For work that no other item covers: it asks for a reason. */
  readonly openEnded: boolean;
  readonly favourite: boolean;
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

// Usual: favourites in the person's own order, then what the person logged most often in the last two months, then what
// is usual in the position's family. The item for uncovered work stands last, always.
const CHOICES = prepared(
  'activity-log.choices',
  `WITH own AS (
     SELECT item_id, count(*) AS times FROM activity
     WHERE employee_id = $1 AND work_date BETWEEN $3::date - 60 AND $3::date + 31 GROUP BY item_id
   ), fav AS (
     SELECT item_id, min(ordinal) AS ordinal FROM favourite WHERE employee_id = $1 GROUP BY item_id
   ), ranked AS (
     SELECT i.id, i.name, i.unit_name, i.grouping, i.open_ended, n.points_per_unit, n.minutes_per_unit,
            trim_scale(n.max_per_day)::text AS max_per_day, fav.ordinal IS NOT NULL AS favourite,
            row_number() OVER (ORDER BY i.open_ended, fav.ordinal NULLS LAST, own.times DESC NULLS LAST,
                               ($2::text = ANY (i.families)) DESC, i.name) AS place,
            cardinality($4::text[]) > 0 AND lower(i.name || ' ' || i.grouping) LIKE ALL ($4::text[]) AS found
     FROM catalogue_item i
     JOIN LATERAL (${normSql('i.id', '$3::date')}) n ON n.active
     LEFT JOIN own ON own.item_id = i.id
     LEFT JOIN fav ON fav.item_id = i.id
     WHERE i.merged_into_id IS NULL OR i.id = $5::uuid
   )
   SELECT * FROM (
     SELECT *, place <= ${String(USUAL_COUNT)} OR favourite AS usual,
            row_number() OVER (PARTITION BY found ORDER BY place) AS found_place
     FROM ranked
   ) r
   WHERE usual OR open_ended OR (found AND found_place <= ${String(FOUND_COUNT)}) OR id = $5::uuid
   ORDER BY place`,
);

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  unit_name: string;
  grouping: string;
  open_ended: boolean;
  points_per_unit: number;
  minutes_per_unit: number;
  max_per_day: string;
  favourite: boolean;
  usual: boolean;
  found: boolean;
}

const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The items to offer to a person for a day: the usual ones, what a search found, and the one chosen already. */
export async function choicesOf(sql: Sql, question: ChoiceQuestion): Promise<ItemChoice[]> {
  const { rows } = await sql.query<Row>(CHOICES, [
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
    minutesPerUnit: row.minutes_per_unit,
    maxPerDay: row.max_per_day,
    openEnded: row.open_ended,
    favourite: row.favourite,
    usual: row.usual,
    found: row.found,
  }));
}
