-- Attendance: what machines, files and people say about a day, leave, and the result derived from them.

-- AlterTable
ALTER TABLE "special_hours" ADD COLUMN     "break_minutes" SMALLINT NOT NULL DEFAULT 30,
ADD COLUMN     "friday_break_minutes" SMALLINT NOT NULL DEFAULT 60,
ADD COLUMN     "start_minute" SMALLINT NOT NULL DEFAULT 480;

-- CreateTable
CREATE TABLE "attendance_machine" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "pin_realm" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "unit_id" UUID,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attendance_machine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_pin" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "pin_realm" TEXT NOT NULL,
    "pin" TEXT NOT NULL,
    "employee_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "last_date" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "attendance_pin_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_batch" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL DEFAULT 0,
    "payroll_unit_id" UUID NOT NULL,
    "machine_id" UUID,
    "first_day" DATE,
    "last_day" DATE,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "unmatched" INTEGER NOT NULL DEFAULT 0,
    "profile" JSONB NOT NULL DEFAULT '{}',
    "report" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "uploaded_by" UUID,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3),
    "undone_by" UUID,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "attendance_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_punch" (
    "id" BIGSERIAL NOT NULL,
    "batch_id" UUID NOT NULL,
    "machine_id" UUID,
    "pin_realm" TEXT NOT NULL,
    "pin" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "local_text" TEXT NOT NULL,
    "extra" JSONB NOT NULL DEFAULT '{}',
    "row_no" INTEGER NOT NULL,

    CONSTRAINT "attendance_punch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_record" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "batch_id" UUID,
    "row_no" INTEGER,
    "employee_id" UUID NOT NULL,
    "payroll_unit_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "in_minute" SMALLINT,
    "out_minute" SMALLINT,
    "code" TEXT,
    "source" TEXT NOT NULL,
    "note" TEXT,
    "document_number" TEXT,
    "document_date" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" UUID,
    "confirmed_at" TIMESTAMPTZ(3),
    "withdrawn_by" UUID,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdraw_reason" TEXT,

    CONSTRAINT "attendance_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_recap" (
    "batch_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "attendance_recap_pkey" PRIMARY KEY ("batch_id","employee_id","month")
);

-- CreateTable
CREATE TABLE "leave_record" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "document_number" TEXT NOT NULL,
    "document_date" DATE NOT NULL,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoke_reason" TEXT,

    CONSTRAINT "leave_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_hours" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "unit_id" UUID,
    "pattern" SMALLINT NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "from_date" DATE NOT NULL,
    "start_minute" SMALLINT NOT NULL,
    "end_minute" SMALLINT NOT NULL,
    "break_minutes" SMALLINT NOT NULL,
    "open_before" SMALLINT NOT NULL,
    "close_after" SMALLINT NOT NULL,
    "decree" TEXT,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_hours_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_day" (
    "employee_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "payroll_unit_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "late_minutes" SMALLINT NOT NULL,
    "early_minutes" SMALLINT NOT NULL,
    "cut_bp" INTEGER NOT NULL,
    "in_at" TIMESTAMPTZ(3),
    "out_at" TIMESTAMPTZ(3),
    "window" JSONB,
    "why" JSONB NOT NULL,
    "input_hash" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attendance_day_pkey" PRIMARY KEY ("employee_id","day")
);

-- CreateIndex
CREATE UNIQUE INDEX "attendance_machine_code_key" ON "attendance_machine"("code");

-- CreateIndex
CREATE INDEX "attendance_pin_employee_id_idx" ON "attendance_pin"("employee_id");

-- CreateIndex
CREATE INDEX "attendance_batch_payroll_unit_id_uploaded_at_idx" ON "attendance_batch"("payroll_unit_id", "uploaded_at");

-- CreateIndex
CREATE INDEX "attendance_punch_pin_realm_pin_at_idx" ON "attendance_punch"("pin_realm", "pin", "at");

-- CreateIndex
CREATE INDEX "attendance_punch_batch_id_row_no_idx" ON "attendance_punch"("batch_id", "row_no");

-- CreateIndex
CREATE INDEX "attendance_record_employee_id_day_idx" ON "attendance_record"("employee_id", "day");

