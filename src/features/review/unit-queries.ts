import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { Zone } from '../../platform/clock.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { type DailyLook, notedLooks } from '../privacy/service.ts';
import { STILL_DECIDABLE } from './access.ts';

/*
 * What a leader sees of the chairs below (ux.md, wireframe 8): two levels, no rupiah, nobody outside the own chairs. A
 * delegate or acting holder sees it for the dates of the letter, as everything that goes with the chair.
 */

/** The chairs directly below one on the day. */
const childrenOf = (position: string): string => `LATERAL (SELECT v.* FROM position_version v
    WHERE v.superior_id = ${position} AND v.from_date <= $2 AND NOT EXISTS (SELECT 1 FROM position_version n
      WHERE n.position_id = v.position_id AND n.from_date <= $2 AND n.from_date > v.from_date))`;

/** Chairs up to three levels below the actor's chairs today: `depth` 1 is directly below. $1 actor, $2 day. */
const BELOW = `WITH RECURSIVE below AS (
    SELECT t.position_id, t.superior_id, t.title, t.unit_id, 1 AS depth FROM assignment s JOIN ${childrenOf('s.position_id')} t ON true
    WHERE s.employee_id = $1 AND s.kind <> 'KETUA_TIM' AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2)
    UNION SELECT t.position_id, t.superior_id, t.title, t.unit_id, b.depth + 1
    FROM below b JOIN ${childrenOf('b.position_id')} t ON true WHERE b.depth < 3
  ), chairs AS MATERIALIZED (
    SELECT position_id, superior_id, title, unit_id, min(depth) AS depth FROM below GROUP BY position_id, superior_id, title, unit_id
  )`;
const HELD = (person: string): string => `${person}.kind <> 'KETUA_TIM' AND ${person}.from_date <= $2
    AND (${person}.last_date IS NULL OR ${person}.last_date >= $2)`;

/** What waits at a chair below, and how its holder has decided this month. */
export interface ChairLoad {
  readonly title: string;
  readonly holders: string;
  readonly toVerify: number;
  readonly toValidate: number;
  /** Days since the oldest of it was sent. */
  readonly oldestDays: number;
  /** How many of it are older than the limit. */
  readonly late: number;
  readonly decided: number;
  readonly sentBack: number;
}

