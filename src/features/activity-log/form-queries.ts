import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { expectedFrom, expectedSql, type ExpectedItem, type ExpectedRow } from '../catalogue/expectation-queries.ts';
import { offeredTargetsSql } from '../skp/queries.ts';
import { choiceFrom, choicesSql, likePattern, type ChoiceRow, type ItemChoice } from './choices.ts';
import { ownEntriesSql } from './own-entries.ts';

export interface Target {
  readonly id: string;
  readonly result: string;
}

/** An entry of one of the days offered, so that its time is not used twice. Minutes after midnight. */
export interface TakenTime {
  readonly day: LocalDate;
  readonly item: string;
  readonly start: number;
  readonly end: number;
}

/** Something written before, to write again. Volume is decimal text. */
export interface RecentText {
  readonly itemId: string;
  readonly itemName: string;
  readonly description: string;
  readonly volume: string | null;
}

/** What a form offers beside days. */
export interface FormFacts {
  readonly targets: readonly Target[];
  /** Of the days offered, in order of time. */
  readonly taken: readonly TakenTime[];
  /** Of the chosen item; of any item where none is chosen yet. The latest first. */
  readonly recent: readonly RecentText[];
  /** The latest earlier day with entries, and how many it has. */
  readonly copyable: { readonly day: LocalDate; readonly count: number } | undefined;
  /** Quick notes that wait to be completed. */
  readonly notes: number;
  /** What is usually expected that day of the person's own work and of the chosen item. */
  readonly expected: readonly ExpectedItem[];
  /** Items of the catalogue, in order. */
  readonly choices: readonly ItemChoice[];
}

/** How far back descriptions and days to copy are looked for. */
const RECENT_DAYS = 60;
const RECENT_TEXTS = 4;

/** Days around the work date of which everything is looked at: to the end of any month. */
const AHEAD_DAYS = 31;
const AROUND = `BETWEEN $2::date - ${String(RECENT_DAYS)} AND $2::date + ${String(AHEAD_DAYS)}`;
const OLDEST = `least($3::date, $4::date - ${String(RECENT_DAYS)})`;
const COLUMNS =
  'a.id, a.item_id, a.work_date, a.status, a.volume, a.start_minute, a.end_minute, a.description, a.created_at';

// The person's entries around the work date are read once; those of the days offered too where it lies far from them.
const FORM = prepared(
  'activity-log.form',
  `WITH mine AS MATERIALIZED (
     SELECT ${COLUMNS} FROM ${ownEntriesSql('$1', `$2::date - ${String(RECENT_DAYS)}`, `$2::date + ${String(AHEAD_DAYS)}`)} a
     UNION ALL SELECT ${COLUMNS} FROM ${ownEntriesSql('$1', OLDEST, '$4')} a
     WHERE (${OLDEST} < $2::date - ${String(RECENT_DAYS)} OR $4 > $2::date + ${String(AHEAD_DAYS)}) AND NOT a.work_date ${AROUND}
   ), around AS (SELECT * FROM mine m WHERE m.work_date ${AROUND})
   SELECT (SELECT coalesce(json_agg(json_build_object('id', t.id, 'result', t.result) ORDER BY t.part, t.ordinal), '[]')
           FROM (${offeredTargetsSql('$1', '$2::date', '$7::uuid')}) t) AS targets,
     (SELECT coalesce(json_agg(json_build_object('day', a.work_date, 'item', i.name, 'start', a.start_minute,
                'end', a.end_minute) ORDER BY a.start_minute, a.work_date), '[]')
      FROM mine a JOIN catalogue_item i ON i.id = a.item_id
      WHERE (a.work_date BETWEEN $3 AND $4 OR a.work_date = $2) AND a.status <> 'ditolak'
        AND a.start_minute IS NOT NULL AND a.id IS DISTINCT FROM $6::uuid) AS taken,
     (SELECT coalesce(json_agg(json_build_object('itemId', r.item_id, 'itemName', r.name, 'description', r.description,
          'volume', trim_scale(r.volume)::text) ORDER BY r.at DESC), '[]')
      FROM (
        SELECT a.item_id, i.name, a.description, max(a.volume) AS volume, max(a.created_at) AS at
        FROM mine a JOIN catalogue_item i ON i.id = a.item_id
        WHERE a.work_date BETWEEN $2::date - ${String(RECENT_DAYS)} AND $2::date + 1
          AND a.description <> '' AND ($5::uuid IS NULL OR a.item_id = $5) AND NOT i.open_ended
        GROUP BY a.item_id, i.name, a.description ORDER BY at DESC LIMIT ${String(RECENT_TEXTS)}) r) AS recent,
     (SELECT json_build_object('day', a.work_date, 'count', count(*)) FROM mine a
      WHERE a.work_date BETWEEN $4::date - ${String(RECENT_DAYS)} AND $4::date - 2
        AND a.status <> 'ditolak' GROUP BY a.work_date ORDER BY a.work_date DESC LIMIT 1) AS copyable,
     (SELECT count(*)::int FROM quick_note q WHERE q.employee_id = $1 AND q.done_at IS NULL) AS notes,
     (SELECT coalesce(json_agg(e ORDER BY e.name, e.id), '[]')
      FROM (${expectedSql('$8::text', '$2::date', { chosen: '$5::uuid', entries: 'around' })}) e) AS expected,
     (SELECT coalesce(json_agg(c), '[]') FROM (${choicesSql({
       employee: '$1',
       family: '$8::text',
       day: '$2::date',
       words: '$9::text[]',
       chosen: '$5::uuid',
       entries: 'around',
     })}) c) AS choices`,
);

export interface FormFactsQuestion {
  readonly employeeId: string;
  /** The work date: the targets that cover it. */
  readonly day: LocalDate;
  /** First and last of the days offered; the last is tomorrow. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly itemId: string | null;
  /** The entry itself, whose own time is not taken. */
  readonly entryId: string | null;
  /** The target the entry is tied to already. */
  readonly keptTargetId: string | null;
  /** Family of the person's position; null without a seat. */
  readonly family: string | null;
  /** Words of a search in the catalogue; empty for none. */
  readonly words: readonly string[];
}

interface Row extends Record<string, unknown> {
  targets: Target[];
  taken: (Omit<TakenTime, 'day'> & { day: string })[];
  recent: RecentText[];
  copyable: { day: string; count: number } | null;
  notes: number;
  expected: ExpectedRow[];
  choices: ChoiceRow[];
}

/** Reads what a form offers, in one statement. */
export async function formFacts(sql: Sql, question: FormFactsQuestion): Promise<FormFacts> {
  const { employeeId, day, from, to, itemId, entryId, keptTargetId, family, words } = question;
  const values = [employeeId, day, from, to, itemId, entryId, keptTargetId, family, words.map(likePattern)];
  const { rows } = await sql.query<Row>(FORM, values);
  const row = rows[0];
  if (!row) throw new Error('a form has facts');
  return {
    targets: row.targets,
    taken: row.taken.map(time => ({ ...time, day: localDate(time.day) })),
    recent: row.recent,
    copyable: row.copyable ? { day: localDate(row.copyable.day), count: row.copyable.count } : undefined,
    notes: row.notes,
    expected: row.expected.map(expectedFrom),
    choices: row.choices.map(choiceFrom),
  };
}
