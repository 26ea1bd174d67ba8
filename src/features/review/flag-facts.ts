import {
  LATE_SENT_DAYS,
  LONG_MINUTES,
  NEAR_CAP_FROM,
  NEAR_CAP_TENTHS,
  REPEATED_DAYS,
  UNUSUAL_TIME,
  type FlagFacts,
  type ReviewFlag,
} from '../../domain/activity/review-flags.ts';

const SENT = `('dikirim', 'diverifikasi', 'divalidasi')`;

/**
 * What the owners of the entries in CTE "a" entered around them, read once for all of them: CTEs that MARK_FACTS needs. An
 * entry is compared with the fortnight before its day; the last day before it on which anything was sent is `before`.
 * Each entry has one row in "marked", so that the planner knows how many rows meet.
 */
export const MARK_TABLES = `beside AS MATERIALIZED (
    SELECT b.employee_id, b.work_date, b.item_id, b.volume, lower(btrim(b.description)) AS said, b.status, b.points,
      b.start_minute, b.end_minute
    FROM takar_entries_of(ARRAY(SELECT DISTINCT a.employee_id FROM a), (SELECT min(a.work_date) - 14 FROM a),
      (SELECT max(a.work_date) FROM a)) b
  ), worked AS MATERIALIZED (
    SELECT d.*, max(CASE WHEN d.sent THEN d.work_date END) OVER (PARTITION BY d.employee_id ORDER BY d.work_date
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (
      SELECT b.employee_id, b.work_date, bool_or(b.status <> 'draf') AS sent,
        coalesce(sum(b.points) FILTER (WHERE b.status IN ${SENT}), 0)::int AS day_points,
        coalesce(sum(b.end_minute - b.start_minute) FILTER (WHERE b.status IN ${SENT}), 0)::int AS day_minutes,
        min(b.start_minute) FILTER (WHERE b.status IN ${SENT}) AS day_start,
        max(b.end_minute) FILTER (WHERE b.status IN ${SENT}) AS day_end
      FROM beside b GROUP BY b.employee_id, b.work_date) d
  ), marked AS MATERIALIZED (
    SELECT a.id, coalesce(max(d.day_points), 0) AS day_points, coalesce(max(d.day_minutes), 0) AS day_minutes,
      max(d.day_start) AS day_start, max(d.day_end) AS day_end, count(DISTINCT b.work_date)::int AS repeated_days,
      coalesce(bool_or(b.work_date = d.before AND d.before >= a.work_date - 7 AND b.volume = a.volume), false) AS same_as_last_day
    FROM a LEFT JOIN worked d ON d.employee_id = a.employee_id AND d.work_date = a.work_date
    LEFT JOIN beside b ON b.employee_id = a.employee_id AND b.item_id = a.item_id AND b.said = lower(btrim(a.description))
      AND b.work_date BETWEEN a.work_date - 14 AND a.work_date - 1 AND b.status <> 'draf'
    GROUP BY a.id
  )`;

/** What the marks of entry "a" are drawn from, as the row "f", and the owner's day, as the row "w". Needs MARK_TABLES. */
export const MARK_FACTS = `JOIN marked w ON w.id = a.id
  CROSS JOIN LATERAL (
    SELECT a.end_minute - a.start_minute AS minutes, n.usual_minutes, coalesce(n.near_cap, false) AS near_cap,
      (SELECT count(*)::int FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL) AS evidence,
      w.same_as_last_day, w.repeated_days,
      coalesce((a.sent_at AT TIME ZONE 'Asia/Jakarta')::date > a.work_date + ${String(LATE_SENT_DAYS)}, false) AS sent_late,
      a.uncovered_reason IS NOT NULL AS uncovered, a.prepared_by IS NOT NULL AS prepared
    FROM (SELECT 1) one LEFT JOIN LATERAL (
      SELECT ceil(norm.minutes_per_unit * a.volume)::int AS usual_minutes,
             norm.max_per_day > ${String(NEAR_CAP_FROM)}
               AND a.volume * 10 >= norm.max_per_day * ${String(NEAR_CAP_TENTHS)} AS near_cap
      FROM catalogue_norm norm WHERE norm.item_id = a.item_id AND norm.from_date <= a.work_date
      ORDER BY norm.from_date DESC LIMIT 1) n ON true
  ) f`;

/** The columns of "f" that `flagFactsFrom` reads. */
export const FACT_COLUMNS = `f.minutes, f.usual_minutes, f.evidence, f.same_as_last_day, f.near_cap, f.sent_late,
    f.repeated_days, f.uncovered, f.prepared`;

/** Each mark as a condition on "f"; a test holds them to `reviewFlags`. */
export const MARKED: Readonly<Record<ReviewFlag, string>> = {
  sama: 'f.same_as_last_day',
  poin: `coalesce(f.usual_minutes > f.minutes * ${String(UNUSUAL_TIME)}, false)`,
  bukti: `(f.evidence = 0 AND f.minutes >= ${String(LONG_MINUTES)})`,
  volume: 'f.near_cap',
  jam: 'f.sent_late',
  berulang: `f.repeated_days >= ${String(REPEATED_DAYS)}`,
  katalog: 'f.uncovered',
  dibantu: 'f.prepared',
};
export const ANY_MARK = `(${Object.values(MARKED).join(' OR ')})`;

export interface FactColumns {
  minutes: number | null;
  usual_minutes: number | null;
  evidence: number;
  same_as_last_day: boolean;
  near_cap: boolean;
  sent_late: boolean;
  repeated_days: number;
  uncovered: boolean;
  prepared: boolean;
}

export const flagFactsFrom = (row: FactColumns): FlagFacts => ({
  minutes: row.minutes ?? 0,
  usualMinutes: row.usual_minutes ?? undefined,
  evidence: row.evidence,
  sameAsLastDay: row.same_as_last_day,
  nearCap: row.near_cap,
  sentLate: row.sent_late,
  repeatedDays: row.repeated_days,
  uncovered: row.uncovered,
  prepared: row.prepared,
});
