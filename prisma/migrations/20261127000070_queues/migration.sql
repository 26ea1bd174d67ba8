-- What a superior's pages and decisions ask of the entries (docs/adr/0038-hot-pages.md). All of it keeps its plan within a
-- function: with the table named in the statement itself, the look into every month was planned anew for each page, at
-- twenty times the price of the look.

-- Decisions look entries up by their id alone, fifty at once. With the day first in the key each of them was sought day by day.
ALTER TABLE "activity" DROP CONSTRAINT "activity_pkey";
ALTER TABLE "activity" ADD CONSTRAINT "activity_pkey" PRIMARY KEY ("id", "work_date");

-- The days on which entries with these ids can lie: the table's CHECK keeps each near the moment inside its id. An id that is
-- not of our making has no such moment and finds nothing. Immutable, so that the months in between are known before a plan runs.
CREATE FUNCTION takar_ids_from(ids uuid[]) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (min(uuid_extract_timestamp(i)) AT TIME ZONE 'UTC')::date - 100 FROM unnest(ids) i
$$;
CREATE FUNCTION takar_ids_until(ids uuid[]) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (max(uuid_extract_timestamp(i)) AT TIME ZONE 'UTC')::date + 40 FROM unnest(ids) i
$$;

-- The entries with these ids, whatever the history. Without sequential scans: a month that has just begun has no statistics.
CREATE FUNCTION takar_entries_by_id(ids uuid[]) RETURNS SETOF activity
LANGUAGE sql STABLE ROWS 50 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    SELECT * FROM activity WHERE id = ANY (ids) AND work_date BETWEEN takar_ids_from(ids) AND takar_ids_until(ids)
$$;

-- What several persons entered from one day to another.
CREATE FUNCTION takar_entries_of(persons uuid[], from_day date, to_day date) RETURNS SETOF activity
LANGUAGE sql STABLE ROWS 2000 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    SELECT * FROM activity WHERE employee_id = ANY (persons) AND work_date BETWEEN from_day AND to_day
$$;

