-- Lines are written only while their run is being computed: asked once for all rows of a statement, not once for each. The
-- run's row is held until the transaction ends, as before; a discard that came first is seen, one that comes later waits.
CREATE FUNCTION takar_lines_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_state text;
BEGIN
    FOR found_state IN SELECT r.state FROM payroll_run r WHERE r.id IN (SELECT DISTINCT n.run_id FROM added n) FOR SHARE LOOP
        IF found_state <> 'DITUTUP' THEN
            RAISE EXCEPTION 'lines are written only while the run is being computed' USING ERRCODE = 'TK002';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['payroll_input', 'payroll_line', 'payroll_component', 'payroll_uncounted'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_guard', name);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT
            EXECUTE FUNCTION takar_lines_guard()', name || '_guard', name);
    END LOOP;
END $$;
