import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { expectedFrom, expectedSql, type ExpectedItem, type ExpectedRow } from '../catalogue/expectation-queries.ts';
import { offeredTargetsSql } from '../skp/queries.ts';
import { ownEntry } from './access.ts';

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

/** What a form offers beside days and catalogue. */
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
}

/** How far back descriptions and days to copy are looked for. */
const RECENT_DAYS = 60;
const RECENT_TEXTS = 4;

const FORM = prepared(
  'activity-log.form',
  `SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'result', t.result) ORDER BY t.part, t.ordinal), '[]'::jsonb)
           FROM (${offeredTargetsSql('$1', '$2::date', '$7::uuid')}) t) AS targets,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('day', a.work_date, 'item', i.name, 'start', a.start_minute,
                'end', a.end_minute) ORDER BY a.start_minute), '[]'::jsonb)
      FROM activity a JOIN catalogue_item i ON i.id = a.item_id
      WHERE ${ownEntry('a', '$1')} AND (a.work_date BETWEEN $3 AND $4 OR a.work_date = $2) AND a.status <> 'ditolak'
        AND a.start_minute IS NOT NULL AND a.id IS DISTINCT FROM $6::uuid) AS taken,
     (SELECT coalesce(jsonb_agg(r.line ORDER BY r.at DESC), '[]'::jsonb) FROM (
        SELECT max(a.created_at) AS at, jsonb_build_object('itemId', a.item_id, 'itemName', min(i.name),
          'description', a.description, 'volume', trim_scale(max(a.volume))::text) AS line
        FROM activity a JOIN catalogue_item i ON i.id = a.item_id
        WHERE ${ownEntry('a', '$1')} AND a.work_date BETWEEN $2::date - ${String(RECENT_DAYS)} AND $2::date + 1
          AND a.description <> '' AND ($5::uuid IS NULL OR a.item_id = $5) AND NOT i.open_ended
        GROUP BY a.item_id, a.description ORDER BY at DESC LIMIT ${String(RECENT_TEXTS)}) r) AS recent,
     (SELECT jsonb_build_object('day', a.work_date, 'count', count(*)) FROM activity a
      WHERE ${ownEntry('a', '$1')} AND a.work_date BETWEEN $4::date - ${String(RECENT_DAYS)} AND $4::date - 2
        AND a.status <> 'ditolak' GROUP BY a.work_date ORDER BY a.work_date DESC LIMIT 1) AS copyable,
     (SELECT count(*)::int FROM quick_note q WHERE q.employee_id = $1 AND q.done_at IS NULL) AS notes,
     (SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY e.name, e.id), '[]'::jsonb)
      FROM (${expectedSql('$1::uuid', '$8::text', '$2::date', { chosen: '$5::uuid' })}) e) AS expected`,
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
}

interface Row extends Record<string, unknown> {
  targets: Target[];
  taken: (Omit<TakenTime, 'day'> & { day: string })[];
  recent: RecentText[];
  copyable: { day: string; count: number } | null;
  notes: number;
  expected: ExpectedRow[];
}

/** Reads what a form offers, in one statement. */
export async function formFacts(sql: Sql, question: FormFactsQuestion): Promise<FormFacts> {
  const { employeeId, day, from, to, itemId, entryId, keptTargetId, family } = question;
  const { rows } = await sql.query<Row>(FORM, [employeeId, day, from, to, itemId, entryId, keptTargetId, family]);
  const row = rows[0];
  if (!row) throw new Error('a form has facts');
  return {
    targets: row.targets,
    taken: row.taken.map(time => ({ ...time, day: localDate(time.day) })),
    recent: row.recent,
    copyable: row.copyable ? { day: localDate(row.copyable.day), count: row.copyable.count } : undefined,
    notes: row.notes,
    expected: row.expected.map(expectedFrom),
  };
}
