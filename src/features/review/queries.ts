import { REVIEW_FLAGS, type FlagFacts, type ReviewFlag } from '../../domain/activity/review-flags.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import { presenceBeside, type PresenceBeside } from '../attendance/day-beside.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { type DailyLook, notedLooks } from '../privacy/service.ts';
import { CHAIRS, NEAR_ITS_ID, PERIOD_STANDING, STILL_DECIDABLE, stepIsMine, waitingEntries } from './access.ts';
import { ANY_MARK, FACT_COLUMNS, flagFactsFrom, MARK_FACTS, MARKED, type FactColumns } from './flag-facts.ts';
import { STEPS, VALIDATION, VERIFICATION, type Step } from './step.ts';

/** Rows of one page of a queue. */
export const PAGE_ROWS = 50;

/** What of a queue is wanted; every part may be absent. */
export interface QueueFilter {
  readonly day?: LocalDate | undefined;
  readonly employeeId?: string | undefined;
  /** Marked or drawn ones, the others, those drawn for reading, or those with one mark (src/domain/activity/review-flags.ts). */
  readonly mark?: QueueMark | undefined;
}

export type QueueMark = 'ada' | 'tanpa' | 'contoh' | ReviewFlag;
export const QUEUE_MARKS: readonly QueueMark[] = [
  'ada',
  'tanpa',
  'contoh',
  ...(Object.keys(REVIEW_FLAGS) as ReviewFlag[]),
];

/** One waiting entry with what its marks are drawn from. Volume is decimal text. */
export interface QueueRow extends FlagFacts {
  readonly id: string;
  readonly version: number;
  readonly status: 'dikirim' | 'diverifikasi';
  readonly employeeId: string;
  readonly employeeName: string;
  readonly workDate: LocalDate;
  readonly itemName: string;
  readonly unitName: string;
  readonly description: string;
  readonly volume: string;
  readonly startMinute: number;
  readonly endMinute: number;
  readonly points: number;
  /** Points of everything the owner has sent for that day. */
  readonly dayPoints: number;
  /** Minutes of everything the owner has sent for that day. */
  readonly dayMinutes: number;
  /** When the first of it began and the last of it ended, minutes after midnight. */
  readonly dayStart: number;
  readonly dayEnd: number;
  /** Drawn for reading one by one (validation only). */
  readonly sampled: boolean;
  /** Its month is closed and was computed without it: approved, it becomes an adjustment. */
  readonly late: boolean;
  /** What presence says of the owner's day; null where nothing is known. */
  readonly presence: PresenceBeside | null;
}

/** Queues are read by person, then day, then time of day; the id makes the order total. */
export const QUEUE_ORDER = 'e.name, a.employee_id, a.work_date, a.start_minute, a.id';

/** Drawn for reading one by one: only the next level is asked to. `$6` is the percentage (workflow.contoh_persen). */
const sampled = (step: Step): string => (step === VALIDATION ? 'takar_sampled(a.id, $6::int)' : '($6::int < 0)');

const markCondition = (step: Step): string => `CASE $9::text
    WHEN 'ada' THEN ${ANY_MARK} OR ${sampled(step)} WHEN 'tanpa' THEN NOT (${ANY_MARK} OR ${sampled(step)})
    WHEN 'contoh' THEN ${sampled(step)}
    ${Object.entries(MARKED)
      .map(([mark, condition]) => `WHEN '${mark}' THEN ${condition}`)
      .join(' ')} END`;

/** Entry rows of the queue that match person ($4) and day ($5). */
const matching = (step: Step): string => `${stepIsMine(step)} AND ${STILL_DECIDABLE}
    AND ($4::uuid IS NULL OR a.employee_id = $4) AND ($5::date IS NULL OR a.work_date = $5)`;

/** After the entry named by $3; from the beginning where it is absent or gone. */
const AFTER = `(NOT EXISTS (SELECT 1 FROM anchor)
    OR (e.name, a.employee_id, a.work_date, a.start_minute, a.id) > (SELECT n.name, n.employee_id, n.work_date, n.start_minute, n.id FROM anchor n))`;
