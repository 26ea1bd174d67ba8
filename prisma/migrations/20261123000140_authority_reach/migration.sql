-- How far authority looks down is asked for: a step excludes one person (verification), two (validation) or three (an
-- objection), so no more persons than that can be climbed over. Looking three deep for every page costs the top of a large
-- tree a walk through most of it.

DROP FUNCTION takar_chairs_at(uuid, date);
DROP FUNCTION takar_chairs_below(uuid, date);

CREATE FUNCTION takar_chairs_below(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT c.position_id, h.position_id AS chair_id, '{}'::uuid[] AS passed, 1 AS depth
        FROM assignment h
        JOIN position_version c ON c.superior_id = h.position_id
        WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
          AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
        UNION ALL
        SELECT c.position_id, d.chair_id, held.persons, d.depth + 1
        FROM down d
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(DISTINCT p.person), '{}') AS persons FROM (
                SELECT a.employee_id AS person FROM assignment a
                WHERE a.position_id = d.position_id AND a.kind <> 'KETUA_TIM'
                  AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
                UNION SELECT unnest(d.passed)
            ) p
        ) held
        JOIN position_version c ON c.superior_id = d.position_id
        WHERE cardinality(held.persons) <= most AND d.depth < 30
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
    )
    SELECT position_id, chair_id, passed FROM down
$$;

-- The same for a step that starts AT a chair, that chair included (a validator named by letter).
CREATE FUNCTION takar_chairs_at(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    SELECT h.position_id, h.position_id, '{}'::uuid[]
    FROM assignment h
    WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
      AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
    UNION ALL
    SELECT b.position_id, b.chair_id, held.persons
    FROM takar_chairs_below(actor, on_day, most) b
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT p.person), '{}') AS persons FROM (
            SELECT a.employee_id AS person FROM assignment a
            WHERE a.position_id = b.position_id AND a.kind <> 'KETUA_TIM'
              AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
            UNION SELECT unnest(b.passed)
        ) p
    ) held
    WHERE cardinality(held.persons) <= most
$$;
