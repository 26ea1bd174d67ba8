import { REVIEW_FLAGS, type FlagFacts, type ReviewFlag } from '../../domain/activity/review-flags.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import { presenceBeside, type PresenceBeside } from '../attendance/day-beside.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { type DailyLook, notedLooks } from '../privacy/service.ts';
import { DECIDABLE_NOW, inQueue, QUEUES, waitingCount } from './access.ts';
import {
  ANY_MARK,
  FACT_COLUMNS,
  flagFactsFrom,
  MARK_FACTS,
  MARK_TABLES,
  MARKED,
  type FactColumns,
} from './flag-facts.ts';
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

/** Order of the rows of CTE "mine" and of whatever is cut from it: the same as QUEUE_ORDER, by columns of its own. */
const MINE_KEY = 'm.name, m.employee_id, m.work_date, m.start_minute, m.id';

/**
 * The queue of one step with the names it is sorted by: the CTEs "people" and "mine". Each name is a look-up of its own
 * (OFFSET 0): joined, the planner reads everybody of the regency instead.
 */
export const mineOf = (step: Step): string => `people AS MATERIALIZED (
    SELECT p.employee_id, e.name, e.full_name FROM (SELECT DISTINCT q.employee_id FROM queues q WHERE ${inQueue(step)}) p
    CROSS JOIN LATERAL (SELECT e.name, ${fullNameOf('e')} AS full_name FROM employee e WHERE e.id = p.employee_id OFFSET 0) e
  ), mine AS MATERIALIZED (
    SELECT q.id, q.employee_id, p.name, q.work_date, q.start_minute, q.period
    FROM queues q JOIN people p ON p.employee_id = q.employee_id WHERE ${inQueue(step)})`;

/** The place of entry $3 in the order of a queue, whether it still waits or not: the CTE "anchor". */
export const ANCHOR = `anchor AS MATERIALIZED (
    SELECT e.name, n.employee_id, n.work_date, n.start_minute, n.id FROM takar_entries_by_id(ARRAY[$3::uuid]) n
    CROSS JOIN LATERAL (SELECT e.name FROM employee e WHERE e.id = n.employee_id OFFSET 0) e)`;

/** Rows of "mine" that may be decided and match person ($4) and day ($5). */
export const MATCHING = `m.${DECIDABLE_NOW} AND ($4::uuid IS NULL OR m.employee_id = $4) AND ($5::date IS NULL OR m.work_date = $5)`;

/** After the entry named by $3; from the beginning where it is absent or gone. */
const AFTER = `(NOT EXISTS (SELECT 1 FROM anchor)
    OR (${MINE_KEY}) > (SELECT n.name, n.employee_id, n.work_date, n.start_minute, n.id FROM anchor n))`;

const rowColumns = (
  step: Step,
): string => `a.id, a.version, a.status, a.employee_id, e.full_name AS employee_name, a.work_date, i.name AS item_name,
    i.unit_name, a.description, a.volume::text, a.start_minute, a.end_minute, a.points,
    ${FACT_COLUMNS}, w.day_points, w.day_minutes, w.day_start, w.day_end, ${sampled(step)} AS sampled, a.period = 'terlambat' AS late`;

/** The whole queue counted, as one value: [person, name, [day, waiting, late, locked]…] for each person. */
const TALLY = `(SELECT coalesce(json_agg(json_build_array(p.employee_id, p.full_name, t.days) ORDER BY p.name, p.employee_id), '[]')
    FROM (SELECT d.employee_id, json_agg(json_build_array(d.work_date, d.waiting, d.late, d.locked) ORDER BY d.work_date) AS days
      FROM (SELECT m.employee_id, m.work_date, count(*) FILTER (WHERE m.${DECIDABLE_NOW}) AS waiting,
          count(*) FILTER (WHERE m.period = 'terlambat') AS late, count(*) FILTER (WHERE m.period = 'tertutup') AS locked
        FROM mine m GROUP BY m.employee_id, m.work_date) d
      GROUP BY d.employee_id) t JOIN people p ON p.employee_id = t.employee_id)`;

/**
 * Queue and counts in one statement. Without a mark to look for, the page is cut first, by what is needed to sort it, and
 * only its rows are read and measured; a mark must measure them all. Whose entries are shown is noted by the same statement
 * (docs/adr/0015). Parameters: actor, today, anchor id, person, day, percentage drawn, the look's two instants, (mark).
 * There is always a first row: it carries the counts, and no entry where nothing is shown.
 */
