import { LONG_MINUTES, UNUSUAL_TIME, type FlagFacts } from '../../domain/activity/review-flags.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { CHAIRS, NEAR_ITS_ID, PERIOD_IS_OPEN, waitsForMe } from './access.ts';
import { STEPS, VALIDATION, VERIFICATION, type Step } from './step.ts';

/** Rows of one page of a queue. */
export const PAGE_ROWS = 50;

/** What of a queue is wanted; every part may be absent. */
export interface QueueFilter {
  readonly day?: LocalDate | undefined;
  readonly employeeId?: string | undefined;
  /** Marked ones, unmarked ones, or those with one mark (src/domain/activity/review-flags.ts). */
  readonly mark?: QueueMark | undefined;
}

export const QUEUE_MARKS = ['ada', 'tanpa', 'sama', 'poin', 'bukti'] as const;
export type QueueMark = (typeof QUEUE_MARKS)[number];

/** One waiting entry with what its marks are drawn from. Volume is decimal text. */
export interface QueueRow extends FlagFacts {
  readonly id: string;
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
}

/** Queues are read by person, then day, then time of day; the id makes the order total. */
export const QUEUE_ORDER = 'e.name, a.employee_id, a.work_date, a.start_minute, a.id';

/** What the marks of entry "a" are drawn from, as columns; needs catalogue_item as "i". */
export const MARK_FACTS = `CROSS JOIN LATERAL (
    SELECT a.end_minute - a.start_minute AS minutes,
      (SELECT ceil(n.minutes_per_unit * a.volume)::int FROM catalogue_norm n
       WHERE n.item_id = a.item_id AND n.from_date <= a.work_date ORDER BY n.from_date DESC LIMIT 1) AS usual_minutes,
      (SELECT count(*)::int FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL) AS evidence,
      EXISTS (
        SELECT 1 FROM activity y
        WHERE y.employee_id = a.employee_id AND y.work_date BETWEEN a.work_date - 7 AND a.work_date - 1
          AND y.work_date = (SELECT max(z.work_date) FROM activity z WHERE z.employee_id = a.employee_id
                             AND z.work_date BETWEEN a.work_date - 7 AND a.work_date - 1 AND z.status <> 'draf')
          AND y.status <> 'draf' AND y.item_id = a.item_id AND y.volume = a.volume
          AND lower(btrim(y.description)) = lower(btrim(a.description))
      ) AS same_as_last_day
  ) f
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(d.points), 0)::int AS day_points, coalesce(sum(d.end_minute - d.start_minute), 0)::int AS day_minutes
    FROM activity d WHERE d.employee_id = a.employee_id AND d.work_date = a.work_date
      AND d.status IN ('dikirim', 'diverifikasi', 'divalidasi')
  ) w`;

const MARKED: Readonly<Record<'sama' | 'poin' | 'bukti', string>> = {
  sama: 'f.same_as_last_day',
  poin: `coalesce(f.usual_minutes > f.minutes * ${String(UNUSUAL_TIME)}, false)`,
  bukti: `(f.evidence = 0 AND f.minutes >= ${String(LONG_MINUTES)})`,
};
const ANY_MARK = `(${Object.values(MARKED).join(' OR ')})`;
const MARK_CONDITION = `CASE $6::text WHEN 'ada' THEN ${ANY_MARK} WHEN 'tanpa' THEN NOT ${ANY_MARK}
    WHEN 'sama' THEN ${MARKED.sama} WHEN 'poin' THEN ${MARKED.poin} ELSE ${MARKED.bukti} END`;

/** Entry rows of the queue that match person ($4) and day ($5). */
const matching = (step: Step): string => `${waitsForMe(step)} AND ${PERIOD_IS_OPEN}
    AND ($4::uuid IS NULL OR a.employee_id = $4) AND ($5::date IS NULL OR a.work_date = $5)`;

/** After the entry named by $3; from the beginning where it is absent or gone. */
const AFTER = `(NOT EXISTS (SELECT 1 FROM anchor)
    OR (e.name, a.employee_id, a.work_date, a.start_minute, a.id) > (SELECT n.name, n.employee_id, n.work_date, n.start_minute, n.id FROM anchor n))`;
const ANCHOR = `anchor AS (
    SELECT e.name, a.employee_id, a.work_date, a.start_minute, a.id FROM activity a JOIN employee e ON e.id = a.employee_id
    WHERE ${NEAR_ITS_ID})`;

const ROWS = `a.id, a.status, a.employee_id, ${fullNameOf('e')} AS employee_name, a.work_date, i.name AS item_name,
    i.unit_name, a.description, a.volume::text, a.start_minute, a.end_minute, a.points,
    f.minutes, f.usual_minutes, f.evidence, f.same_as_last_day, w.day_points, w.day_minutes`;

