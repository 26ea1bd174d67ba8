/*
 * Whose SKP a person decides on, written once: the superior of the chair it is for, by the tree of the day of deciding and by the
 * same function as the verification of entries (rulings.md 8). A statement that uses these fragments begins with CHAIRS, has the
 * actor as $1 and today as $2, and calls the plan row "p".
 */

/** Opens a statement: every chair below the actor today, with the persons climbed over. */
export const CHAIRS = `WITH below AS MATERIALIZED (
    SELECT position_id, chair_id, passed FROM takar_steps_below($1, $2, 1))`;

/** True where plan "p" is the actor's to decide; nobody's own ever is. */
export const PLAN_IS_MINE = `($1 <> p.employee_id AND EXISTS (
    SELECT 1 FROM below c WHERE c.position_id = p.position_id AND c.passed <@ ARRAY[p.employee_id]))`;

/** The chair from which the actor decides on plan "p"; null where it is not the actor's. */
export const CHAIR_OF_MINE = `(SELECT c.chair_id FROM below c
    WHERE c.position_id = p.position_id AND c.passed <@ ARRAY[p.employee_id] AND $1 <> p.employee_id
    ORDER BY cardinality(c.passed), c.chair_id LIMIT 1)`;
