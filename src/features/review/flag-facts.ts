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

/** What the marks of entry "a" are drawn from, as the row "f", and the owner's day, as the row "w". */
export const MARK_FACTS = `CROSS JOIN LATERAL (
    SELECT a.end_minute - a.start_minute AS minutes, n.usual_minutes, coalesce(n.near_cap, false) AS near_cap,
      (SELECT count(*)::int FROM evidence v WHERE v.activity_id = a.id AND v.removed_at IS NULL) AS evidence,
      EXISTS (
        SELECT 1 FROM activity y
        WHERE y.employee_id = a.employee_id AND y.work_date BETWEEN a.work_date - 7 AND a.work_date - 1
          AND y.work_date = (SELECT max(z.work_date) FROM activity z WHERE z.employee_id = a.employee_id
                             AND z.work_date BETWEEN a.work_date - 7 AND a.work_date - 1 AND z.status <> 'draf')
          AND y.status <> 'draf' AND y.item_id = a.item_id AND y.volume = a.volume
          AND lower(btrim(y.description)) = lower(btrim(a.description))
      ) AS same_as_last_day,
      (SELECT count(DISTINCT y.work_date)::int FROM activity y
       WHERE y.employee_id = a.employee_id AND y.work_date BETWEEN a.work_date - 14 AND a.work_date - 1
         AND y.status <> 'draf' AND y.item_id = a.item_id AND lower(btrim(y.description)) = lower(btrim(a.description))
      ) AS repeated_days,
      coalesce((a.sent_at AT TIME ZONE 'Asia/Jakarta')::date > a.work_date + ${String(LATE_SENT_DAYS)}, false) AS sent_late,
      a.uncovered_reason IS NOT NULL AS uncovered, a.prepared_by IS NOT NULL AS prepared
    FROM (SELECT 1) one LEFT JOIN LATERAL (
      SELECT ceil(norm.minutes_per_unit * a.volume)::int AS usual_minutes,
             norm.max_per_day > ${String(NEAR_CAP_FROM)}
               AND a.volume * 10 >= norm.max_per_day * ${String(NEAR_CAP_TENTHS)} AS near_cap
      FROM catalogue_norm norm WHERE norm.item_id = a.item_id AND norm.from_date <= a.work_date
      ORDER BY norm.from_date DESC LIMIT 1) n ON true
  ) f
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(d.points), 0)::int AS day_points, coalesce(sum(d.end_minute - d.start_minute), 0)::int AS day_minutes,
           min(d.start_minute) AS day_start, max(d.end_minute) AS day_end
    FROM activity d WHERE d.employee_id = a.employee_id AND d.work_date = a.work_date
      AND d.status IN ('dikirim', 'diverifikasi', 'divalidasi')
  ) w`;

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