-- CreateIndex
CREATE INDEX "attendance_record_batch_id_idx" ON "attendance_record"("batch_id");

-- CreateIndex
CREATE INDEX "attendance_recap_employee_id_month_idx" ON "attendance_recap"("employee_id", "month");

-- CreateIndex
CREATE INDEX "leave_record_employee_id_first_day_idx" ON "leave_record"("employee_id", "first_day");

-- CreateIndex
CREATE INDEX "attendance_day_payroll_unit_id_day_idx" ON "attendance_day"("payroll_unit_id", "day");

-- AddForeignKey
ALTER TABLE "attendance_pin" ADD CONSTRAINT "attendance_pin_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_punch" ADD CONSTRAINT "attendance_punch_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "attendance_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_record" ADD CONSTRAINT "attendance_record_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "attendance_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_record" ADD CONSTRAINT "attendance_record_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_recap" ADD CONSTRAINT "attendance_recap_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "attendance_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_recap" ADD CONSTRAINT "attendance_recap_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave_record" ADD CONSTRAINT "leave_record_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_day" ADD CONSTRAINT "attendance_day_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_machine" ADD CONSTRAINT "attendance_machine_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_batch" ADD CONSTRAINT "attendance_batch_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_batch" ADD CONSTRAINT "attendance_batch_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "attendance_machine"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_punch" ADD CONSTRAINT "attendance_punch_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "attendance_machine"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_record" ADD CONSTRAINT "attendance_record_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_hours" ADD CONSTRAINT "work_hours_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_day" ADD CONSTRAINT "attendance_day_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe.
-- ───────────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "special_hours"
    ADD CONSTRAINT "special_hours_start" CHECK ("start_minute" BETWEEN 0 AND 1439 AND "break_minutes" BETWEEN 0 AND 240
        AND "friday_break_minutes" BETWEEN 0 AND 240);

