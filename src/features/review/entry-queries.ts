import type { EntryStatus, PeriodStanding } from '../../domain/activity/lifecycle.ts';
import type { FlagFacts } from '../../domain/activity/review-flags.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { presenceBeside, type PresenceBeside } from '../attendance/day-beside.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { type DailyLook, notedLooks } from '../privacy/service.ts';
import { chairOfMine, CHAIRS, decidedByMe, PERIOD_STANDING, QUEUES, stepIsMine } from './access.ts';
import { ANY_MARK, FACT_COLUMNS, flagFactsFrom, MARK_FACTS, MARK_TABLES, type FactColumns } from './flag-facts.ts';
import { ANCHOR, MATCHING, mineOf, type QueueFilter } from './queries.ts';
import { STEPS, VALIDATION, type Step } from './step.ts';

/** The last decision of a superior in an entry's history. */
export interface LastDecision {
  readonly name: string;
  readonly at: Date;
}

/** What a decision depends on, and whom the refusals name; read alike for the page and for the decision. */
export interface StepRow {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly version: number;
  readonly status: EntryStatus;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly verifiedBy: string | null;
  /** The step belongs to the actor by the tree of today, whatever the entry's state is. */
  readonly mine: boolean;
  /** The chair from which the actor would decide. */
  readonly chairId: string | null;
  readonly oneStep: boolean;
  /** The chair a letter names as validator of the owner's chair; null where the tree holds. */
  readonly namedValidatorId: string | null;
  readonly period: PeriodStanding;
}

/** A kept file. Size in bytes. */
export interface EvidenceRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** One entry as its page shows it. Volume is decimal text. */
export interface EntryRow extends StepRow, FlagFacts {
  readonly decidedByMe: boolean;
  readonly ownerTitle: string;
  readonly itemName: string;
  readonly unitName: string;
  readonly description: string;
  readonly volume: string | null;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly targetResult: string | null;
  readonly points: number;
  /** Why no item of the catalogue fits, where none does. */
  readonly uncoveredReason: string | null;
  /** Who prepared the draft; null where the owner wrote it. */
  readonly helperName: string | null;
  /** Drawn for reading one by one (validation only). */
  readonly sampled: boolean;
  readonly objected: boolean;
  readonly files: readonly EvidenceRow[];
  /** Points of everything the owner has sent for that day. */
  readonly dayPoints: number;
  /** What presence says of the owner's day; null where nothing is known. */
  readonly presence: PresenceBeside | null;
}

const LAST_DECISION = prepared(
  'review.last_decision',
  `SELECT ${fullNameOf('p')} AS name, h.at FROM takar_entry_events($1) h JOIN employee p ON p.id = h.actor_id
   WHERE h.part <> 'pemilik' ORDER BY h.seq DESC LIMIT 1`,
);

/** The last decision in an entry's history; undefined where nobody decided on it. */
export async function lastDecisionOf(sql: Sql, id: string): Promise<LastDecision | undefined> {
  return (await sql.query<LastDecision & Record<string, unknown>>(LAST_DECISION, [id])).rows[0];
}

const stepColumns = (step: Step): string => `a.id, a.work_date, a.version, a.status, a.employee_id,
    ${fullNameOf('e')} AS employee_name, a.verified_by, ${stepIsMine(step)} AS mine, ${chairOfMine(step)} AS chair_id,
    coalesce(o.one_step, false) AS one_step,
    takar_named_validator(a.position_id, $2) AS named_validator_id, ${PERIOD_STANDING} AS period`;

/** The owner's position as the tree has it today: the chain is judged like the chair, on the day of deciding. */
const OWNER = `JOIN employee e ON e.id = a.employee_id
  LEFT JOIN LATERAL (SELECT v.title, v.one_step FROM position_version v
    WHERE v.position_id = a.position_id AND v.from_date <= $2 ORDER BY v.from_date DESC LIMIT 1) o ON true`;

const HOLD = prepared('review.hold', 'SELECT takar_hold_entries($1)');

/** An objection against the refusal was filed: nothing is taken back any more. */
const OBJECTED = `EXISTS (SELECT 1 FROM objection ob WHERE ob.activity_id = a.id AND ob.state <> 'ditarik')`;

const EVIDENCE = `coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'size', v.size) ORDER BY v.added_at, v.id)
    FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL), '[]'::jsonb)`;

