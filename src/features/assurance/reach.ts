/*
 * Whether a decision was taken from above: from a chair over the position that the entry belongs to, or at or over the chair
 * that a letter names as its validator (docs/architecture.md, Authority; rulings.md 8, 9).
 *
 * The tree is that of the moment of deciding: of the versions that were in force on that day (in the westernmost or the
 * easternmost zone, for a unit may have a zone of its own) those that had been recorded by then. What the personnel office or an import
 * writes later with an earlier date leaves a decision as sound as it was.
 */

const WEST = "'Asia/Jakarta'";
const EAST = "'Asia/Jayapura'";

/** When a version was recorded, as the trail says; null where it came with the installation. */
const recordedAt = (v: string): string => {
  const said = (object: string, day: string): string => `(SELECT min(g.at) FROM audit_event g
      WHERE g.object_type = '${object}' AND g.object_id = ${v}.position_id::text AND g.after ->> '${day}' = ${v}.from_date::text)`;
  return `least(${said('position', 'from')}, ${said('position_version', 'from_date')})`;
};

/** The version of a chair as somebody saw it who decided on a day at a moment. */
const seenThen = (chair: string, day: string, at: string): string => `(SELECT v.superior_id, v.validator_id
    FROM position_version v WHERE v.position_id = ${chair} AND v.from_date <= ${day}
      AND NOT EXISTS (SELECT 1 FROM late l WHERE (l.position_id, l.from_date) = (v.position_id, v.from_date) AND l.recorded > ${at})
    ORDER BY v.from_date DESC LIMIT 1)`;

/**
 * Gives one row with `count`: decisions from a chair that did not lie above. Decisions between two changes of the tree are
 * alike, so each combination of position, chair and stretch of time climbs once, however many decisions it stands for.
 */
export const DECIDED_FROM_BELOW = `WITH RECURSIVE late AS MATERIALIZED (
    SELECT * FROM (SELECT v.position_id, v.from_date, ${recordedAt('v')} AS recorded FROM position_version v) r
    WHERE r.recorded > r.from_date::timestamp AT TIME ZONE ${EAST}
  ), turns AS MATERIALIZED (
    SELECT coalesce(array_agg(at ORDER BY at), '{}') AS at FROM (
      SELECT v.from_date::timestamp AT TIME ZONE ${WEST} AS at FROM position_version v
      UNION SELECT v.from_date::timestamp AT TIME ZONE ${EAST} FROM position_version v
      UNION SELECT recorded FROM late) t
  ), decided AS MATERIALIZED (
    SELECT row_number() OVER () AS n, d.* FROM (
      SELECT t.position_id, e.chair_id, e.part <> 'verifikator' AS by_letter, min(e.at) AS at, count(*)::int AS times
      FROM activity_event e JOIN activity t ON t.id = e.activity_id
      WHERE e.part IN ('verifikator', 'validator', 'pemutus') AND e.action <> 'batalkan' AND e.chair_id IS NOT NULL
      GROUP BY t.position_id, e.chair_id, e.part <> 'verifikator', width_bucket(e.at, (SELECT at FROM turns))) d
  ), climb AS (
    SELECT d.n, d.chair_id, d.at, z.day, s.chair
    FROM decided d
    CROSS JOIN LATERAL (VALUES ((d.at AT TIME ZONE ${WEST})::date), ((d.at AT TIME ZONE ${EAST})::date)) z (day)
    CROSS JOIN LATERAL ${seenThen('d.position_id', 'z.day', 'd.at')} v
    CROSS JOIN LATERAL (VALUES (v.superior_id), (CASE WHEN d.by_letter THEN v.validator_id END)) s (chair)
    WHERE s.chair IS NOT NULL
    UNION
    SELECT c.n, c.chair_id, c.at, c.day, v.superior_id
    FROM climb c CROSS JOIN LATERAL ${seenThen('c.chair', 'c.day', 'c.at')} v
    WHERE c.chair <> c.chair_id AND v.superior_id IS NOT NULL
  )
  SELECT coalesce(sum(d.times), 0)::int AS count FROM decided d
  WHERE NOT EXISTS (SELECT 1 FROM climb c WHERE c.n = d.n AND c.chair = d.chair_id)`;
