/*
 * Who has to do with an objection "o" (rulings.md 16), written once. A statement that uses these fragments begins with
 * CHAIRS and has the actor as $1, the regency's day as $2, and whether the actor is of the personnel office as $3.
 *
 * It is decided by the first chair above the refusing one that somebody holds who is none of the excluded (owner, verifier,
 * who refused). Where the tree ends first, anybody of the personnel office who is none of them decides
 * (docs/adr/0019-objections.md).
 */

/**
 * The actor's chairs that have others below them, under the name "heads". Who is to validate is excluded too, wherever
 * that person sits, so the question goes upwards from the few objections there are, not down the tree.
 */
export const HEADS = `heads AS MATERIALIZED (
    SELECT h.position_id FROM assignment h WHERE h.employee_id = $1 AND h.kind <> 'KETUA_TIM'
      AND h.from_date <= $2 AND (h.last_date IS NULL OR h.last_date >= $2)
      AND EXISTS (SELECT 1 FROM position_version v WHERE v.superior_id = h.position_id))`;
/** Opens a statement. */
export const CHAIRS = `WITH ${HEADS}`;

/*
 * Mostly the next chair above is held by somebody else, and that is all: asked in the statement itself, at a third of the
 * price of the function, which climbs on. A front page asks it of every open objection of the regency.
 */
const ABOVE = `coalesce((SELECT s.chair_id FROM (
      SELECT v.superior_id AS chair_id FROM position_version v WHERE v.position_id = o.start_chair_id AND v.from_date <= $2
      ORDER BY v.from_date DESC LIMIT 1) s
    WHERE EXISTS (SELECT 1 FROM assignment h WHERE h.position_id = s.chair_id AND h.kind <> 'KETUA_TIM' AND h.from_date <= $2
      AND (h.last_date IS NULL OR h.last_date >= $2) AND h.employee_id <> ALL (o.excluded))),
  takar_chair_above(o.start_chair_id, o.excluded, $2))`;
const FROM_CHAIR = `CASE WHEN EXISTS (SELECT 1 FROM heads) THEN ${ABOVE} IN (SELECT position_id FROM heads) ELSE false END`;
const NOBODY_ABOVE = `${ABOVE} IS NULL`;
const OFFICE_CHAIR = `(SELECT s.position_id FROM assignment s WHERE s.employee_id = $1 AND s.kind = 'DEFINITIF'
    AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2))`;

/**
 * True where the actor is the one to decide. A decision comes from a chair, the personnel office's too.
 * @param office SQL of whether the actor is of the personnel office
 */
export const decidesWhere = (office: string): string => `($1 <> ALL (o.excluded) AND (${FROM_CHAIR}
    OR (${office} AND ${OFFICE_CHAIR} IS NOT NULL AND ${NOBODY_ABOVE})))`;
export const DECIDES = decidesWhere('$3');

/** The chair from which the actor decides; null where the actor does not. */
export const DECIDING_CHAIR = `CASE WHEN NOT ${DECIDES} THEN NULL ELSE coalesce(
    CASE WHEN ${FROM_CHAIR} THEN ${ABOVE} END, ${OFFICE_CHAIR}) END`;

/** True where the actor may read it: the parties, who decides it now, who decided it. */
export const READABLE = `($1 = ANY (o.excluded) OR o.decided_by IS NOT DISTINCT FROM $1
    OR (o.state = 'diajukan' AND ${DECIDES}))`;