const forStep = (make: (step: Step) => Prepared): ReadonlyMap<Step['name'], Prepared> =>
  new Map(STEPS.map(step => [step.name, make(step)]));

/** $3 the entries: the CTE "a" that the statements below read. */
const ASKED = 'a AS MATERIALIZED (SELECT * FROM takar_entries_by_id($3))';
const FACTS = forStep(step =>
  prepared(
    `review.facts.${step.name}`,
    `${CHAIRS}, ${ASKED} SELECT ${stepColumns(step)}, false AS flagged, false AS sampled FROM a ${OWNER}`,
  ),
);
const FACTS_AND_MARKS = forStep(step =>
  prepared(
    `review.facts_and_marks.${step.name}`,
    `${CHAIRS}, ${ASKED}, ${MARK_TABLES} SELECT ${stepColumns(step)}, ${ANY_MARK} AS flagged,
       ${step === VALIDATION ? 'takar_sampled(a.id, $4::int)' : '($4::int < 0)'} AS sampled
     FROM a ${OWNER} ${MARK_FACTS}`,
  ),
);
// $5 and $6 the look: noted where the page is the actor's to read.
const LOOK = { viewer: '$1', at: '$5', since: '$6' } as const;
const ENTRY = forStep(step =>
  prepared(
    `review.entry.${step.name}`,
    `${CHAIRS}, ${ASKED}, ${MARK_TABLES}, asked AS MATERIALIZED (
       SELECT ${stepColumns(step)}, ${decidedByMe(step)} AS decided_by_me, o.title AS owner_title,
       i.name AS item_name, i.unit_name, a.description, a.volume::text, a.start_minute, a.end_minute, a.points,
       t.result AS target_result, a.uncovered_reason,
       nullif(${fullNameOf('hp')}, '') AS helper_name, ${FACT_COLUMNS}, w.day_points,
       ${step === VALIDATION ? 'takar_sampled(a.id, $4::int)' : '($4::int < 0)'} AS sampled, ${OBJECTED} AS objected, ${EVIDENCE} AS files
     FROM a ${OWNER} JOIN catalogue_item i ON i.id = a.item_id LEFT JOIN skp_target t ON t.id = a.target_id
     LEFT JOIN employee hp ON hp.id = a.prepared_by
     ${MARK_FACTS}
     ), noted AS (${notedLooks('kegiatan', `SELECT employee_id FROM asked WHERE decided_by_me OR (mine AND status = '${step.waits}')`, LOOK)})
     SELECT asked.*, ${presenceBeside('asked')} AS presence FROM asked`,
  ),
);
const QUEUE_PLACE = forStep(step =>
  prepared(
    `review.place.${step.name}`,
    `WITH ${QUEUES}, ${mineOf(step)}, line AS (
       SELECT m.id, row_number() OVER line::int AS place, count(*) OVER ()::int AS total,
              lag(m.id) OVER line AS previous, lead(m.id) OVER line AS next
       FROM mine m WHERE ${MATCHING}
       WINDOW line AS (ORDER BY m.name, m.employee_id, m.work_date, m.start_minute, m.id))
     SELECT place, total, previous, next FROM line WHERE id = $3`,
  ),
);
const NEXT_WAITING = forStep(step =>
  prepared(
    `review.next.${step.name}`,
    `WITH ${QUEUES}, ${mineOf(step)}, ${ANCHOR}
     SELECT m.id FROM mine m LEFT JOIN anchor d ON true WHERE ${MATCHING}
     ORDER BY (m.name, m.employee_id, m.work_date, m.start_minute, m.id)
            < (d.name, d.employee_id, d.work_date, d.start_minute, d.id),
       m.name, m.employee_id, m.work_date, m.start_minute, m.id LIMIT 1`,
  ),
);

interface RawStepRow {
  id: string;
  work_date: string;
  version: number;
  status: EntryStatus;
  employee_id: string;
  employee_name: string;
  verified_by: string | null;
  mine: boolean;
  chair_id: string | null;
  one_step: boolean;
  named_validator_id: string | null;
  period: PeriodStanding;
}

