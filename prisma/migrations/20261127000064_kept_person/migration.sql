-- Who somebody is and what they may do is kept beside their session, as it was read under one snapshot of the database, and
-- holds as long as nothing it was read from has been changed by a transaction which that snapshot did not see.
--
-- Both tables are UNLOGGED: a crash empties both together, and a backup leaves them out. Transaction numbers mean
-- nothing in another server, hence "server" (when this one was started).

-- The transactions that changed anything of it, told by the triggers below in the same transaction: nobody waits for
-- anybody, and a change is seen here exactly when it is seen at all. Housekeeping removes them once no session can be older.
CREATE UNLOGGED TABLE "person_change" (
    "xid" XID8 NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "person_change_pkey" PRIMARY KEY ("xid")
);

CREATE UNLOGGED TABLE "session_person" (
    "sid" VARCHAR NOT NULL,
    -- what was asked (another release may ask another question), and for which day of the regency
    "question" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "server" TIMESTAMPTZ NOT NULL DEFAULT pg_postmaster_start_time(),
    "seen" PG_SNAPSHOT NOT NULL,
    "person" JSONB NOT NULL,

    CONSTRAINT "session_person_pkey" PRIMARY KEY ("sid"),
    CONSTRAINT "session_person_sid_fkey" FOREIGN KEY ("sid") REFERENCES "session" ("sid") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE FUNCTION takar_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO person_change (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER assignment_person AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON assignment
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();
CREATE TRIGGER position_version_person AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON position_version
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();
CREATE TRIGGER employee_status_person AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON employee_status
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();
CREATE TRIGGER role_grant_person AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_grant
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();
CREATE TRIGGER assistance_person AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON assistance
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();
-- Somebody new is in no session yet; telephone numbers and bank accounts are changed by everybody, all day.
CREATE TRIGGER employee_person AFTER DELETE OR TRUNCATE OR UPDATE OF id, nip, name, front_title, back_title ON employee
    FOR EACH STATEMENT EXECUTE FUNCTION takar_person_changed();

-- Also where a tool of the operator's has switched ordinary triggers off (session_replication_role).
ALTER TABLE assignment ENABLE ALWAYS TRIGGER assignment_person;
ALTER TABLE position_version ENABLE ALWAYS TRIGGER position_version_person;
ALTER TABLE employee_status ENABLE ALWAYS TRIGGER employee_status_person;
ALTER TABLE role_grant ENABLE ALWAYS TRIGGER role_grant_person;
ALTER TABLE assistance ENABLE ALWAYS TRIGGER assistance_person;
ALTER TABLE employee ENABLE ALWAYS TRIGGER employee_person;

-- How many entries of a person have come back to them, for the menu of every page. Counted inside, so that no entry is
-- carried out of the months to be thrown away; by a plan that is kept, as in 20261127000011_entries_of.
CREATE FUNCTION takar_returned(of_employee uuid, from_day date, to_day date) RETURNS int
LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan AS $$
    SELECT count(*)::int FROM activity
    WHERE employee_id = of_employee AND work_date BETWEEN from_day AND to_day AND status = 'dikembalikan'
$$;