const ANCHOR = `anchor AS (
    SELECT e.name, a.employee_id, a.work_date, a.start_minute, a.id FROM activity a JOIN employee e ON e.id = a.employee_id
    WHERE ${NEAR_ITS_ID})`;

const rowColumns = (
  step: Step,
): string => `a.id, a.version, a.status, a.employee_id, ${fullNameOf('e')} AS employee_name, a.work_date, i.name AS item_name,
    i.unit_name, a.description, a.volume::text, a.start_minute, a.end_minute, a.points,
    ${FACT_COLUMNS}, w.day_points, w.day_minutes, w.day_start, w.day_end, ${sampled(step)} AS sampled, ${PERIOD_STANDING} = 'terlambat' AS late`;

/**
 * Without a mark to look for, the page is cut first and only its rows are measured; a mark must measure them all. Whose
 * entries are shown is noted by the same statement (docs/adr/0015). Parameters: actor, today, anchor id, person, day,
 * percentage drawn, the look's two instants, (mark).
 */
const LOOK = { viewer: '$1', at: '$7', since: '$8' } as const;
function pageStatement(step: Step, byMark: boolean): Prepared {
  const cut = `ORDER BY ${QUEUE_ORDER} LIMIT ${String(PAGE_ROWS + 1)}`;
  const first = `a AS (SELECT a.* FROM ${waitingEntries(step)} a JOIN employee e ON e.id = a.employee_id
      WHERE ${matching(step)} AND ${AFTER} ${byMark ? '' : cut})`;
  return prepared(
    `review.queue.${step.name}${byMark ? '.mark' : ''}`,
    `${CHAIRS}, ${ANCHOR}, ${first}, shown AS MATERIALIZED (
       SELECT ${rowColumns(step)}, row_number() OVER (ORDER BY ${QUEUE_ORDER}) AS place
       FROM a JOIN employee e ON e.id = a.employee_id JOIN catalogue_item i ON i.id = a.item_id ${MARK_FACTS}
       ${byMark ? `WHERE ${markCondition(step)}` : ''} ${cut}
     ), noted AS (${notedLooks('kegiatan', `SELECT employee_id FROM shown WHERE place <= ${String(PAGE_ROWS)}`, LOOK)})
     SELECT shown.*, ${presenceBeside('shown')} AS presence FROM shown ORDER BY place`,
  );
}

const PAGE = byStep(step => pageStatement(step, false));
const PAGE_BY_MARK = byStep(step => pageStatement(step, true));
const TALLY = byStep(step =>
  prepared(
    `review.tally.${step.name}`,
    `${CHAIRS} SELECT a.employee_id, ${fullNameOf('e')} AS employee_name, a.work_date,
       count(*) FILTER (WHERE o.period <> 'tertutup')::int AS waiting,
       count(*) FILTER (WHERE o.period = 'terlambat')::int AS late, count(*) FILTER (WHERE o.period = 'tertutup')::int AS locked
     FROM ${waitingEntries(step)} a JOIN employee e ON e.id = a.employee_id
     CROSS JOIN LATERAL (SELECT ${PERIOD_STANDING} AS period) o
     WHERE ${stepIsMine(step)}
     GROUP BY a.employee_id, e.id, a.work_date ORDER BY e.name, a.employee_id, a.work_date`,
  ),
);

function byStep<Value>(make: (step: Step) => Value): Readonly<Record<Step['name'], Value>> {
  const [verifikasi, validasi] = STEPS.map(make) as [Value, Value];
  return { verifikasi, validasi };
}

