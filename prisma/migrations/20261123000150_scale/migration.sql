-- What only shows with a regency in it: the top of the tree, ten thousand people, an import of all of them.

-- The guards of the two trees walk upwards row by row. A session that made their plans while the tables were small (an
-- import of a whole regency is one) kept reading them from end to end for each row it wrote: half a minute for 10,000
-- positions. These walks always go by key.
ALTER FUNCTION takar_tree_guard() SET enable_seqscan = off;
ALTER FUNCTION takar_unit_tree_guard() SET enable_seqscan = off;

-- Who is named as validator by a letter: few chairs, asked for with every request.
CREATE INDEX "position_version_validator" ON "position_version" ("validator_id") WHERE "validator_id" IS NOT NULL;

-- The chairs on the way up from everything that ALL these persons ever held, in any version of the tree.
CREATE FUNCTION takar_lines(persons uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT DISTINCT a.employee_id AS person, a.position_id AS chair FROM assignment a WHERE a.employee_id = ANY (persons)
        UNION
        SELECT u.person, v.superior_id FROM up u JOIN position_version v ON v.position_id = u.chair WHERE v.superior_id IS NOT NULL
    )
    SELECT coalesce(array_agg(s.chair), '{}')
    FROM (SELECT u.chair FROM up u GROUP BY u.chair HAVING count(*) = cardinality(persons)) s
$$;

-- takar_chairs_below for the steps that there can be. A person is climbed over only as owner, verifier or refuser of the entry
-- itself. So its step starts at a chair that this person held, at one above such a chair (in the tree of some day), or, where a
-- letter names the validator, at or above a named chair. Past a person the walk goes down these lines alone: the top of a
-- regency is asked for its own steps, not for thousands of chairs that can never bring one.
CREATE FUNCTION takar_steps_below(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE named AS (
        SELECT v.validator_id AS chair FROM position_version v WHERE v.validator_id IS NOT NULL
        UNION
        SELECT v.superior_id FROM named n JOIN position_version v ON v.position_id = n.chair WHERE v.superior_id IS NOT NULL
    ), down AS (
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
            OFFSET 0 -- once per chair, not once per chair below it
        ) held
        CROSS JOIN LATERAL (
            SELECT CASE WHEN cardinality(held.persons) BETWEEN 1 AND most THEN takar_lines(held.persons) ELSE '{}' END AS chairs
            OFFSET 0
        ) line
        CROSS JOIN LATERAL (
            SELECT v.position_id FROM position_version v
            WHERE v.superior_id = d.position_id AND v.from_date <= on_day
              AND (held.persons = '{}' OR v.position_id = ANY (line.chairs) OR v.position_id IN (SELECT n.chair FROM named n))
              AND NOT EXISTS (SELECT 1 FROM position_version n
                WHERE n.position_id = v.position_id AND n.from_date <= on_day AND n.from_date > v.from_date)
        ) c
        WHERE cardinality(held.persons) <= most AND d.depth < 30
    )
    SELECT position_id, chair_id, passed FROM down
$$;

-- The same for a step that starts AT a chair, that chair included.
CREATE FUNCTION takar_steps_at(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    SELECT h.position_id, h.position_id, '{}'::uuid[]
    FROM assignment h
    WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
      AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
    UNION ALL
    SELECT b.position_id, b.chair_id, held.persons
    FROM takar_steps_below(actor, on_day, most) b
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

-- How the chairs below decide in a month (/unit).
CREATE INDEX "activity_event_chair" ON "activity_event" ("chair_id", "at") INCLUDE ("action", "part") WHERE "chair_id" IS NOT NULL;