interface RawEntryRow extends RawStepRow, FactColumns {
  decided_by_me: boolean;
  owner_title: string | null;
  item_name: string;
  unit_name: string;
  description: string;
  volume: string | null;
  start_minute: number | null;
  end_minute: number | null;
  points: number;
  target_result: string | null;
  uncovered_reason: string | null;
  helper_name: string | null;
  sampled: boolean;
  objected: boolean;
  files: EvidenceRow[];
  day_points: number;
  presence: PresenceBeside | null;
}

const stepRow = (row: RawStepRow): StepRow => ({
  id: row.id,
  workDate: localDate(row.work_date),
  version: row.version,
  status: row.status,
  ownerId: row.employee_id,
  ownerName: row.employee_name,
  verifiedBy: row.verified_by,
  mine: row.mine,
  chairId: row.chair_id,
  oneStep: row.one_step,
  namedValidatorId: row.named_validator_id,
  period: row.period,
});

/** What a decision about one of several entries depends on, and which marks it carries. */
export interface LockedRow extends StepRow {
  readonly flagged: boolean;
  readonly sampled: boolean;
}

/**
 * Locks entries for a decision, in the order of their ids, and the months they belong to, until the transaction ends:
 * nobody closes a month between the reading of an entry's facts and the decision.
 */
export async function lockEntries(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(HOLD, [[...ids]]);
}

/**
 * Locks entries for a decision, then reads what the decision depends on: authority, status and period are those of
 * the moment after the lock, so that whoever was first is seen.
 * @param samplePercent percent of the entries to validate that are drawn for reading one by one; without it no marks are drawn
 * @returns the entries that exist, by id
 */
export async function lockSteps(
  tx: Tx,
  step: Step,
  by: { readonly actorId: string; readonly today: LocalDate },
  ids: readonly string[],
  samplePercent?: number,
): Promise<Map<string, LockedRow>> {
  await lockEntries(tx, ids);
  const asked = [by.actorId, by.today, [...ids]];
  const { rows } = await (samplePercent === undefined
    ? tx.query<RawLockedRow>(FACTS.get(step.name)!, asked)
    : tx.query<RawLockedRow>(FACTS_AND_MARKS.get(step.name)!, [...asked, samplePercent]));
  return new Map(rows.map(row => [row.id, { ...stepRow(row), flagged: row.flagged, sampled: row.sampled }]));
}

type RawLockedRow = RawStepRow & { flagged: boolean; sampled: boolean };

/** One entry with everything its page shows and decides by; undefined where there is no such entry. */
export async function entryForStep(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  id: string,
  samplePercent: number,
  { at, since }: DailyLook,
): Promise<EntryRow | undefined> {
  const values = [actorId, today, [id], samplePercent, at, since];
  const { rows } = await sql.query<RawEntryRow>(ENTRY.get(step.name)!, values);
  const row = rows[0];
  return (
    row && {
      ...stepRow(row),
      decidedByMe: row.decided_by_me,
      ownerTitle: row.owner_title ?? '',
      itemName: row.item_name,
      unitName: row.unit_name,
      description: row.description,
      volume: row.volume,
      startMinute: row.start_minute,
      endMinute: row.end_minute,
      points: row.points,
      targetResult: row.target_result,
      ...flagFactsFrom(row),
      uncoveredReason: row.uncovered_reason,
      helperName: row.helper_name,
      sampled: row.sampled,
      objected: row.objected,
      files: row.files,
      dayPoints: row.day_points,
      presence: row.presence,
    }
  );
}

/** Where an entry stands in the queue, with its neighbours. */
export interface QueuePlace {
  readonly place: number;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
}

/** The place of a waiting entry in the actor's queue (person and day of the filter apply, marks do not). */
export async function queuePlace(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  id: string,
  filter: QueueFilter,
): Promise<QueuePlace | undefined> {
  const values = [actorId, today, id, filter.employeeId ?? null, filter.day ?? null];
  return (await sql.query<QueuePlace & Record<string, unknown>>(QUEUE_PLACE.get(step.name)!, values)).rows[0];
}

/** The waiting entry that follows a decided one in the queue, or the first one; undefined when nothing waits. */
export async function nextWaiting(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  decidedId: string,
  filter: QueueFilter,
): Promise<string | undefined> {
  const values = [actorId, today, decidedId, filter.employeeId ?? null, filter.day ?? null];
  return (await sql.query<{ id: string }>(NEXT_WAITING.get(step.name)!, values)).rows[0]?.id;
}
