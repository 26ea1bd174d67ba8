import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import type { Zone } from '../../platform/clock.ts';
import { firstDay, addMonths, type Month } from '../../domain/month.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { PERSON_HAPPENED } from './person-happenings.ts';
import { UNIT_HAPPENED } from './unit-happenings.ts';

/** Something that happened to a month; `data` is what the words of its kind need. */
export interface Happening extends Record<string, unknown> {
  readonly at: Date;
  /** Its place among those of the same moment. */
  readonly place: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly data: Readonly<Record<string, string | number | null>>;
}

export const PAGE_ROWS = 50;

/* Of all statements: $1 whose, $2 first day of the month, $3 first day of the next, $4 zone, $5 and $6 the place to go on after. */
const ordered = (happened: string): string => `${happened}
  SELECT h.at, h.place, h.kind, ${`CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END`} AS actor, h.data
  FROM happened h LEFT JOIN employee e ON e.id = h.actor_id
  WHERE $5::timestamptz IS NULL OR (h.at, h.place COLLATE "C") > ($5::timestamptz, $6::text)
  ORDER BY h.at, h.place COLLATE "C" LIMIT ${String(PAGE_ROWS + 1)}`;

const OF_PERSON = prepared('oversight.person', ordered(PERSON_HAPPENED));
const OF_UNIT = prepared('oversight.unit', ordered(UNIT_HAPPENED));

/** Where a page of the trail begins: after what was shown last. */
export interface After {
  readonly at: Date;
  readonly place: string;
}

interface Asked {
  readonly id: string;
  readonly month: Month;
  readonly zone: Zone;
  readonly after: After | null;
}

/** What happened to one person's month, oldest first: one row more than a page where there is more. */
export const happeningsOfPerson = (sql: Sql, asked: Asked): Promise<Happening[]> => read(sql, OF_PERSON, asked);

/** What happened to a payroll unit's month; the decisions on entries counted by day and person. */
export const happeningsOfUnit = (sql: Sql, asked: Asked): Promise<Happening[]> => read(sql, OF_UNIT, asked);

async function read(sql: Sql, statement: Prepared, { id, month, zone, after }: Asked): Promise<Happening[]> {
  const values = [id, firstDay(month), firstDay(addMonths(month, 1)), zone, after?.at ?? null, after?.place ?? null];
  return (await sql.query<Happening>(statement, values)).rows;
}