interface RawRow extends FactColumns {
  id: string;
  version: number;
  status: 'dikirim' | 'diverifikasi';
  employee_id: string;
  employee_name: string;
  work_date: string;
  item_name: string;
  unit_name: string;
  description: string;
  volume: string;
  start_minute: number;
  end_minute: number;
  points: number;
  day_points: number;
  day_minutes: number;
  day_start: number;
  day_end: number;
  sampled: boolean;
  late: boolean;
  presence: PresenceBeside | null;
}

/**
 * One page of the entries whose step is the actor's today, in the order of the queue.
 * @param look when it is shown to the actor: noted for each person on the page, once a day
 * @returns at most PAGE_ROWS rows, and whether more follow
 */
export async function queuePage(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  filter: QueueFilter,
  after?: string,
  samplePercent = 0,
  look?: DailyLook,
): Promise<{ readonly rows: readonly QueueRow[]; readonly more: boolean }> {
  const asked = [actorId, today, after ?? null, filter.employeeId ?? null, filter.day ?? null, samplePercent];
  const values = [...asked, look?.at ?? null, look?.since ?? null];
  const { rows } =
    filter.mark === undefined
      ? await sql.query<RawRow>(PAGE[step.name], values)
      : await sql.query<RawRow>(PAGE_BY_MARK[step.name], [...values, filter.mark]);
  return { rows: rows.slice(0, PAGE_ROWS).map(queueRow), more: rows.length > PAGE_ROWS };
}

const queueRow = (row: RawRow): QueueRow => ({
  ...flagFactsFrom(row),
  id: row.id,
  version: row.version,
  status: row.status,
  employeeId: row.employee_id,
  employeeName: row.employee_name,
  workDate: localDate(row.work_date),
  itemName: row.item_name,
  unitName: row.unit_name,
  description: row.description,
  volume: row.volume,
  startMinute: row.start_minute,
  endMinute: row.end_minute,
  points: row.points,
  dayPoints: row.day_points,
  dayMinutes: row.day_minutes,
  dayStart: row.day_start,
  dayEnd: row.day_end,
  sampled: row.sampled,
  late: row.late,
  presence: row.presence,
});

/** How many entries of one person and day wait for the actor. */
export interface Tally {
  readonly employeeId: string;
  readonly employeeName: string;
  readonly workDate: LocalDate;
  /** Entries that may be decided now. */
  readonly waiting: number;
  /** Those of them in a month that is closed and computed without them: approved, they become an adjustment (rulings.md 18). */
  readonly late: number;
  /** Entries of a month that is being computed: they may be decided again when it is. */
  readonly locked: number;
}

/** The whole queue counted by person and day, whatever is filtered: for the heading and the choices of the filter. */
export async function queueTally(sql: Sql, step: Step, actorId: string, today: LocalDate): Promise<readonly Tally[]> {
  const { rows } = await sql.query<{
    employee_id: string;
    employee_name: string;
    work_date: string;
    waiting: number;
    late: number;
    locked: number;
  }>(TALLY[step.name], [actorId, today]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    employeeName: row.employee_name,
    workDate: localDate(row.work_date),
    waiting: row.waiting,
    late: row.late,
    locked: row.locked,
  }));
}

/** Scalar subqueries with the length of a queue, for statements that begin with CHAIRS. */
export const waitingCount = (step: Step): string =>
  `(SELECT count(*)::int FROM ${waitingEntries(step)} a WHERE ${stepIsMine(step)} AND ${STILL_DECIDABLE})`;

const WAITING = prepared(
  'review.waiting',
  `${CHAIRS} SELECT ${waitingCount(VERIFICATION)} AS verifikasi, ${waitingCount(VALIDATION)} AS validasi`,
);

/** How many entries wait for the actor's verification and validation today: the badges of the menu. One statement. */
export async function waitingFor(
  sql: Sql,
  actorId: string,
  today: LocalDate,
): Promise<{ readonly verifikasi: number; readonly validasi: number }> {
  const { rows } = await sql.query<{ verifikasi: number; validasi: number }>(WAITING, [actorId, today]);
  return rows[0] ?? { verifikasi: 0, validasi: 0 };
}