ALTER TABLE "attendance_machine"
    ADD CONSTRAINT "attendance_machine_zone" CHECK ("zone" IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'));

-- A PIN of a realm is one person on any day.
ALTER TABLE "attendance_pin"
    ADD CONSTRAINT "attendance_pin_span" CHECK ("last_date" IS NULL OR "last_date" >= "from_date"),
    ADD CONSTRAINT "attendance_pin_text" CHECK ("pin" ~ '^[0-9A-Za-z]{1,24}$'),
    ADD CONSTRAINT "attendance_pin_one_person" EXCLUDE USING gist (
        "pin_realm" WITH =, "pin" WITH =, daterange("from_date", "last_date", '[]') WITH &&);

ALTER TABLE "attendance_batch"
    ADD CONSTRAINT "attendance_batch_kind" CHECK ("kind" IN ('mesin', 'templat', 'silang', 'harian', 'rekap')),
    ADD CONSTRAINT "attendance_batch_state" CHECK ("state" IN ('pratinjau', 'disimpan', 'dibatalkan')),
    ADD CONSTRAINT "attendance_batch_undone" CHECK (("state" = 'dibatalkan') = ("undone_at" IS NOT NULL));
-- A file is brought in once by a unit, unless it was undone.
CREATE UNIQUE INDEX "attendance_batch_same_file" ON "attendance_batch" ("payroll_unit_id", "sha256") WHERE "state" = 'disimpan';

ALTER TABLE "attendance_record"
    ADD CONSTRAINT "attendance_record_source" CHECK ("source" IN ('templat', 'silang', 'harian', 'manual')),
    ADD CONSTRAINT "attendance_record_batch" CHECK (("source" = 'manual') = ("batch_id" IS NULL)),
    ADD CONSTRAINT "attendance_record_minutes" CHECK (
        coalesce("in_minute", 0) BETWEEN 0 AND 1439 AND coalesce("out_minute", 0) BETWEEN 0 AND 1439),
    ADD CONSTRAINT "attendance_record_says" CHECK (
        ("code" IS NULL) = ("in_minute" IS NOT NULL OR "out_minute" IS NOT NULL)),
    -- What is written by hand has a document, and counts once a second person has confirmed it: neither writer nor owner.
    ADD CONSTRAINT "attendance_record_document" CHECK ("source" <> 'manual' OR ("document_number" IS NOT NULL AND "recorded_by" IS NOT NULL)),
    ADD CONSTRAINT "attendance_record_two_persons" CHECK ("confirmed_by" IS NULL
        OR ("confirmed_by" <> "recorded_by" AND "confirmed_by" <> "employee_id")),
    ADD CONSTRAINT "attendance_record_confirmed" CHECK (("confirmed_by" IS NULL) = ("confirmed_at" IS NULL)),
    ADD CONSTRAINT "attendance_record_withdrawn" CHECK (("withdrawn_by" IS NULL) = ("withdrawn_at" IS NULL));
-- One row by hand per person and day waits or counts.
CREATE UNIQUE INDEX "attendance_record_one_by_hand" ON "attendance_record" ("employee_id", "day")
    WHERE "source" = 'manual' AND "withdrawn_at" IS NULL;
CREATE INDEX "attendance_record_waiting" ON "attendance_record" ("payroll_unit_id", "day")
    WHERE "source" = 'manual' AND "confirmed_at" IS NULL AND "withdrawn_at" IS NULL;

ALTER TABLE "attendance_recap"
    ADD CONSTRAINT "attendance_recap_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date);

ALTER TABLE "leave_record"
    ADD CONSTRAINT "leave_record_kind" CHECK ("kind" IN ('CT', 'CB', 'CS', 'CM', 'CAP', 'CLTN', 'DL', 'DIKLAT', 'S', 'I', 'TB')),
    ADD CONSTRAINT "leave_record_span" CHECK ("first_day" <= "last_day"),
    ADD CONSTRAINT "leave_record_own_hand" CHECK ("recorded_by" IS DISTINCT FROM "employee_id"),
    ADD CONSTRAINT "leave_record_revoked" CHECK (("revoked_by" IS NULL) = ("revoked_at" IS NULL)),
    -- A day has one reason to be away.
    ADD CONSTRAINT "leave_record_no_overlap" EXCLUDE USING gist (
        "employee_id" WITH =, daterange("first_day", "last_day", '[]') WITH &&) WHERE ("revoked_at" IS NULL);

ALTER TABLE "work_hours"
    ADD CONSTRAINT "work_hours_pattern" CHECK ("pattern" IN (5, 6) AND "weekday" BETWEEN 1 AND "pattern"),
    ADD CONSTRAINT "work_hours_order" CHECK ("start_minute" >= 0 AND "start_minute" < "end_minute" AND "end_minute" <= 1440
        AND "break_minutes" >= 0 AND "break_minutes" < "end_minute" - "start_minute"),
    ADD CONSTRAINT "work_hours_reach" CHECK ("open_before" BETWEEN 0 AND 720 AND "close_after" BETWEEN 0 AND 720);
CREATE UNIQUE INDEX "work_hours_one" ON "work_hours"
    (coalesce("unit_id", '00000000-0000-0000-0000-000000000000'::uuid), "pattern", "weekday", "from_date");

ALTER TABLE "attendance_day"
    ADD CONSTRAINT "attendance_day_code" CHECK ("code" ~ '^[A-Z][A-Z0-9]{0,7}([+][A-Z][A-Z0-9]{0,7})?$'),
    ADD CONSTRAINT "attendance_day_cut" CHECK ("cut_bp" BETWEEN 0 AND 10000),
    ADD CONSTRAINT "attendance_day_minutes" CHECK ("late_minutes" >= 0 AND "early_minutes" >= 0);

-- ── What may never change ──────────────────────────────────────────────────────────────────────

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['attendance_punch', 'attendance_recap', 'work_hours'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_append_only()',
            name || '_append_only', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['attendance_punch', 'attendance_recap', 'work_hours', 'attendance_pin', 'attendance_batch',
        'attendance_record', 'leave_record', 'attendance_day'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
END $$;

-- A row that is ended once: of its columns only those named may change, each from nothing to something. "version" counts along.
CREATE FUNCTION takar_ended_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb;
    name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never removed', TG_TABLE_NAME USING ERRCODE = 'TK002';
    END IF;
    after := to_jsonb(NEW);
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF before ->> name IS NOT NULL AND before -> name IS DISTINCT FROM after -> name THEN
            RAISE EXCEPTION '% of % is written once', name, TG_TABLE_NAME USING ERRCODE = 'TK002';
        END IF;
        before := before - name;
        after := after - name;
    END LOOP;
    IF before - 'version' IS DISTINCT FROM after - 'version' THEN
        RAISE EXCEPTION '% can only be ended, once', TG_TABLE_NAME USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "attendance_pin_guard" BEFORE UPDATE OR DELETE ON "attendance_pin"
    FOR EACH ROW EXECUTE FUNCTION takar_ended_once('last_date', 'ended_by', 'ended_at');
CREATE TRIGGER "attendance_record_guard" BEFORE UPDATE OR DELETE ON "attendance_record"
    FOR EACH ROW EXECUTE FUNCTION takar_ended_once('confirmed_by', 'confirmed_at', 'withdrawn_by', 'withdrawn_at', 'withdraw_reason');
CREATE TRIGGER "leave_record_guard" BEFORE UPDATE OR DELETE ON "leave_record"
    FOR EACH ROW EXECUTE FUNCTION takar_ended_once('revoked_by', 'revoked_at', 'revoke_reason');

-- A batch goes from preview to saved to undone; the file and what was counted of it do not change after it was saved.
CREATE FUNCTION takar_attendance_batch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'attendance_batch is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (NEW.id, NEW.sha256, NEW.payroll_unit_id, NEW.uploaded_by, NEW.uploaded_at)
        IS DISTINCT FROM (OLD.id, OLD.sha256, OLD.payroll_unit_id, OLD.uploaded_by, OLD.uploaded_at)
        OR OLD.state = 'dibatalkan'
        OR (OLD.state = 'disimpan' AND (NEW.state = 'pratinjau'
            OR (to_jsonb(NEW) - '{state,version,undone_by,undone_at,unmatched}'::text[])
               IS DISTINCT FROM (to_jsonb(OLD) - '{state,version,undone_by,undone_at,unmatched}'::text[]))) THEN
        RAISE EXCEPTION 'a saved attendance batch can only be undone' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state = 'disimpan' AND NEW.state = 'dibatalkan' AND OLD.first_day IS NOT NULL THEN
        PERFORM takar_period_open(m::date, OLD.payroll_unit_id)
        FROM generate_series(date_trunc('month', OLD.first_day::timestamp), OLD.last_day::timestamp, interval '1 month') m;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "attendance_batch_guard" BEFORE UPDATE OR DELETE ON "attendance_batch"
    FOR EACH ROW EXECUTE FUNCTION takar_attendance_batch_guard();

-- ── The period's lock ──────────────────────────────────────────────────────────────────────────

-- What is written for a day, and its result, belong to the month of the unit that pays: a closed month keeps both.
CREATE FUNCTION takar_attendance_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM takar_period_open(date_trunc('month', OLD.day)::date, OLD.payroll_unit_id);
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND (NEW.day, NEW.payroll_unit_id) IS DISTINCT FROM (OLD.day, OLD.payroll_unit_id)) THEN
        PERFORM takar_period_open(date_trunc('month', NEW.day)::date, NEW.payroll_unit_id);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER "attendance_day_period" BEFORE INSERT OR UPDATE OR DELETE ON "attendance_day"
    FOR EACH ROW EXECUTE FUNCTION takar_attendance_period_guard();
CREATE TRIGGER "attendance_record_period" BEFORE INSERT OR UPDATE OR DELETE ON "attendance_record"
    FOR EACH ROW EXECUTE FUNCTION takar_attendance_period_guard();

-- Files that stand beside a day or a leave.
ALTER TABLE "attachment"
    DROP CONSTRAINT "attachment_object",
    ADD CONSTRAINT "attachment_object" CHECK ("object_type" IN (
        'objection', 'dispensation', 'staff_change', 'skp_realisation', 'attendance_batch', 'attendance_record', 'leave_record'));
