import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import {
  expectedFrom,
  expectedSpan,
  expectedSql,
  type ExpectedItem,
  type ExpectedRow,
} from '../catalogue/expectation-queries.ts';
import { regulationFrom, regulationSql, type InForceDaily, type RegulationRow } from '../policies/queries.ts';
import type { DayFrame } from './day-frame.ts';
import { chairsSql, frameFactsSql, type FrameFacts, type FrameSpan } from './frame-facts.ts';
import { framesFrom } from './frames.ts';
import { listedEntries, listedEntriesSql, type ListedColumns } from './listed-entries.ts';
import type { LoggedEntry } from './queries.ts';

/** The days to show, and when and where it is asked. */
export interface SpanQuestion {
  readonly employeeId: string;
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** The day whose regulation the days are shown under. */
  readonly ruleDay: LocalDate;
  /** Domain time. */
  readonly now: Date;
  /** The regency's. */
  readonly zone: Zone;
}

/** All that a month or a week of one's activities is made of. */
export interface SpanFacts {
  readonly daily: InForceDaily | undefined;
  /** Of every day, in order. */
  readonly frames: readonly DayFrame[];
  /** The latest day first. */
  readonly entries: readonly LoggedEntry[];
  /** What is usual in the chair held today, where today is one of the days; empty otherwise. */
  readonly expected: readonly ExpectedItem[];
}

const SHOWN: FrameSpan = { employee: '$1::uuid', first: '$2::date', last: '$3::date' };

/** Family of the chair held today, and today where that chair is; no row where today is not shown. $5 is now, $6 the regency's zone. */
const TODAY = `SELECT t.family, t.day FROM (
    SELECT c.*, ($5::timestamptz AT TIME ZONE coalesce(c.zone, $6))::date AS day FROM chair c) t
  WHERE t.day BETWEEN greatest(t.held_from, t.version_from, $2) AND least(t.held_until, $3) AND t.unit_from <= t.day
  ORDER BY t.version_from DESC, t.unit_from DESC LIMIT 1`;
const LATELY = expectedSpan('t.day');

// One statement, for the page that everybody opens most (rulings.md 26): a question to the database costs as much as half of
// these answers. The entries are read once, for the list and for what is usual: a span that today is in lies within what that looks at.
const SPAN = prepared(
  'activity-log.span',
  `WITH ${chairsSql(SHOWN)}, today AS MATERIALIZED (${TODAY}),
   own AS MATERIALIZED (SELECT a.* FROM takar_entries($1, least($2, (SELECT ${LATELY.first} FROM today t)),
     greatest($3, (SELECT ${LATELY.last} FROM today t))) a)
   SELECT (SELECT row_to_json(r) FROM (${regulationSql('$4::date')}) r) AS regulation,
     ${frameFactsSql(SHOWN)} AS facts,
     (${listedEntriesSql('own', '$2', '$3')}) AS entries,
     (SELECT coalesce(json_agg(x ORDER BY x.name, x.id), '[]') FROM today t
        CROSS JOIN LATERAL (${expectedSql('t.family', 't.day', { entries: 'own' })}) x) AS expected`,
);

interface Row extends Record<string, unknown> {
  readonly regulation: RegulationRow | null;
  readonly facts: FrameFacts;
  readonly entries: ListedColumns;
  readonly expected: readonly ExpectedRow[];
}

/** Reads a span of one's own days, in one statement. */
export async function spanOf(sql: Sql, question: SpanQuestion): Promise<SpanFacts> {
  const { employeeId, first, last, ruleDay, now, zone } = question;
  const { rows } = await sql.query<Row>(SPAN, [employeeId, first, last, ruleDay, now, zone]);
  const row = rows[0];
  if (!row) throw new Error('a span of days has one row');
  return {
    daily: (await regulationFrom(sql, row.regulation, ruleDay))?.daily,
    frames: framesFrom(row.facts, daysFrom(first, last)),
    entries: listedEntries(row.entries),
    expected: row.expected.map(expectedFrom),
  };
}
