-- Guards that the foundation left out. Each promise has its own test (tests/platform/constraints.test.ts).

-- The tree of positions has no circle on any day, also when a later version was written before an earlier one: the walk
-- upwards goes along every version in force while the new one is, and keeps the days on which the whole path stands.
CREATE OR REPLACE FUNCTION takar_tree_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7270011);
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT NEW.superior_id AS chair, NEW.from_date AS begins, coalesce((
                SELECT min(n.from_date) FROM position_version n
                WHERE n.position_id = NEW.position_id AND n.from_date > NEW.from_date), 'infinity'::date) AS ends, 1 AS depth
            UNION ALL
            SELECT v.superior_id, greatest(u.begins, v.from_date), least(u.ends, v.until), u.depth + 1
            FROM up u
            CROSS JOIN LATERAL (
                SELECT p.superior_id, p.from_date,
                    coalesce(lead(p.from_date) OVER (ORDER BY p.from_date), 'infinity'::date) AS until
                FROM position_version p WHERE p.position_id = u.chair
            ) v
            WHERE u.chair <> NEW.position_id AND u.depth <= 50
              AND v.superior_id IS NOT NULL AND v.from_date < u.ends AND v.until > u.begins
        )
        SELECT 1 FROM up WHERE chair = NEW.position_id OR depth > 50
    ) THEN
        RAISE EXCEPTION 'position % would be its own superior', NEW.position_id USING ERRCODE = 'TK003';
    END IF;
    RETURN NEW;
END $$;

-- A month does not open again, nor is it forgotten, while a run of it lives (rulings.md 17).
CREATE FUNCTION takar_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR NEW.open
        OR (NEW.month, NEW.kind, NEW.payroll_unit_id) IS DISTINCT FROM (OLD.month, OLD.kind, OLD.payroll_unit_id))
        AND EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = OLD.month AND r.kind = OLD.kind
                    AND r.payroll_unit_id = OLD.payroll_unit_id AND r.state <> 'DIBATALKAN') THEN
        RAISE EXCEPTION 'period % of payroll unit % has a run', OLD.month, OLD.payroll_unit_id USING ERRCODE = 'TK002';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER "payroll_period_guard" BEFORE UPDATE OR DELETE ON "payroll_period"
    FOR EACH ROW EXECUTE FUNCTION takar_period_guard();

-- Evidence is taken off once, by writing when; nothing else about it changes and its row stays.
CREATE FUNCTION takar_evidence_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.removed_at IS NOT NULL
        OR to_jsonb(NEW) - 'removed_at' IS DISTINCT FROM to_jsonb(OLD) - 'removed_at' THEN
        RAISE EXCEPTION 'evidence can only be taken off, once' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "evidence_guard" BEFORE UPDATE OR DELETE ON "evidence"
    FOR EACH ROW EXECUTE FUNCTION takar_evidence_guard();

-- TRUNCATE passes by the triggers of rows, and on a partition also by those of its parent.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['activity', 'evidence', 'payroll_period', 'payroll_run', 'assignment'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
    FOR name IN SELECT c.relname FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
        WHERE i.inhparent IN ('activity'::regclass, 'activity_event'::regclass) LOOP
        EXECUTE format('CREATE TRIGGER "no_truncate" BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()', name);
    END LOOP;
END $$;

-- Makes the partitions of a month where they are missing; safe to call at any time, by several processes.
CREATE OR REPLACE FUNCTION takar_ensure_month(in_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', in_month)::date;
    next_month date := (date_trunc('month', in_month) + interval '1 month')::date;
    suffix text := to_char(first_day, 'YYYY_MM');
    parent text;
BEGIN
    IF to_regclass('activity_' || suffix) IS NOT NULL AND to_regclass('activity_event_' || suffix) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(7270010);
    FOREACH parent IN ARRAY ARRAY['activity', 'activity_event'] LOOP
        CONTINUE WHEN to_regclass(parent || '_' || suffix) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            parent || '_' || suffix, parent, first_day, next_month);
        EXECUTE format('CREATE TRIGGER "no_truncate" BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            parent || '_' || suffix);
    END LOOP;
END $$;