const LOOK = { viewer: '$1', at: '$7', since: '$8' } as const;
function pageStatement(step: Step, byMark: boolean): Prepared {
  const most = String(PAGE_ROWS + 1);
  return prepared(
    `review.queue.${step.name}${byMark ? '.mark' : ''}`,
    `WITH ${QUEUES}, ${mineOf(step)}, ${ANCHOR}, chosen AS MATERIALIZED (
       SELECT m.id, m.period FROM mine m WHERE ${MATCHING} AND ${AFTER} ${byMark ? '' : `ORDER BY ${MINE_KEY} LIMIT ${most}`}
     ), a AS MATERIALIZED (
       SELECT n.*, c.period FROM takar_entries_by_id(ARRAY(SELECT c.id FROM chosen c)) n JOIN chosen c ON c.id = n.id
     ), ${MARK_TABLES}, shown AS MATERIALIZED (
       SELECT ${rowColumns(step)}, row_number() OVER (ORDER BY ${QUEUE_ORDER}) AS place
       FROM a JOIN people e ON e.employee_id = a.employee_id JOIN catalogue_item i ON i.id = a.item_id ${MARK_FACTS}
       ${byMark ? `WHERE ${markCondition(step)}` : ''} ORDER BY ${QUEUE_ORDER} LIMIT ${most}
     ), noted AS (${notedLooks('kegiatan', `SELECT employee_id FROM shown WHERE place <= ${String(PAGE_ROWS)}`, LOOK)})
     SELECT CASE WHEN coalesce(shown.place, 1) = 1 THEN ${TALLY} END AS tally,
       CASE WHEN coalesce(shown.place, 1) = 1 THEN ${waitingCount(VERIFICATION)} END AS to_verify,
       CASE WHEN coalesce(shown.place, 1) = 1 THEN ${waitingCount(VALIDATION)} END AS to_validate,
       shown.*, ${presenceBeside('shown')} AS presence
     FROM (SELECT 1) one LEFT JOIN shown ON true ORDER BY shown.place`,
  );
}

const PAGE = byStep(step => pageStatement(step, false));
const PAGE_BY_MARK = byStep(step => pageStatement(step, true));
function byStep<Value>(make: (step: Step) => Value): Readonly<Record<Step['name'], Value>> {
  const [verifikasi, validasi] = STEPS.map(make) as [Value, Value];
  return { verifikasi, validasi };
}

type RawTally = [person: string, name: string, days: [day: string, waiting: number, late: number, locked: number][]];

interface RawRow extends FactColumns {
  tally: RawTally[] | null;
  to_verify: number | null;
  to_validate: number | null;
  /** Null in the first row where no entry is shown. */
  id: string | null;
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

/** One page of a queue, with what is said about all of it. */
export interface Queue {
  /** At most PAGE_ROWS. */
  readonly rows: readonly QueueRow[];
  readonly more: boolean;
  /** The whole queue counted by person and day, whatever is filtered: for the heading and the choices of the filter. */
  readonly tally: readonly Tally[];
  /** The length of both queues, for the menu. */
  readonly waiting: WaitingCounts;
}

/**
 * One page of the entries whose step is the actor's today, in the order of the queue. One statement.
 * @param look when it is shown to the actor: noted for each person on the page, once a day
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
): Promise<Queue> {
  const asked = [actorId, today, after ?? null, filter.employeeId ?? null, filter.day ?? null, samplePercent];
  const values = [...asked, look?.at ?? null, look?.since ?? null];
  const { rows } =
    filter.mark === undefined
      ? await sql.query<RawRow>(PAGE[step.name], values)
      : await sql.query<RawRow>(PAGE_BY_MARK[step.name], [...values, filter.mark]);
  const [first] = rows;
  const entries = rows.filter((row): row is RawEntry => row.id !== null);
  return {
    rows: entries.slice(0, PAGE_ROWS).map(queueRow),
    more: entries.length > PAGE_ROWS,
    tally: (first?.tally ?? []).flatMap(tallyFrom),
    waiting: { verifikasi: first?.to_verify ?? 0, validasi: first?.to_validate ?? 0 },
  };
}

type RawEntry = RawRow & { id: string };

const queueRow = (row: RawEntry): QueueRow => ({
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

const tallyFrom = ([employeeId, employeeName, days]: RawTally): Tally[] =>
  days.map(([day, waiting, late, locked]) => ({
    employeeId,
    employeeName,
    workDate: localDate(day),
    waiting,
    late,
    locked,
  }));

/** How many entries wait for a person's verification and validation. */
export interface WaitingCounts {
  readonly verifikasi: number;
  readonly validasi: number;
}

const WAITING = prepared(
  'review.waiting',
  `WITH ${QUEUES} SELECT ${waitingCount(VERIFICATION)} AS verifikasi, ${waitingCount(VALIDATION)} AS validasi`,
);

/** How many entries wait for the actor's verification and validation today: the badges of the menu. One statement. */
export async function waitingFor(sql: Sql, actorId: string, today: LocalDate): Promise<WaitingCounts> {
  const { rows } = await sql.query<WaitingCounts & Record<string, unknown>>(WAITING, [actorId, today]);
  return rows[0] ?? { verifikasi: 0, validasi: 0 };
}
