-- A machine's file is 220,000 punches and judges as many days as people have: what was asked anew for each of these rows is asked
-- once for each statement, of the few months, units and batches its rows name. Nothing is let through that was refused before.

-- ── The period's lock ──────────────────────────────────────────────────────────────────────────

-- What is written for a day, and its result, belong to the month of the unit that pays: a closed month keeps both. Rows that
-- were, and rows that came to be; months in one order for everybody, so that two statements never wait in a circle. It comes after the
-- rows: who has waited for a close at the gate finds it closed, and the statement is undone.
CREATE FUNCTION takar_attendance_months_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM takar_period_open(w.month, w.unit) FROM (
            SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month, payroll_unit_id AS unit FROM rows_before ORDER BY 1, 2) w;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM takar_period_open(w.month, w.unit) FROM (
            SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month, payroll_unit_id AS unit FROM rows_after ORDER BY 1, 2) w;
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['attendance_day', 'attendance_record'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_period', name);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS rows_after
            FOR EACH STATEMENT EXECUTE FUNCTION takar_attendance_months_open()', name || '_period_insert', name);
        EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
            FOR EACH STATEMENT EXECUTE FUNCTION takar_attendance_months_open()', name || '_period_update', name);
        EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS rows_before
            FOR EACH STATEMENT EXECUTE FUNCTION takar_attendance_months_open()', name || '_period_delete', name);
    END LOOP;
END $$;
DROP FUNCTION takar_attendance_period_guard();

-- ── Whose a punch is ───────────────────────────────────────────────────────────────────────────

-- The foreign keys looked for the same batch and machine with each punch: a third of what storing a file took. They stay as
-- what the table says of itself; punches are held to them here, once for each batch and machine of a statement. The other side needs
-- no search: batches are never removed nor renamed (attendance_batch_guard), and from here on machines are not either.
CREATE FUNCTION takar_punch_origin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone uuid;
BEGIN
    SELECT n.id INTO gone FROM (SELECT DISTINCT batch_id AS id FROM rows_after) n
        WHERE NOT EXISTS (SELECT FROM attendance_batch b WHERE b.id = n.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no attendance_batch %', gone
            USING ERRCODE = 'foreign_key_violation', TABLE = 'attendance_punch', CONSTRAINT = 'attendance_punch_batch_id_fkey';
    END IF;
    SELECT n.id INTO gone FROM (SELECT DISTINCT machine_id AS id FROM rows_after WHERE machine_id IS NOT NULL) n
        WHERE NOT EXISTS (SELECT FROM attendance_machine m WHERE m.id = n.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no attendance_machine %', gone
            USING ERRCODE = 'foreign_key_violation', TABLE = 'attendance_punch', CONSTRAINT = 'attendance_punch_machine_id_fkey';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "attendance_punch_origin" AFTER INSERT ON "attendance_punch" REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION takar_punch_origin();
ALTER TABLE "attendance_punch" ALTER CONSTRAINT "attendance_punch_batch_id_fkey" NOT ENFORCED;
ALTER TABLE "attendance_punch" ALTER CONSTRAINT "attendance_punch_machine_id_fkey" NOT ENFORCED;

CREATE TRIGGER "attendance_machine_kept" BEFORE DELETE ON "attendance_machine" FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "attendance_machine_id_kept" BEFORE UPDATE OF "id" ON "attendance_machine"
    FOR EACH ROW WHEN (OLD."id" IS DISTINCT FROM NEW."id") EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "attendance_machine_no_truncate" BEFORE TRUNCATE ON "attendance_machine"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