// $3 days beyond which waiting is late, $4 and $5 the month, $6 the regency's zone.
const LOADS = prepared(
  'review.unit_loads',
  `${BELOW}, waiting AS (
     SELECT a.position_id AS start, ARRAY[a.employee_id] AS excluded, NULL::uuid AS named, a.sent_at, a.status
     FROM activity a WHERE a.status = 'dikirim' AND a.position_id = ANY (ARRAY(SELECT position_id FROM chairs WHERE depth > 1))
       AND ${STILL_DECIDABLE}
     UNION ALL
     SELECT a.verified_chair_id, ARRAY[a.employee_id, a.verified_by], a.validator_chair_id, a.sent_at, a.status
     FROM activity a WHERE a.status = 'diverifikasi' AND a.verified_chair_id = ANY (ARRAY(SELECT position_id FROM chairs))
       AND ${STILL_DECIDABLE}
   ), grouped AS (
     SELECT w.start, w.excluded, w.named, w.status, count(*)::int AS n, min(w.sent_at) AS oldest,
       count(*) FILTER (WHERE (w.sent_at AT TIME ZONE $6)::date < $2::date - $3::int)::int AS late
     FROM waiting w GROUP BY w.start, w.excluded, w.named, w.status
   ), asked AS (
     SELECT coalesce(g.named, c.superior_id) AS start, g.excluded, g.status, g.n, g.oldest, g.late
     FROM grouped g JOIN chairs c ON c.position_id = g.start
   ), first AS MATERIALIZED (
     -- Most ask the same few chairs, and nearly all are answered by the first one that anybody holds.
     SELECT f.start, f.chair, ARRAY(SELECT h.employee_id FROM assignment h WHERE h.position_id = f.chair AND ${HELD('h')}) AS holders
     FROM (SELECT d.start, takar_chair_from(d.start, '{}', $2) AS chair FROM (SELECT DISTINCT start FROM asked) d) f
   ), placed AS (
     SELECT CASE WHEN f.holders <@ g.excluded THEN takar_chair_from(g.start, g.excluded, $2) ELSE f.chair END AS chair,
       g.status, g.n, g.oldest, g.late FROM asked g JOIN first f ON f.start = g.start
   ), sums AS (
     SELECT chair, coalesce(sum(n) FILTER (WHERE status = 'dikirim'), 0)::int AS to_verify,
       coalesce(sum(n) FILTER (WHERE status = 'diverifikasi'), 0)::int AS to_validate, min(oldest) AS oldest, sum(late)::int AS late
     FROM placed GROUP BY chair
   ), deciders AS (
     SELECT c.position_id FROM chairs c WHERE EXISTS (SELECT 1 FROM position_version v WHERE v.superior_id = c.position_id)
       OR EXISTS (SELECT 1 FROM position_version v WHERE v.validator_id = c.position_id)
   ), decisions AS (
     -- Everything asked stands in the index. The month of the entry does not: naming it, to look into fewer partitions, reads each row.
     SELECT e.chair_id, count(*)::int AS decided, count(*) FILTER (WHERE e.action <> 'setujui')::int AS sent_back
     FROM activity_event e WHERE e.chair_id = ANY (ARRAY(SELECT position_id FROM deciders)) AND e.part IN ('verifikator', 'validator')
       AND e.action IN ('setujui', 'kembalikan', 'tolak') AND e.at >= ($4::date::timestamp AT TIME ZONE $6)
       AND e.at < (($5::date + 1)::timestamp AT TIME ZONE $6)
     GROUP BY e.chair_id
   )
   SELECT c.title, coalesce(s.to_verify, 0) AS to_verify, coalesce(s.to_validate, 0) AS to_validate, coalesce(s.late, 0) AS late,
     coalesce($2::date - (s.oldest AT TIME ZONE $6)::date, 0) AS oldest_days,
     coalesce(d.decided, 0) AS decided, coalesce(d.sent_back, 0) AS sent_back,
     coalesce((SELECT string_agg(${fullNameOf('e')}, ', ' ORDER BY e.name) FROM assignment h JOIN employee e ON e.id = h.employee_id
               WHERE h.position_id = c.position_id AND ${HELD('h')}), '') AS holders
   FROM chairs c LEFT JOIN sums s ON s.chair = c.position_id LEFT JOIN decisions d ON d.chair_id = c.position_id
   WHERE s.chair IS NOT NULL OR d.chair_id IS NOT NULL
   ORDER BY coalesce(s.late, 0) DESC, s.oldest NULLS LAST, c.title, c.position_id`,
);

/** Whose chairs are asked about, when, and of which month. */
export interface UnitQuestion {
  readonly actorId: string;
  readonly today: LocalDate;
  readonly month: Month;
  readonly zone: Zone;
}

/** Per chair below: what waits there, how old it is, and how often its holder sends back. */
export async function loadsBelow(
  sql: Sql,
  { actorId, today, month, zone }: UnitQuestion,
  lateDays: number,
): Promise<ChairLoad[]> {
  const { rows } = await sql.query<{
    title: string;
    holders: string;
    to_verify: number;
    to_validate: number;
    oldest_days: number;
    late: number;
    decided: number;
    sent_back: number;
  }>(LOADS, [actorId, today, lateDays, firstDay(month), lastDay(month), zone]);
  return rows.map(row => ({
    title: row.title,
    holders: row.holders,
    toVerify: row.to_verify,
    toValidate: row.to_validate,
    oldestDays: row.oldest_days,
    late: row.late,
    decided: row.decided,
    sentBack: row.sent_back,
  }));
}

