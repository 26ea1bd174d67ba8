import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** That somebody was the direct superior of somebody else for some calendar days. */
export interface Lead {
  readonly leader: string;
  readonly led: string;
  readonly days: number;
}

/** Whose leads, and of which days, both included. */
export interface LeadsAsked {
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** Persons whose chairs, and all chairs below them, are looked at. */
  readonly leaders: readonly string[];
  /** Also whom everybody below leads from other chairs, acting for somebody or having moved, down to the last. */
  readonly elsewhere: boolean;
}

/*
 * The days between two changes of a chair or of its holder are alike, so each stretch is judged on its first day. $1 and $2 the
 * days, $3 the persons at the top, $4 whether from a chair to the other chairs of who sits in it. Chairs above theirs are not
 * looked at: who is led from there is led by nobody asked for.
 */
const LEADS = `WITH RECURSIVE held AS MATERIALIZED (
    SELECT a.employee_id, a.position_id, a.kind, a.from_date, coalesce(a.last_date, '9999-12-31') AS last_date,
      array_position(ARRAY['PLH', 'DEFINITIF', 'PLT'], a.kind) AS weight
    FROM assignment a
    WHERE a.kind IN ('DEFINITIF', 'PLT', 'PLH') AND a.from_date <= $2::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
  ), several AS (
    SELECT employee_id, array_agg(position_id) AS chairs FROM held WHERE $4::boolean GROUP BY employee_id HAVING count(*) > 1
  ), beside AS MATERIALIZED (
    SELECT DISTINCT chair, other FROM several CROSS JOIN unnest(chairs) AS chair CROSS JOIN unnest(chairs) AS other
    WHERE chair <> other
  ), below AS (
    SELECT h.position_id FROM held h WHERE h.employee_id = ANY ($3::uuid[])
    UNION
    SELECT n.position_id FROM below b LEFT JOIN beside e ON e.chair = b.position_id CROSS JOIN LATERAL (
      SELECT v.position_id FROM position_version v WHERE v.superior_id = b.position_id AND v.from_date <= $2::date
      UNION ALL SELECT e.other WHERE e.other IS NOT NULL) n
  ), seat AS MATERIALIZED (
    SELECT h.* FROM held h JOIN below b ON b.position_id = h.position_id
  ), post AS MATERIALIZED (
    SELECT v.position_id, v.superior_id, v.from_date,
      coalesce(lead(v.from_date) OVER (PARTITION BY v.position_id ORDER BY v.from_date) - 1, '9999-12-31') AS last_date
    FROM position_version v JOIN below b ON b.position_id = v.position_id WHERE v.from_date <= $2::date
  ), change AS (
    SELECT $1::date AS day
    UNION SELECT from_date FROM seat WHERE from_date > $1::date
    UNION SELECT last_date + 1 FROM seat WHERE last_date < $2::date
    UNION SELECT from_date FROM post WHERE from_date > $1::date
  ), stretch AS MATERIALIZED (
    SELECT day, lead(day, 1, $2::date + 1) OVER (ORDER BY day) - day AS days FROM change
  ), up AS (
    SELECT s.day, s.days, h.employee_id AS led, p.superior_id AS chair, 1 AS depth
    FROM stretch s
    JOIN seat h ON h.kind = 'DEFINITIF' AND s.day BETWEEN h.from_date AND h.last_date
    JOIN post p ON p.position_id = h.position_id AND s.day BETWEEN p.from_date AND p.last_date
    UNION ALL
    SELECT u.day, u.days, u.led, p.superior_id, u.depth + 1
    FROM up u
    JOIN post p ON p.position_id = u.chair AND u.day BETWEEN p.from_date AND p.last_date
    WHERE u.depth < 30 AND NOT EXISTS (SELECT 1 FROM seat h WHERE h.position_id = u.chair AND h.employee_id <> u.led
      AND u.day BETWEEN h.from_date AND h.last_date)
  ), headed AS (
    SELECT DISTINCT ON (u.led, u.day) h.employee_id AS leader, u.led, u.days
    FROM up u JOIN seat h ON h.position_id = u.chair AND h.employee_id <> u.led AND u.day BETWEEN h.from_date AND h.last_date
    ORDER BY u.led, u.day, u.depth, h.weight, h.from_date DESC, h.employee_id
  )
  SELECT leader, led, sum(days)::int AS days FROM headed GROUP BY leader, led ORDER BY leader, led`;

/**
 * Who was the direct superior of whom, and for how many days, among the persons asked for and everybody below them. The led is
 * led by who sits in the chair above their definitive chair: a Plh. before its holder, and a Plt. where it has none; where nobody
 * else than the led sits there, by the next chair above. Moves, new superiors and new holders count from their day on. Of the
 * persons asked for these are all they lead; of those below them, only with `elsewhere`.
 */
export async function leadsOf(sql: Sql, { from, until, leaders, elsewhere }: LeadsAsked): Promise<Lead[]> {
  const { rows } = await sql.query<Lead & Record<string, unknown>>(LEADS, [from, until, [...leaders], elsewhere]);
  return rows;
}
