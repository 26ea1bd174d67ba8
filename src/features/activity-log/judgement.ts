import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { firstUseSql, type FirstUse, type Use } from '../../platform/idempotency.ts';
import { normSql } from '../catalogue/queries.ts';
import { regulationFrom, regulationSql, type InForceDaily, type RegulationRow } from '../policies/queries.ts';
import { targetKnownSql } from '../skp/queries.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { frameFrom, frameSql, type DayFrame, type FrameColumns } from './day-frame.ts';
import { ownEntriesSql } from './own-entries.ts';

/** Another entry of the same day, as overlap and limits need it. */
export interface Neighbour {
  readonly id: string;
  readonly name: string;
  readonly status: EntryStatus;
  readonly start: number | null;
  readonly end: number | null;
  readonly points: number;
}

/** The item chosen, with the norm in force on the work date. */
export interface ChosenItem {
  readonly name: string;
  readonly unitName: string;
  readonly pointsPerUnit: number;
  /** Decimal text: the largest volume of one day, all its entries together. */
  readonly maxPerDay: string;
  /** Decimal text: what the person's other entries of the day already have of it. */
  readonly usedThatDay: string;
  /** For work that no other item covers: it asks for a reason. */
  readonly openEnded: boolean;
}

/** All that judging one submission reads, in one statement. */
export interface Facts {
  readonly frame: DayFrame;
  /** Undefined for an item that does not exist or is not in use on the work date. */
  readonly item: ChosenItem | undefined;
  /** Whether the SKP target chosen is one of the person's own, of the work date's year. */
  readonly targetKnown: boolean;
  /** The person's other entries of the day. */
  readonly neighbours: readonly Neighbour[];
  /** Who gets it next once it is sent, by name; null where nobody holds such a chair. */
  readonly recipient: string | null;
}

/** What a submission is judged by; `more` are columns read with it. */
const factsSql = (more: string): string => `WITH that_day AS MATERIALIZED (
     SELECT a.id, a.item_id, a.status, a.volume, a.start_minute, a.end_minute, a.points FROM ${ownEntriesSql('$1', '$2', '$2')} a
     WHERE a.id IS DISTINCT FROM $5::uuid)
   SELECT frame.*, i.name AS item_name, i.unit_name AS item_unit, i.open_ended, n.points_per_unit,
     trim_scale(n.max_per_day)::text AS max_per_day,
     (SELECT coalesce(trim_scale(sum(a.volume)), 0)::text FROM that_day a
      WHERE a.item_id = $3 AND a.status <> 'ditolak') AS used_that_day,
     (SELECT string_agg(h.name, ' atau ') FROM (
        SELECT ${fullNameOf('e')} AS name FROM assignment s JOIN employee e ON e.id = s.employee_id
        WHERE s.position_id = (SELECT takar_chair_above(frame.position_id, ARRAY[$1::uuid], $6)) AND s.kind <> 'KETUA_TIM'
          AND s.from_date <= $6 AND (s.last_date IS NULL OR s.last_date >= $6) AND s.employee_id <> $1
        ORDER BY s.kind = 'DEFINITIF' DESC, s.from_date DESC LIMIT 2) h) AS recipient,
     ${targetKnownSql('$4::uuid', '$1', '$2::date', '$7::uuid')} AS target_known,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', ai.name, 'status', a.status,
                'start', a.start_minute, 'end', a.end_minute, 'points', a.points)
              ORDER BY a.start_minute, a.id), '[]'::jsonb)
      FROM that_day a JOIN catalogue_item ai ON ai.id = a.item_id) AS neighbours${more}
   FROM (${frameSql('$1::uuid', '$2::date')}) frame
   LEFT JOIN catalogue_item i ON i.id = $3::uuid
   LEFT JOIN LATERAL (${normSql('i.id', '$2::date')}) n ON n.active`;

const FACTS = prepared('activity-log.facts', factsSql(''));
const SUBMISSION = prepared(
  'activity-log.submission',
  factsSql(`, ${firstUseSql('$8', '$9')} AS first,
     (SELECT row_to_json(r) FROM (${regulationSql('$2::date')}) r) AS that_day_rules,
     (SELECT row_to_json(r) FROM (${regulationSql('$10::date')}) r) AS todays_rules`),
);

interface FactsRow extends FrameColumns {
  item_name: string | null;
  item_unit: string;
  points_per_unit: number | null;
  max_per_day: string;
  used_that_day: string;
  open_ended: boolean;
  recipient: string | null;
  target_known: boolean;
  neighbours: Neighbour[];
}

export interface FactsQuestion {
  readonly employeeId: string;
  readonly workDate: LocalDate;
  readonly itemId: string;
  readonly targetId: string | null;
  /** The entry itself, when it exists already. */
  readonly entryId: string | null;
  /** The target an entry is tied to already: it may stay after a change of the SKP. */
  readonly keptTargetId: string | null;
  /** The day on which it is asked who gets the entry next; null where that does not matter. */
  readonly sentOn: LocalDate | null;
}

/** Reads what a submission is judged by; constraints catch what changes before it is written. */
export async function factsFor(sql: Sql, question: FactsQuestion): Promise<Facts> {
  const { rows } = await sql.query<FactsRow & Record<string, unknown>>(FACTS, valuesOf(question));
  return factsFrom(rows[0]);
}

/** Facts for a submission under a key, with the rules of its day. */
export interface SubmissionFacts {
  /** What the key was used for before: then that result stands, and nothing else of this is to be used. */
  readonly first: FirstUse | undefined;
  readonly facts: Facts;
  /** Of the work date; of today for a date before all regulations, which is then refused as too late. */
  readonly daily: InForceDaily | undefined;
}

interface SubmissionRow extends FactsRow {
  first: FirstUse | null;
  that_day_rules: RegulationRow | null;
  todays_rules: RegulationRow | null;
}

/** Reads what became of a submission's key, and what it is judged by, as of one moment. */
export async function submissionFacts(
  sql: Sql,
  use: Pick<Use, 'actorId' | 'key'>,
  question: FactsQuestion,
  today: LocalDate,
): Promise<SubmissionFacts> {
  const values = [...valuesOf(question), use.actorId, use.key, today];
  const { rows } = await sql.query<SubmissionRow & Record<string, unknown>>(SUBMISSION, values);
  const row = rows[0];
  const inForce =
    (await regulationFrom(sql, row?.that_day_rules, question.workDate)) ??
    (await regulationFrom(sql, row?.todays_rules, today));
  return { first: row?.first ?? undefined, facts: factsFrom(row), daily: inForce?.daily };
}

const valuesOf = (question: FactsQuestion): unknown[] => [
  question.employeeId,
  question.workDate,
  question.itemId,
  question.targetId,
  question.entryId,
  question.sentOn,
  question.keptTargetId,
];

function factsFrom(row: FactsRow | undefined): Facts {
  if (!row) throw new Error('a frame has one row');
  const { item_name: name, points_per_unit: pointsPerUnit } = row;
  return {
    frame: frameFrom(row),
    item:
      name === null || pointsPerUnit === null
        ? undefined
        : {
            name,
            unitName: row.item_unit,
            pointsPerUnit,
            maxPerDay: row.max_per_day,
            usedThatDay: row.used_that_day,
            openEnded: row.open_ended,
          },
    targetKnown: row.target_known,
    neighbours: row.neighbours,
    recipient: row.recipient,
  };
}