/** One person below with what they logged in a month. */
export interface PersonLoad {
  readonly name: string;
  readonly title: string;
  /** Of the unit the chair belongs to, on the day of asking. */
  readonly workPattern: WorkPattern;
  /** The first day of the month on which a chair was held. */
  readonly since: LocalDate;
  readonly minutes: number;
  readonly points: number;
  /** Days with something sent. */
  readonly days: number;
}

// $3 and $4 the month, $5 and $6 the look: everybody shown is noted once a day. Two levels.
const PEOPLE = prepared(
  'review.unit_people',
  `${BELOW}, shown AS MATERIALIZED (
     SELECT e.id AS employee_id, ${fullNameOf('e')} AS name, e.name AS sorted, c.title, u.work_pattern,
       greatest($3::date, (SELECT min(b.from_date) FROM assignment b WHERE b.employee_id = e.id AND b.kind = 'DEFINITIF'
         AND b.from_date <= $4::date AND (b.last_date IS NULL OR b.last_date >= $3::date))) AS since,
       coalesce(sum(a.end_minute - a.start_minute), 0)::int AS minutes,
       coalesce(sum(a.points), 0)::int AS points, count(DISTINCT a.work_date)::int AS days
     FROM chairs c JOIN assignment h ON h.position_id = c.position_id AND h.kind = 'DEFINITIF' AND ${HELD('h')}
     JOIN employee e ON e.id = h.employee_id
     JOIN LATERAL (SELECT v.work_pattern FROM org_unit_version v WHERE v.unit_id = c.unit_id AND v.from_date <= $2
                   ORDER BY v.from_date DESC LIMIT 1) u ON true
     LEFT JOIN activity a ON a.employee_id = e.id AND a.work_date BETWEEN $3 AND $4
       AND a.status IN ('dikirim', 'diverifikasi', 'divalidasi')
     WHERE c.depth <= 2 GROUP BY e.id, c.title, u.work_pattern ORDER BY e.name, e.id LIMIT 300
   ), noted AS (${notedLooks('ringkasan', 'SELECT employee_id FROM shown', { viewer: '$1', at: '$5', since: '$6' })})
   SELECT name, title, work_pattern, since, minutes, points, days FROM shown ORDER BY sorted, employee_id`,
);

/** Who sits in the chairs of the two levels below, with what they sent in a month; the look is noted. */
export async function peopleBelow(
  sql: Sql,
  { actorId, today, month }: UnitQuestion,
  look: DailyLook,
): Promise<PersonLoad[]> {
  const { rows } = await sql.query<{
    name: string;
    title: string;
    work_pattern: WorkPattern;
    since: string;
    minutes: number;
    points: number;
    days: number;
  }>(PEOPLE, [actorId, today, firstDay(month), lastDay(month), look.at, look.since]);
  return rows.map(({ work_pattern: workPattern, since, ...person }) => ({
    ...person,
    workPattern,
    since: localDate(since),
  }));
}

/** An objection that was to be decided by now, by somebody below. */
export interface OverdueObjection {
  readonly decider: string;
  readonly dueOn: LocalDate;
}

const OVERDUE = prepared(
  'review.unit_overdue',
  `${BELOW} SELECT c.title AS decider, o.due_on FROM objection o
   JOIN chairs c ON c.position_id = takar_chair_above(o.start_chair_id, o.excluded, $2)
   WHERE o.state = 'diajukan' AND o.due_on < $2 ORDER BY o.due_on, o.id`,
);

/** Objections that wait beyond their day at a chair below. */
export async function overdueBelow(sql: Sql, actorId: string, today: LocalDate): Promise<OverdueObjection[]> {
  const { rows } = await sql.query<{ decider: string; due_on: string }>(OVERDUE, [actorId, today]);
  return rows.map(row => ({ decider: row.decider, dueOn: localDate(row.due_on) }));
}
