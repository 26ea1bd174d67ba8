import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { CatalogueChoice } from '../catalogue/queries.ts';
import { ownEntriesSql } from './own-entries.ts';

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

/** How far back what a person logged is looked at, and how far ahead; days. */
const LATELY = 60;
const AHEAD = 31;

/** What `choicesSql` asks by; SQL expressions. */
export interface ChoiceSql {
  readonly employee: string;
  /** Text; null without a seat. */
  readonly family: string;
  readonly day: string;
  /** An array of LIKE patterns. */
  readonly words: string;
  /** An item's id, or null. */
  readonly chosen: string;
  /** What the person logged around the day, as rows with `item_id`. */
  readonly entries: string;
}

/** What one logged around a day, for `ChoiceSql`. */
export const aroundSql = (employee: string, day: string): string =>
  ownEntriesSql(employee, `${day} - ${String(LATELY)}`, `${day} + ${String(AHEAD)}`);

/**
 * A sub-query: the items to offer, in order. Usual: favourites in the person's own order, then what the person logged most often in
 * the last two months, then what is usual in the position's family. The item for uncovered work stands last, always. The
 * norms of the day are read in one go, and of the catalogue only what is shown is put in order.
 */
export const choicesSql = ({ employee, family, day, words, chosen, entries }: ChoiceSql): string => {
  const rank = `c.open_ended, c.ordinal NULLS LAST, c.times DESC NULLS LAST, c.of_family DESC, c.name, c.id`;
  return `WITH candidate AS MATERIALIZED (
     SELECT i.id, i.name, i.unit_name, i.grouping, i.open_ended, n.points_per_unit, n.minutes_per_unit, n.max_per_day,
       fav.ordinal, own.times, ${family} = ANY (i.families) AS of_family,
       cardinality(${words}) > 0 AND lower(i.name || ' ' || i.grouping) LIKE ALL (${words}) AS found
     FROM catalogue_item i
     JOIN (SELECT DISTINCT ON (v.item_id) v.* FROM catalogue_norm v WHERE v.from_date <= ${day}
           ORDER BY v.item_id, v.from_date DESC) n ON n.item_id = i.id AND n.active
     LEFT JOIN (SELECT o.item_id, count(*) AS times FROM ${entries} o GROUP BY o.item_id) own ON own.item_id = i.id
     LEFT JOIN (SELECT f.item_id, min(f.ordinal) AS ordinal FROM favourite f WHERE f.employee_id = ${employee}
                GROUP BY f.item_id) fav ON fav.item_id = i.id
     WHERE i.merged_into_id IS NULL OR i.id = ${chosen}
   ), usual AS (SELECT c.id FROM candidate c ORDER BY ${rank} LIMIT ${String(USUAL_COUNT)}
   ), searched AS (SELECT c.id FROM candidate c WHERE c.found ORDER BY ${rank} LIMIT ${String(FOUND_COUNT)}
   ), offered AS (
     SELECT c.*, c.ordinal IS NOT NULL AS favourite, c.ordinal IS NOT NULL OR c.id = ANY (ARRAY(SELECT u.id FROM usual u)) AS usual
     FROM candidate c
   )
   SELECT c.id, c.name, c.unit_name, c.grouping, c.open_ended, c.points_per_unit, c.minutes_per_unit,
     trim_scale(c.max_per_day)::text AS max_per_day, c.favourite, c.usual, c.found
   FROM offered c
   WHERE c.usual OR c.open_ended OR c.id = ANY (ARRAY(SELECT s.id FROM searched s)) OR c.id = ${chosen}
   ORDER BY ${rank}`;
};

const CHOICES = prepared(
  'activity-log.choices',
  choicesSql({
    employee: '$1',
    family: '$2::text',
    day: '$3::date',
    words: '$4::text[]',
    chosen: '$5::uuid',
    entries: aroundSql('$1', '$3::date'),
  }),
);

/** The columns of `choicesSql`. */
export interface ChoiceRow {
  readonly id: string;
  readonly name: string;
  readonly unit_name: string;
  readonly grouping: string;
  readonly open_ended: boolean;
  readonly points_per_unit: number;
  readonly minutes_per_unit: number;
  readonly max_per_day: string;
  readonly favourite: boolean;
  readonly usual: boolean;
  readonly found: boolean;
}

/** The pattern of a word of a search: what it may mean in LIKE is taken literally. */
export const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The items to offer to a person for a day: the usual ones, what a search found, and the one chosen already. */
export async function choicesOf(sql: Sql, question: ChoiceQuestion): Promise<ItemChoice[]> {
  const { rows } = await sql.query<ChoiceRow & Record<string, unknown>>(CHOICES, [
    question.employeeId,
    question.family,
    question.day,
    question.words.map(likePattern),
    question.chosenId,
  ]);
  return rows.map(choiceFrom);
}

export const choiceFrom = (row: ChoiceRow): ItemChoice => ({
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
});
