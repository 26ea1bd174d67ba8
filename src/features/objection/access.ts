/*
 * Who has to do with an objection "o" (rulings.md 16), written once. A statement that uses these fragments begins with
 * CHAIRS and has the actor as $1, the regency's day as $2, and whether the actor is of the personnel office as $3.
 *
 * It is decided by the first chair above the refusing one that somebody holds who is none of the excluded (owner, verifier,
 * who refused). Where the tree ends first, anybody of the personnel office who is none of them decides
 * (docs/adr/0019-objections.md).
 */

/** Every chair below, not takar_steps_below: the way also leads past a validator who never touched the entry. */
export const CHAIRS = `WITH below AS MATERIALIZED (
    SELECT position_id, chair_id, passed FROM takar_chairs_below($1, $2, 3))`;

const FROM_CHAIR = `c.position_id = o.start_chair_id AND c.passed <@ o.excluded`;
const NOBODY_ABOVE = `takar_chair_above(o.start_chair_id, o.excluded, $2) IS NULL`;
const OFFICE_CHAIR = `(SELECT s.position_id FROM assignment s WHERE s.employee_id = $1 AND s.kind = 'DEFINITIF'
    AND s.from_date <= $2 AND (s.last_date IS NULL OR s.last_date >= $2))`;

/** True where the actor is the one to decide. A decision comes from a chair, the personnel office's too. */
export const DECIDES = `($1 <> ALL (o.excluded) AND (EXISTS (SELECT 1 FROM below c WHERE ${FROM_CHAIR})
    OR ($3 AND ${OFFICE_CHAIR} IS NOT NULL AND ${NOBODY_ABOVE})))`;

/** The chair from which the actor decides; null where the actor does not. */
export const DECIDING_CHAIR = `CASE WHEN NOT ${DECIDES} THEN NULL ELSE coalesce(
    (SELECT c.chair_id FROM below c WHERE ${FROM_CHAIR} ORDER BY cardinality(c.passed), c.chair_id LIMIT 1), ${OFFICE_CHAIR}) END`;

/** True where the actor may read it: the parties, who decides it now, who decided it. */
export const READABLE = `($1 = ANY (o.excluded) OR o.decided_by IS NOT DISTINCT FROM $1
    OR (o.state = 'diajukan' AND ${DECIDES}))`;
