/*
 * Which SKP targets an entry of a day may be tied to, as SQL for the statements of the daily activities: targets of the part of
 * the year that covers the day, of the version in force or in work. Of a target that stands in several versions (origin_id) one
 * is offered: the one kept, else the one in force. Sums go by coalesce(origin_id, id), so that links to older versions count.
 */

/**
 * A sub-query with the columns id, result, part, ordinal; one row per target.
 * @param employee SQL expression, uuid
 * @param day SQL expression, date
 * @param kept SQL expression, uuid or null: the target an entry is tied to already; it stays on offer after a change of the SKP
 */
export const offeredTargetsSql = (employee: string, day: string, kept = 'NULL::uuid'): string => `
  SELECT DISTINCT ON (coalesce(t.origin_id, t.id)) t.id, t.result, p.ordinal AS part, t.ordinal
  FROM skp_plan p JOIN skp_target t ON t.plan_id = p.id
  WHERE p.employee_id = ${employee} AND ${day} BETWEEN p.from_date AND p.until_date
    AND (p.state <> 'digantikan' OR t.id = ${kept})
  ORDER BY coalesce(t.origin_id, t.id), t.id IS NOT DISTINCT FROM ${kept} DESC, p.state = 'disetujui' DESC, p.revision DESC`;

/**
 * A sub-query of one row: of these months (first days, an SQL array) those that an approved SKP with targets covers and about
 * which no realisation is written, as JSON in order.
 */
export const unreportedMonthsSql = (employee: string, months: string): string => `
  SELECT coalesce(jsonb_agg(m.month ORDER BY m.month), '[]'::jsonb) FROM unnest(${months}) AS m (month)
  WHERE EXISTS (SELECT 1 FROM skp_plan p WHERE p.employee_id = ${employee} AND p.state = 'disetujui'
                  AND p.from_date < m.month + interval '1 month' AND p.until_date >= m.month
                  AND EXISTS (SELECT 1 FROM skp_target t WHERE t.plan_id = p.id))
    AND NOT EXISTS (SELECT 1 FROM skp_plan p JOIN skp_target t ON t.plan_id = p.id JOIN skp_indicator i ON i.target_id = t.id
                    JOIN skp_realisation r ON r.indicator_id = i.id
                    WHERE p.employee_id = ${employee} AND r.month = m.month)`;

/** True where a target may be tied to an entry of that person and day; parameters as above, `target` an SQL expression. */
export const targetKnownSql = (target: string, employee: string, day: string, kept = 'NULL::uuid'): string => `
  EXISTS (SELECT 1 FROM skp_target t JOIN skp_plan p ON p.id = t.plan_id
          WHERE t.id = ${target} AND p.employee_id = ${employee} AND ${day} BETWEEN p.from_date AND p.until_date
            AND (p.state <> 'digantikan' OR t.id = ${kept}))`;
