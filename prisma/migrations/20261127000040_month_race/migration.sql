-- Two servers that start at once on one database both found a month without its partitions; the second waited for the
-- lock, and then still saw what it had seen before: to_regclass answers from a cache that an advisory lock does not
-- refresh. It made the same table again, was refused, and did not start. After the lock the catalogue itself is asked.
CREATE OR REPLACE FUNCTION takar_ensure_month(in_month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
        CONTINUE WHEN EXISTS (SELECT FROM pg_class c
            WHERE c.relname = parent || '_' || suffix AND c.relnamespace = 'public'::regnamespace);
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            parent || '_' || suffix, parent, first_day, next_month);
        EXECUTE format('CREATE TRIGGER "no_truncate" BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            parent || '_' || suffix);
    END LOOP;
END $$;
