-- Which of the two steps an entry waits for is a yes or no: by a name, the planner thought that one entry in two hundred waits
-- for a step, and met the rows of a long queue with each other one by one.
DROP FUNCTION takar_queues(uuid, date);
CREATE FUNCTION takar_queues(actor uuid, on_day date)
RETURNS TABLE (validates boolean, id uuid, employee_id uuid, work_date date, start_minute smallint, period text)
LANGUAGE sql STABLE ROWS 400 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    WITH steps AS MATERIALIZED (
        SELECT s.position_id, s.passed, s.at FROM takar_steps(actor, on_day) s
    ), found AS (
        SELECT false AS validates, e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.position_id AS start, false AS at, ARRAY[e.employee_id] AS excluded
        FROM activity e WHERE e.status = 'dikirim' AND e.position_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE NOT s.at))
          AND e.work_date <= on_day + 40
        UNION ALL
        SELECT true, e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.verified_chair_id, false, ARRAY[e.employee_id, e.verified_by]
        FROM activity e WHERE e.status = 'diverifikasi' AND e.validator_chair_id IS NULL
          AND e.verified_chair_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE NOT s.at)) AND e.work_date <= on_day + 40
        UNION ALL
        SELECT true, e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.validator_chair_id, true, ARRAY[e.employee_id, e.verified_by]
        FROM activity e WHERE e.status = 'diverifikasi'
          AND e.validator_chair_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE s.at)) AND e.work_date <= on_day + 40
        OFFSET 0
    ), mine AS MATERIALIZED (
        SELECT f.validates, f.id, f.employee_id, f.work_date, f.start_minute, f.payroll_unit_id,
               date_trunc('month', f.work_date::timestamp)::date AS month
        FROM found f
        WHERE actor <> ALL (f.excluded)
          AND EXISTS (SELECT 1 FROM steps s WHERE s.position_id = f.start AND s.at = f.at AND s.passed <@ f.excluded)
    ), closed AS MATERIALIZED (
        SELECT p.month, p.payroll_unit_id
        FROM (SELECT DISTINCT m.month, m.payroll_unit_id FROM mine m) m
        CROSS JOIN LATERAL (SELECT p.month, p.payroll_unit_id FROM payroll_period p
            WHERE p.month = m.month AND p.kind = 'TPP' AND p.payroll_unit_id = m.payroll_unit_id AND NOT p.open OFFSET 0) p
    )
    SELECT m.validates, m.id, m.employee_id, m.work_date, m.start_minute,
           CASE WHEN c.month IS NULL THEN 'terbuka'
                WHEN takar_was_uncounted(m.id, c.month, c.payroll_unit_id) THEN 'terlambat' ELSE 'tertutup' END
    FROM mine m LEFT JOIN closed c ON c.month = m.month AND c.payroll_unit_id = m.payroll_unit_id
$$;

-- How many entries of these people a person had verified and the next level sent back, from one day to another.
CREATE FUNCTION takar_sent_back(by_verifier uuid, persons uuid[], from_day date, to_day date) RETURNS int
LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    SELECT count(*)::int FROM activity
    WHERE employee_id = ANY (persons) AND work_date BETWEEN from_day AND to_day AND status = 'dikembalikan' AND verified_by = by_verifier
$$;
