import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { expectedFrom, expectedSql, type ExpectedItem, type ExpectedRow } from '../catalogue/expectation-queries.ts';
import { regulationFrom, regulationSql, type InForceDaily, type RegulationRow } from '../policies/queries.ts';
import { frameFrom, framesSql, type DayFrame, type FrameColumns } from './day-frame.ts';
import { entryFrom, listedEntriesSql, type EntryRow, type LoggedEntry } from './queries.ts';

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

// One statement, for the page that everybody opens most (rulings.md 26): a question to the database costs as much as half of
// these answers.
const SPAN = prepared(
  'activity-log.span',
  `WITH ${framesSql('$1::uuid', 'SELECT unnest($7::date[]) AS day')}
   SELECT (SELECT row_to_json(r) FROM (${regulationSql('$4::date')}) r) AS regulation,
     (SELECT json_agg(f ORDER BY f.day) FROM frame f) AS frames,
     (SELECT coalesce(json_agg(n), '[]') FROM (${listedEntriesSql('$1', '$2', '$3')}) n) AS entries,
     (SELECT coalesce(json_agg(x ORDER BY x.name, x.id), '[]') FROM frame f
        CROSS JOIN LATERAL (${expectedSql('$1::uuid', 'f.family', 'f.day')}) x
      WHERE f.day = ($5::timestamptz AT TIME ZONE coalesce(f.zone, $6))::date) AS expected`,
);

/** Instants as JSON writes them. */
type Written<Row> = {
  readonly [Key in keyof Row]: Row[Key] extends Date | null ? string | Extract<Row[Key], null> : Row[Key];
};

interface Row extends Record<string, unknown> {
  readonly regulation: RegulationRow | null;
  readonly frames: readonly FrameColumns[];
  readonly entries: readonly Written<EntryRow>[];
  readonly expected: readonly ExpectedRow[];
}

/** Reads a span of one's own days, in one statement. */
export async function spanOf(sql: Sql, question: SpanQuestion): Promise<SpanFacts> {
  const { employeeId, first, last, ruleDay, now, zone } = question;
  const { rows } = await sql.query<Row>(SPAN, [employeeId, first, last, ruleDay, now, zone, daysFrom(first, last)]);
  const row = rows[0];
  if (!row) throw new Error('a span of days has one row');
  return {
    daily: (await regulationFrom(sql, row.regulation, ruleDay))?.daily,
    frames: row.frames.map(frameFrom),
    entries: row.entries.map(entry => entryFrom({ ...entry, ...instantsOf(entry) })),
    expected: row.expected.map(expectedFrom),
  };
}

const instantsOf = ({ created_at, returned_at }: Written<EntryRow>): Pick<EntryRow, 'created_at' | 'returned_at'> => ({
  created_at: new Date(created_at),
  returned_at: returned_at === null ? null : new Date(returned_at),
});
