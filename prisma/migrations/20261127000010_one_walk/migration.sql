-- Whose step it is was two walks down the same tree for every page of a superior, and each climbed the lines of a person by
-- reading the whole tree (docs/adr/0038-hot-pages.md). Now it is one walk that goes by key.

-- The chairs on the way up from everything that ALL these persons ever held, in any version of the tree. Each step up is a
-- look-up of its own (OFFSET 0): joined, the planner reads every version there is instead.
CREATE OR REPLACE FUNCTION takar_lines(persons uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT DISTINCT a.employee_id AS person, a.position_id AS chair
        FROM unnest(persons) p (person)
        CROSS JOIN LATERAL (SELECT h.employee_id, h.position_id FROM assignment h WHERE h.employee_id = p.person OFFSET 0) a
        UNION
        SELECT u.person, v.superior_id FROM up u
        CROSS JOIN LATERAL (SELECT s.superior_id FROM position_version s WHERE s.position_id = u.chair OFFSET 0) v
        WHERE v.superior_id IS NOT NULL
    )
    SELECT coalesce(array_agg(s.chair), '{}')
    FROM (SELECT u.chair FROM up u GROUP BY u.chair HAVING count(*) = cardinality(persons)) s
$$;

-- Both ways a step can come to the actor (see takar_steps_below and takar_steps_at of 20261123000150_scale, which it
-- replaces): under a chair it starts below (`at` false), or at a chair, that chair included (`at` true). `beyond` are those
-- who would be climbed over past a chair: its holders and whoever was climbed over before.
CREATE FUNCTION takar_steps(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[], at boolean) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE named AS (
        SELECT v.validator_id AS chair FROM position_version v WHERE v.validator_id IS NOT NULL
        UNION
        SELECT v.superior_id FROM named n
        CROSS JOIN LATERAL (SELECT s.superior_id FROM position_version s WHERE s.position_id = n.chair OFFSET 0) v
        WHERE v.superior_id IS NOT NULL
    ), own AS (
        SELECT h.position_id FROM assignment h
        WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
          AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
    ), down AS (
        SELECT c.position_id, o.position_id AS chair_id, '{}'::uuid[] AS passed, held.persons AS beyond, 1 AS depth
        FROM own o
        JOIN position_version c ON c.superior_id = o.position_id AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
        CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT DISTINCT a.employee_id FROM assignment a
                WHERE a.position_id = c.position_id AND a.kind <> 'KETUA_TIM'
                  AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day) ORDER BY 1) AS persons
            OFFSET 0 -- once per chair, not once per use
        ) held
        UNION ALL
        SELECT c.position_id, d.chair_id, d.beyond, held.persons, d.depth + 1
        FROM down d
        CROSS JOIN LATERAL (
            -- Lines are only asked for where there is anything below to go down to.
            SELECT CASE WHEN cardinality(d.beyond) BETWEEN 1 AND most
                     AND EXISTS (SELECT 1 FROM position_version b WHERE b.superior_id = d.position_id)
                   THEN takar_lines(d.beyond) ELSE '{}' END AS chairs
            OFFSET 0
        ) line
        CROSS JOIN LATERAL (
            SELECT v.position_id FROM position_version v
            WHERE v.superior_id = d.position_id AND v.from_date <= on_day
              AND (d.beyond = '{}' OR v.position_id = ANY (line.chairs) OR v.position_id IN (SELECT n.chair FROM named n))
              AND NOT EXISTS (SELECT 1 FROM position_version n
                WHERE n.position_id = v.position_id AND n.from_date <= on_day AND n.from_date > v.from_date)
        ) c
        CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT a.employee_id FROM assignment a
                WHERE a.position_id = c.position_id AND a.kind <> 'KETUA_TIM'
                  AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
                UNION SELECT unnest(d.beyond) ORDER BY 1) AS persons
            OFFSET 0
        ) held
        WHERE cardinality(d.beyond) <= most AND d.depth < 30
    )
    SELECT d.position_id, d.chair_id, d.passed, false FROM down d
    UNION ALL
    SELECT o.position_id, o.position_id, '{}'::uuid[], true FROM own o
    UNION ALL
    SELECT d.position_id, d.chair_id, d.beyond, true FROM down d WHERE cardinality(d.beyond) <= most
$$;

CREATE OR REPLACE FUNCTION takar_steps_below(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    SELECT s.position_id, s.chair_id, s.passed FROM takar_steps(actor, on_day, most) s WHERE NOT s.at
$$;

CREATE OR REPLACE FUNCTION takar_steps_at(actor uuid, on_day date, most int DEFAULT 2)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    SELECT s.position_id, s.chair_id, s.passed FROM takar_steps(actor, on_day, most) s WHERE s.at
$$;

-- Upwards, from chair to chair until somebody may act: most ask once. As one statement each call set up a whole recursion for
-- the first look-up, seven times its cost; the overdue objections of a regency and its loads call it hundreds of times a page.
CREATE OR REPLACE FUNCTION takar_chair_above(start_position uuid, excluded uuid[], on_day date) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
    chair uuid := start_position;
BEGIN
    FOR depth IN 1..30 LOOP
        SELECT v.superior_id INTO chair FROM position_version v WHERE v.position_id = chair AND v.from_date <= on_day
            ORDER BY v.from_date DESC LIMIT 1;
        IF chair IS NULL THEN
            RETURN NULL;
        END IF;
        IF EXISTS (SELECT 1 FROM assignment a WHERE a.position_id = chair AND a.kind <> 'KETUA_TIM' AND a.from_date <= on_day
                     AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded)) THEN
            RETURN chair;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Upwards from a chair, that chair included.
CREATE OR REPLACE FUNCTION takar_chair_from(start_position uuid, excluded uuid[], on_day date) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM assignment a WHERE a.position_id = start_position AND a.kind <> 'KETUA_TIM' AND a.from_date <= on_day
                 AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded)) THEN
        RETURN start_position;
    END IF;
    RETURN takar_chair_above(start_position, excluded, on_day);
END $$;