-- Holds entries for a decision until the transaction ends, in the order of their ids, so that two people who decide on the same
-- ones wait for each other and nothing worse; then the months they belong to: nobody closes one between the reading of its
-- facts and the decision, and a close that waits goes first.
CREATE FUNCTION takar_hold_entries(ids uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    of_months date[];
    of_units uuid[];
BEGIN
    PERFORM a.id FROM activity a
        WHERE a.id = ANY (ids) AND a.work_date BETWEEN takar_ids_from(ids) AND takar_ids_until(ids) ORDER BY a.id FOR UPDATE;
    -- A statement of its own: it sees what whoever was first has left.
    SELECT array_agg(p.month ORDER BY p.month, p.payroll_unit_id), array_agg(p.payroll_unit_id ORDER BY p.month, p.payroll_unit_id)
        INTO of_months, of_units
        FROM (SELECT DISTINCT date_trunc('month', a.work_date::timestamp)::date AS month, a.payroll_unit_id FROM activity a
              WHERE a.id = ANY (ids) AND a.work_date BETWEEN takar_ids_from(ids) AND takar_ids_until(ids)) p;
    FOR i IN 1..coalesce(cardinality(of_months), 0) LOOP
        PERFORM pg_advisory_xact_lock_shared(takar_period_gate(of_months[i], of_units[i]));
    END LOOP;
    FOR i IN 1..coalesce(cardinality(of_months), 0) LOOP
        PERFORM 1 FROM payroll_period p WHERE p.month = of_months[i] AND p.kind = 'TPP' AND p.payroll_unit_id = of_units[i] FOR SHARE;
    END LOOP;
END $$;

-- One plan for every statement that asks for it; inlined, the walk was planned with each of them.
ALTER FUNCTION takar_steps(uuid, date, int) ROWS 60;
ALTER FUNCTION takar_steps(uuid, date, int) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION takar_lines(uuid[]) SET plan_cache_mode = force_generic_plan;

-- Everything that waits for a person's two steps on a day, after one walk: the rule of stepIsMine (src/features/review/access.ts)
-- for lists, where the chairs lead to the entries. `period` says how the month stands for the unit that pays the entry, as
-- PERIOD_STANDING does. No entry lies more than 40 days after the making of its id (the table's CHECK). The lists of chairs lead to the indexes of waiting entries; an OR between two of them led to none.
CREATE FUNCTION takar_queues(actor uuid, on_day date)
RETURNS TABLE (step text, id uuid, employee_id uuid, work_date date, start_minute smallint, period text)
LANGUAGE sql STABLE ROWS 200 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    WITH steps AS MATERIALIZED (
        SELECT s.position_id, s.passed, s.at FROM takar_steps(actor, on_day) s
    ), found AS (
        SELECT 'verifikasi' AS step, e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.position_id AS start, false AS at, ARRAY[e.employee_id] AS excluded
        FROM activity e WHERE e.status = 'dikirim' AND e.position_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE NOT s.at))
          AND e.work_date <= on_day + 40
        UNION ALL
        SELECT 'validasi', e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.verified_chair_id, false, ARRAY[e.employee_id, e.verified_by]
        FROM activity e WHERE e.status = 'diverifikasi' AND e.validator_chair_id IS NULL
          AND e.verified_chair_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE NOT s.at)) AND e.work_date <= on_day + 40
        UNION ALL
        SELECT 'validasi', e.id, e.employee_id, e.work_date, e.start_minute, e.payroll_unit_id,
               e.validator_chair_id, true, ARRAY[e.employee_id, e.verified_by]
        FROM activity e WHERE e.status = 'diverifikasi'
          AND e.validator_chair_id = ANY (ARRAY(SELECT s.position_id FROM steps s WHERE s.at)) AND e.work_date <= on_day + 40
        OFFSET 0
    ), mine AS MATERIALIZED (
        SELECT f.step, f.id, f.employee_id, f.work_date, f.start_minute, f.payroll_unit_id,
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
    SELECT m.step, m.id, m.employee_id, m.work_date, m.start_minute,
           CASE WHEN c.month IS NULL THEN 'terbuka'
                WHEN takar_was_uncounted(m.id, c.month, c.payroll_unit_id) THEN 'terlambat' ELSE 'tertutup' END
    FROM mine m LEFT JOIN closed c ON c.month = m.month AND c.payroll_unit_id = m.payroll_unit_id
$$;

-- The latest press or decision of a person about a step since a moment, and how many of its entries nobody acted on since.
CREATE FUNCTION takar_undoable(actor uuid, of_part text, since timestamptz)
RETURNS TABLE (batch_id uuid, activity_id uuid, seq int, action text, at timestamptz, count int)
LANGUAGE sql STABLE ROWS 1 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    WITH latest AS MATERIALIZED (
        SELECT e.batch_id, e.activity_id, e.entry_month, e.seq, e.action, e.at FROM activity_event e
        WHERE e.actor_id = actor AND e.part = of_part AND e.at >= since AND e.action IN ('setujui', 'kembalikan', 'tolak')
        ORDER BY e.at DESC, e.recorded_at DESC LIMIT 1
    ), same AS (
        SELECT e.activity_id, e.entry_month, e.seq FROM latest l JOIN activity_event e ON e.batch_id = l.batch_id
        UNION ALL SELECT l.activity_id, l.entry_month, l.seq FROM latest l WHERE l.batch_id IS NULL
    )
    SELECT l.batch_id, l.activity_id, l.seq, l.action, l.at, (
        SELECT count(*)::int FROM same s
        WHERE NOT EXISTS (SELECT 1 FROM activity_event n
                WHERE n.activity_id = s.activity_id AND n.entry_month = s.entry_month AND n.seq > s.seq)
          AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.activity_id = s.activity_id AND o.state <> 'ditarik'))
    FROM latest l
$$;

-- The histories of several entries, each kept under the month inside its id.
CREATE FUNCTION takar_events_of(entries uuid[]) RETURNS SETOF activity_event
LANGUAGE sql STABLE ROWS 200 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    SELECT * FROM activity_event WHERE activity_id = ANY (entries)
      AND entry_month BETWEEN takar_ids_from(entries) AND takar_ids_until(entries)
$$;

-- What takar_queues replaces.
DROP FUNCTION takar_to_verify(uuid[]);
DROP FUNCTION takar_to_validate(uuid[], uuid[]);
