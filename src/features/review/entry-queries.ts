import type { EntryStatus, PeriodStanding } from '../../domain/activity/lifecycle.ts';
import type { FlagFacts } from '../../domain/activity/review-flags.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { eventMonth, nearItsId } from '../activity-log/access.ts';
import { presenceBeside, type PresenceBeside } from '../attendance/day-beside.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { type DailyLook, notedLooks } from '../privacy/service.ts';
import {
  chairOfMine,
  CHAIRS,
  decidedByMe,
  NEAR_ITS_ID,
  PERIOD_STANDING,
  stepIsMine,
  STILL_DECIDABLE,
  waitsForMe,
} from './access.ts';
import { ANY_MARK, FACT_COLUMNS, flagFactsFrom, MARK_FACTS, type FactColumns } from './flag-facts.ts';
import { QUEUE_ORDER, type QueueFilter } from './queries.ts';
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
  readonly lastDecision: LastDecision | null;
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

const LAST_DECISION = `(SELECT jsonb_build_object('name', ${fullNameOf('p')}, 'at', h.at)
    FROM activity_event h JOIN employee p ON p.id = h.actor_id
    WHERE h.activity_id = a.id AND h.entry_month = ${eventMonth('a.id')} AND h.part <> 'pemilik'
    ORDER BY h.seq DESC LIMIT 1)`;

const stepColumns = (step: Step): string => `a.id, a.work_date, a.version, a.status, a.employee_id,
    ${fullNameOf('e')} AS employee_name, a.verified_by, ${stepIsMine(step)} AS mine, ${chairOfMine(step)} AS chair_id,
    coalesce(o.one_step, false) AS one_step,
    takar_named_validator(a.position_id, $2) AS named_validator_id, ${PERIOD_STANDING} AS period, ${LAST_DECISION} AS last_decision`;

/** The owner's position as the tree has it today: the chain is judged like the chair, on the day of deciding. */
const OWNER = `JOIN employee e ON e.id = a.employee_id
  LEFT JOIN LATERAL (SELECT v.title, v.one_step FROM position_version v
    WHERE v.position_id = a.position_id AND v.from_date <= $2 ORDER BY v.from_date DESC LIMIT 1) o ON true`;

/** In the order of their ids, so that two people who decide on the same entries wait for each other and nothing worse. */
const LOCK = prepared(
  'review.lock',
  `SELECT a.id FROM unnest($1::uuid[]) AS asked (id) JOIN activity a ON ${nearItsId('a', 'asked.id')}
   ORDER BY a.id FOR UPDATE OF a`,
);
/** Nobody closes the month of an entry between the reading of its facts and the decision; a close that waits goes first. */
const HOLD_PERIODS = prepared(
  'review.hold_periods',
  `WITH period AS (SELECT DISTINCT date_trunc('month', a.work_date::timestamp)::date AS month, a.payroll_unit_id AS unit
     FROM unnest($1::uuid[]) AS asked (id) JOIN activity a ON ${nearItsId('a', 'asked.id')} ORDER BY 1, 2
   ), gate AS MATERIALIZED (SELECT month, unit, pg_advisory_xact_lock_shared(takar_period_gate(month, unit)) FROM period)
   SELECT 1 FROM gate JOIN payroll_period p ON (p.month, p.kind, p.payroll_unit_id) = (gate.month, 'TPP', gate.unit)
   ORDER BY p.month, p.payroll_unit_id FOR SHARE OF p`,
);

/** An objection against the refusal was filed: nothing is taken back any more. */
const OBJECTED = `EXISTS (SELECT 1 FROM objection ob WHERE ob.activity_id = a.id AND ob.state <> 'ditarik')`;

const EVIDENCE = `coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'size', v.size) ORDER BY v.added_at, v.id)
    FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL), '[]'::jsonb)`;

const forStep = (make: (step: Step) => Prepared): ReadonlyMap<Step['name'], Prepared> =>
  new Map(STEPS.map(step => [step.name, make(step)]));