/**
 * Without a mark to look for, the page is cut first and only its rows are measured; a mark must measure them all.
 * Parameters: actor, today, anchor id, person, day, (mark).
 */
function pageStatement(step: Step, byMark: boolean): Prepared {
  const cut = `ORDER BY ${QUEUE_ORDER} LIMIT ${String(PAGE_ROWS + 1)}`;
  const first = `a AS (SELECT a.* FROM activity a JOIN employee e ON e.id = a.employee_id
      WHERE ${matching(step)} AND ${AFTER} ${byMark ? '' : cut})`;
  return prepared(
    `review.queue.${step.name}${byMark ? '.mark' : ''}`,
    `${CHAIRS}, ${ANCHOR}, ${first}
     SELECT ${ROWS} FROM a JOIN employee e ON e.id = a.employee_id JOIN catalogue_item i ON i.id = a.item_id ${MARK_FACTS}
     ${byMark ? `WHERE ${MARK_CONDITION}` : ''} ${cut}`,
  );
}

const PAGE = byStep(step => pageStatement(step, false));
const PAGE_BY_MARK = byStep(step => pageStatement(step, true));
const TALLY = byStep(step =>
  prepared(
    `review.tally.${step.name}`,
    `${CHAIRS} SELECT a.employee_id, ${fullNameOf('e')} AS employee_name, a.work_date,
       count(*) FILTER (WHERE o.open)::int AS waiting, count(*) FILTER (WHERE NOT o.open)::int AS locked
     FROM activity a JOIN employee e ON e.id = a.employee_id
     CROSS JOIN LATERAL (SELECT ${PERIOD_IS_OPEN} AS open) o
     WHERE ${waitsForMe(step)}
     GROUP BY a.employee_id, e.id, a.work_date ORDER BY e.name, a.employee_id, a.work_date`,
  ),
);

function byStep<Value>(make: (step: Step) => Value): Readonly<Record<Step['name'], Value>> {
  const [verifikasi, validasi] = STEPS.map(make) as [Value, Value];
  return { verifikasi, validasi };
}

interface RawRow {
  id: string;
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
  minutes: number;
  usual_minutes: number | null;
  evidence: number;
  same_as_last_day: boolean;
  day_points: number;
  day_minutes: number;
}

/**
 * One page of the entries whose step is the actor's today, in the order of the queue.
 * @param after the last entry of the page before, or undefined for the first page
 * @returns at most PAGE_ROWS rows, and whether more follow
 */
export async function queuePage(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  filter: QueueFilter,
  after?: string,
): Promise<{ readonly rows: readonly QueueRow[]; readonly more: boolean }> {
  const values = [actorId, today, after ?? null, filter.employeeId ?? null, filter.day ?? null];
  const { rows } =
    filter.mark === undefined
      ? await sql.query<RawRow>(PAGE[step.name], values)
      : await sql.query<RawRow>(PAGE_BY_MARK[step.name], [...values, filter.mark]);
  return { rows: rows.slice(0, PAGE_ROWS).map(queueRow), more: rows.length > PAGE_ROWS };
}

const queueRow = (row: RawRow): QueueRow => ({
  id: row.id,
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
  minutes: row.minutes,
  usualMinutes: row.usual_minutes ?? undefined,
  evidence: row.evidence,
  sameAsLastDay: row.same_as_last_day,
  dayPoints: row.day_points,
  dayMinutes: row.day_minutes,
});

/** How many entries of one person and day wait for the actor. */
export interface Tally {
  readonly employeeId: string;
  readonly employeeName: string;
  readonly workDate: LocalDate;
  /** Entries that may be decided now. */
  readonly waiting: number;
  /** Entries of a month that is closed: they stay as they are (rulings.md 18). */
  readonly locked: number;
}

/** The whole queue counted by person and day, whatever is filtered: for the heading and the choices of the filter. */
export async function queueTally(sql: Sql, step: Step, actorId: string, today: LocalDate): Promise<readonly Tally[]> {
  const { rows } = await sql.query<{
    employee_id: string;
    employee_name: string;
    work_date: string;
    waiting: number;
    locked: number;
  }>(TALLY[step.name], [actorId, today]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    employeeName: row.employee_name,
    workDate: localDate(row.work_date),
    waiting: row.waiting,
    locked: row.locked,
  }));
}

/** Scalar subqueries with the length of a queue, for statements that begin with CHAIRS. */
export const waitingCount = (step: Step): string =>
  `(SELECT count(*)::int FROM activity a WHERE ${waitsForMe(step)} AND ${PERIOD_IS_OPEN})`;

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