const FACTS = forStep(step =>
  prepared(
    `review.facts.${step.name}`,
    `${CHAIRS} SELECT ${stepColumns(step)}, ${ANY_MARK} AS flagged,
       ${step === VALIDATION ? 'takar_sampled(a.id, $4::int)' : '($4::int < 0)'} AS sampled
     FROM unnest($3::uuid[]) AS asked (id) JOIN activity a ON ${nearItsId('a', 'asked.id')} ${OWNER} ${MARK_FACTS}`,
  ),
);
// $5 and $6 the look: noted where the page is the actor's to read.
const LOOK = { viewer: '$1', at: '$5', since: '$6' } as const;
const ENTRY = forStep(step =>
  prepared(
    `review.entry.${step.name}`,
    `${CHAIRS}, asked AS MATERIALIZED (SELECT ${stepColumns(step)}, ${decidedByMe(step)} AS decided_by_me, o.title AS owner_title,
       i.name AS item_name, i.unit_name, a.description, a.volume::text, a.start_minute, a.end_minute, a.points,
       t.result AS target_result, a.uncovered_reason,
       nullif(${fullNameOf('hp')}, '') AS helper_name, ${FACT_COLUMNS}, w.day_points,
       ${step === VALIDATION ? 'takar_sampled(a.id, $4::int)' : '($4::int < 0)'} AS sampled, ${OBJECTED} AS objected, ${EVIDENCE} AS files
     FROM activity a ${OWNER} JOIN catalogue_item i ON i.id = a.item_id LEFT JOIN skp_target t ON t.id = a.target_id
     LEFT JOIN employee hp ON hp.id = a.prepared_by
     ${MARK_FACTS} WHERE ${NEAR_ITS_ID}
     ), noted AS (${notedLooks('kegiatan', `SELECT employee_id FROM asked WHERE decided_by_me OR (mine AND status = '${step.waits}')`, LOOK)})
     SELECT asked.*, ${presenceBeside('asked')} AS presence FROM asked`,
  ),
);
const QUEUE_PLACE = forStep(step =>
  prepared(
    `review.place.${step.name}`,
    `${CHAIRS}, queue AS (
       SELECT a.id, row_number() OVER line::int AS place, count(*) OVER ()::int AS total,
              lag(a.id) OVER line AS previous, lead(a.id) OVER line AS next
       FROM activity a JOIN employee e ON e.id = a.employee_id
       WHERE ${waitsForMe(step)} AND ${STILL_DECIDABLE}
         AND ($4::uuid IS NULL OR a.employee_id = $4) AND ($5::date IS NULL OR a.work_date = $5)
       WINDOW line AS (ORDER BY ${QUEUE_ORDER}))
     SELECT place, total, previous, next FROM queue WHERE id = $3`,
  ),
);
const NEXT_WAITING = forStep(step =>
  prepared(
    `review.next.${step.name}`,
    `${CHAIRS}, decided AS (SELECT e.name, a.employee_id, a.work_date, a.start_minute, a.id
       FROM activity a JOIN employee e ON e.id = a.employee_id WHERE ${NEAR_ITS_ID})
     SELECT a.id FROM activity a JOIN employee e ON e.id = a.employee_id LEFT JOIN decided d ON true
     WHERE ${waitsForMe(step)} AND ${STILL_DECIDABLE}
       AND ($4::uuid IS NULL OR a.employee_id = $4) AND ($5::date IS NULL OR a.work_date = $5)
     ORDER BY (e.name, a.employee_id, a.work_date, a.start_minute, a.id)
            < (d.name, d.employee_id, d.work_date, d.start_minute, d.id), ${QUEUE_ORDER} LIMIT 1`,
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
  last_decision: { name: string; at: string } | null;
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
  lastDecision: row.last_decision && { name: row.last_decision.name, at: new Date(row.last_decision.at) },
});

/** What a decision about one of several entries depends on, and which marks it carries. */
export interface LockedRow extends StepRow {
  readonly flagged: boolean;
  readonly sampled: boolean;
}

/** Locks entries and the months they belong to for a decision, until the transaction ends. */
export async function lockEntries(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(LOCK, [[...ids]]);
  await tx.query(HOLD_PERIODS, [[...ids]]);
}

/**
 * Locks entries for a decision, then reads what the decision depends on: authority, status and period are those of
 * the moment after the lock, so that whoever was first is seen.
 * @param samplePercent percent of the entries to validate that are drawn for reading one by one
 * @returns the entries that exist, by id
 */
export async function lockSteps(
  tx: Tx,
  step: Step,
  by: { readonly actorId: string; readonly today: LocalDate },
  ids: readonly string[],
  samplePercent: number,
): Promise<Map<string, LockedRow>> {
  await lockEntries(tx, ids);
  const { rows } = await tx.query<RawStepRow & { flagged: boolean; sampled: boolean }>(FACTS.get(step.name)!, [
    by.actorId,
    by.today,
    [...ids],
    samplePercent,
  ]);
  return new Map(rows.map(row => [row.id, { ...stepRow(row), flagged: row.flagged, sampled: row.sampled }]));
}

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
  const values = [actorId, today, id, samplePercent, at, since];
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
