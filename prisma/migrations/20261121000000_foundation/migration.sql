-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "setting" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "from_date" DATE NOT NULL,
    "decree" TEXT,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "domain_clock" (
    "id" INTEGER NOT NULL,
    "offset_ms" BIGINT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_unit" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "payroll_unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org_unit" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,

    CONSTRAINT "org_unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org_unit_version" (
    "unit_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "parent_id" UUID,
    "payroll_unit_id" UUID NOT NULL,
    "work_pattern" SMALLINT NOT NULL DEFAULT 5,
    "zone" TEXT,
    "decree" TEXT,

    CONSTRAINT "org_unit_version_pkey" PRIMARY KEY ("unit_id","from_date")
);

-- CreateTable
CREATE TABLE "position" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "position_version" (
    "position_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "title" TEXT NOT NULL,
    "unit_id" UUID NOT NULL,
    "superior_id" UUID,
    "kind" TEXT NOT NULL,
    "echelon" TEXT,
    "job_class" SMALLINT NOT NULL,
    "family" TEXT NOT NULL,
    "one_step" BOOLEAN NOT NULL DEFAULT false,
    "decree" TEXT,

    CONSTRAINT "position_version_pkey" PRIMARY KEY ("position_id","from_date")
);

-- CreateTable
CREATE TABLE "employee" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "nip" TEXT,
    "name" TEXT NOT NULL,
    "front_title" TEXT,
    "back_title" TEXT,

    CONSTRAINT "employee_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "employee_status" (
    "employee_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "rank_grade" TEXT,
    "decree" TEXT,

    CONSTRAINT "employee_status_pkey" PRIMARY KEY ("employee_id","from_date")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_date" DATE NOT NULL,
    "last_date" DATE,
    "decree" TEXT,
    "end_decree" TEXT,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "login" TEXT NOT NULL,
    "password_hash" TEXT,
    "password_algorithm" TEXT NOT NULL DEFAULT 'bcrypt',
    "must_change" BOOLEAN NOT NULL DEFAULT false,
    "activation_hash" TEXT,
    "activation_expires_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "payroll_unit_id" UUID,
    "from_date" DATE NOT NULL,
    "until_date" DATE,
    "decree" TEXT,
    "granted_by" UUID,
    "confirmed_by" UUID,
    "waived" BOOLEAN NOT NULL DEFAULT false,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "demo_account" (
    "key" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "password" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,

    CONSTRAINT "demo_account_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "session" (
    "sid" VARCHAR NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMP(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "post_stash" (
    "token_hash" TEXT NOT NULL,
    "owner_id" UUID,
    "path" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "files" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_stash_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "actor_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "request_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("actor_id","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,
    "request_id" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "holiday" (
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("day","kind")
);

-- CreateTable
CREATE TABLE "catalogue_item" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL,
    "grouping" TEXT NOT NULL,
    "families" TEXT[],

    CONSTRAINT "catalogue_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue_norm" (
    "item_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "points_per_unit" INTEGER NOT NULL,
    "minutes_per_unit" INTEGER NOT NULL,
    "max_per_day" DECIMAL(9,2) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "catalogue_norm_pkey" PRIMARY KEY ("item_id","from_date")
);

-- CreateTable
CREATE TABLE "skp_target" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "year" SMALLINT NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "result" TEXT NOT NULL,

    CONSTRAINT "skp_target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "activity_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "regulation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "regulation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_fact" (
    "id" BIGSERIAL NOT NULL,
    "employee_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payroll_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_period" (
    "month" DATE NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'TPP',
    "payroll_unit_id" UUID NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payroll_period_pkey" PRIMARY KEY ("month","kind","payroll_unit_id")
);

-- CreateTable
CREATE TABLE "payroll_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "month" DATE NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'TPP',
    "payroll_unit_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "regulation_id" UUID NOT NULL,
    "closed_by" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "payment_number" TEXT,
    "payment_date" DATE,
    "people" INTEGER,
    "gross" BIGINT,
    "deductions" BIGINT,
    "net" BIGINT,
    "input_digest" TEXT,
    "line_digest" TEXT,
    "failure" TEXT,

    CONSTRAINT "payroll_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_run_event" (
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "note" TEXT,

    CONSTRAINT "payroll_run_event_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE TABLE "payroll_input" (
    "run_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "facts" JSONB NOT NULL,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "excluded" TEXT,

    CONSTRAINT "payroll_input_pkey" PRIMARY KEY ("run_id","employee_id")
);

-- CreateTable
CREATE TABLE "payroll_line" (
    "run_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "nip" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "job_class" SMALLINT NOT NULL,
    "status" TEXT NOT NULL,
    "gross" BIGINT NOT NULL,
    "deductions" BIGINT NOT NULL,
    "net" BIGINT NOT NULL,
    "outputs" JSONB NOT NULL,
    "components" JSONB NOT NULL,
    "waiting" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "payroll_line_pkey" PRIMARY KEY ("run_id","employee_id")
);

-- CreateTable
CREATE TABLE "payroll_component" (
    "run_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "ordinal" SMALLINT NOT NULL,

    CONSTRAINT "payroll_component_pkey" PRIMARY KEY ("run_id","employee_id","code")
);

-- CreateTable
CREATE TABLE "payroll_file" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "scope" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "gross" BIGINT NOT NULL,
    "deductions" BIGINT NOT NULL,
    "net" BIGINT NOT NULL,
    "built_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payroll_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_download" (
    "id" BIGSERIAL NOT NULL,
    "file_id" UUID NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,

    CONSTRAINT "file_download_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'antre',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "created_by" UUID,
    "payroll_unit_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "setting_key_from_date_idx" ON "setting"("key", "from_date");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_unit_code_key" ON "payroll_unit"("code");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_code_key" ON "org_unit"("code");

-- CreateIndex
CREATE INDEX "org_unit_version_parent_id_idx" ON "org_unit_version"("parent_id");

-- CreateIndex
CREATE INDEX "org_unit_version_payroll_unit_id_idx" ON "org_unit_version"("payroll_unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "position_code_key" ON "position"("code");

-- CreateIndex
CREATE INDEX "position_version_superior_id_from_date_idx" ON "position_version"("superior_id", "from_date");

-- CreateIndex
CREATE INDEX "position_version_unit_id_idx" ON "position_version"("unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "employee_nip_key" ON "employee"("nip");

-- CreateIndex
CREATE INDEX "assignment_employee_id_from_date_idx" ON "assignment"("employee_id", "from_date");

-- CreateIndex
CREATE INDEX "assignment_position_id_from_date_idx" ON "assignment"("position_id", "from_date");

-- CreateIndex
CREATE UNIQUE INDEX "account_employee_id_key" ON "account"("employee_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_key" ON "account"("login");

-- CreateIndex
CREATE INDEX "role_grant_account_id_idx" ON "role_grant"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "demo_account_account_id_key" ON "demo_account"("account_id");

-- CreateIndex
CREATE INDEX "session_expire_idx" ON "session"("expire");

-- CreateIndex
CREATE INDEX "post_stash_expires_at_idx" ON "post_stash"("expires_at");

-- CreateIndex
CREATE INDEX "idempotency_recorded_at_idx" ON "idempotency"("recorded_at");

-- CreateIndex
CREATE INDEX "audit_event_object_type_object_id_idx" ON "audit_event"("object_type", "object_id");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_seq_idx" ON "audit_event"("actor_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_item_code_key" ON "catalogue_item"("code");

-- CreateIndex
CREATE UNIQUE INDEX "skp_target_employee_id_year_ordinal_key" ON "skp_target"("employee_id", "year", "ordinal");

-- CreateIndex
CREATE INDEX "evidence_activity_id_idx" ON "evidence"("activity_id");

-- CreateIndex
CREATE UNIQUE INDEX "regulation_version_key" ON "regulation"("version");

-- CreateIndex
CREATE UNIQUE INDEX "regulation_valid_from_key" ON "regulation"("valid_from");

-- CreateIndex
CREATE INDEX "payroll_fact_month_employee_id_name_id_idx" ON "payroll_fact"("month", "employee_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_run_month_kind_payroll_unit_id_revision_key" ON "payroll_run"("month", "kind", "payroll_unit_id", "revision");

-- CreateIndex
CREATE INDEX "payroll_line_employee_id_idx" ON "payroll_line"("employee_id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_file_scope_key" ON "payroll_file"("scope");

-- CreateIndex
CREATE INDEX "payroll_file_month_idx" ON "payroll_file"("month");

-- CreateIndex
CREATE INDEX "file_download_file_id_idx" ON "file_download"("file_id");

-- CreateIndex
CREATE INDEX "job_state_created_at_idx" ON "job"("state", "created_at");

-- AddForeignKey
ALTER TABLE "org_unit_version" ADD CONSTRAINT "org_unit_version_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_version" ADD CONSTRAINT "org_unit_version_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_version" ADD CONSTRAINT "org_unit_version_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_version" ADD CONSTRAINT "position_version_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_version" ADD CONSTRAINT "position_version_superior_id_fkey" FOREIGN KEY ("superior_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_version" ADD CONSTRAINT "position_version_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "employee_status" ADD CONSTRAINT "employee_status_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demo_account" ADD CONSTRAINT "demo_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_norm" ADD CONSTRAINT "catalogue_norm_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "catalogue_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_target" ADD CONSTRAINT "skp_target_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_fact" ADD CONSTRAINT "payroll_fact_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_period" ADD CONSTRAINT "payroll_period_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_regulation_id_fkey" FOREIGN KEY ("regulation_id") REFERENCES "regulation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_run_event" ADD CONSTRAINT "payroll_run_event_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_input" ADD CONSTRAINT "payroll_input_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_line" ADD CONSTRAINT "payroll_line_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_component" ADD CONSTRAINT "payroll_component_run_id_employee_id_fkey" FOREIGN KEY ("run_id", "employee_id") REFERENCES "payroll_line"("run_id", "employee_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_download" ADD CONSTRAINT "file_download_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "payroll_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe. Each promise has its own test
-- (tests/platform/constraints.test.ts).
-- ───────────────────────────────────────────────────────────────────────────────────────────────

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Activity entries, one partition per month of the work date.
-- An id is a UUIDv7 made from domain time, so a look-up by id alone can be narrowed to the few partitions
-- around the moment the entry was made; the CHECK keeps that true.
CREATE TABLE "activity" (
    "id" UUID NOT NULL,
    "work_date" DATE NOT NULL,
    "employee_id" UUID NOT NULL REFERENCES "employee"("id"),
    "position_id" UUID NOT NULL REFERENCES "position"("id"),
    "payroll_unit_id" UUID NOT NULL REFERENCES "payroll_unit"("id"),
    "item_id" UUID NOT NULL REFERENCES "catalogue_item"("id"),
    "target_id" UUID REFERENCES "skp_target"("id"),
    "description" TEXT NOT NULL,
    "volume" DECIMAL(9,2),
    "start_minute" SMALLINT,
    "end_minute" SMALLINT,
    "points_per_unit" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "verified_by" UUID REFERENCES "employee"("id"),
    "verified_chair_id" UUID REFERENCES "position"("id"),
    "validated_by" UUID REFERENCES "employee"("id"),
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "activity_pkey" PRIMARY KEY ("work_date", "id"),
    CONSTRAINT "activity_status" CHECK ("status" IN ('draf', 'dikirim', 'diverifikasi', 'divalidasi', 'dikembalikan', 'ditolak')),
    CONSTRAINT "activity_version" CHECK ("version" >= 1),
    CONSTRAINT "activity_points" CHECK ("points" >= 0 AND "points_per_unit" >= 0),
    CONSTRAINT "activity_volume" CHECK ("volume" IS NULL OR "volume" > 0),
    CONSTRAINT "activity_times" CHECK (
        ("start_minute" IS NULL) = ("end_minute" IS NULL)
        AND ("start_minute" IS NULL OR ("start_minute" >= 0 AND "end_minute" <= 1440 AND "start_minute" < "end_minute"))
    ),
    CONSTRAINT "activity_complete" CHECK (
        "status" = 'draf' OR ("volume" IS NOT NULL AND "start_minute" IS NOT NULL AND length("description") >= 10)
    ),
    CONSTRAINT "activity_persons" CHECK (
        "verified_by" IS DISTINCT FROM "employee_id"
        AND "validated_by" IS DISTINCT FROM "employee_id"
        AND ("validated_by" IS NULL OR "verified_by" IS DISTINCT FROM "validated_by")
    ),
    CONSTRAINT "activity_signed" CHECK (
        "status" NOT IN ('diverifikasi', 'divalidasi') OR ("verified_by" IS NOT NULL AND "verified_chair_id" IS NOT NULL)
    ),
    CONSTRAINT "activity_near_its_id" CHECK (
        "work_date" BETWEEN (uuid_extract_timestamp("id") AT TIME ZONE 'UTC')::date - 100
                        AND (uuid_extract_timestamp("id") AT TIME ZONE 'UTC')::date + 40
    ),
    CONSTRAINT "activity_no_overlap" EXCLUDE USING gist (
        "employee_id" WITH =, "work_date" WITH =, int4range("start_minute", "end_minute") WITH &&
    ) WHERE ("status" <> 'ditolak' AND "start_minute" IS NOT NULL)
) PARTITION BY RANGE ("work_date");

CREATE INDEX "activity_employee_day" ON "activity" ("employee_id", "work_date");
CREATE INDEX "activity_to_verify" ON "activity" ("position_id") WHERE "status" = 'dikirim';
CREATE INDEX "activity_to_validate" ON "activity" ("verified_chair_id") WHERE "status" = 'diverifikasi';
CREATE INDEX "activity_period" ON "activity" ("payroll_unit_id", "work_date");

-- The history of each entry: one row per change, seq = the version the entry had after it.
CREATE TABLE "activity_event" (
    "entry_month" DATE NOT NULL,
    "activity_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT,
    "actor_id" UUID NOT NULL REFERENCES "employee"("id"),
    "part" TEXT NOT NULL,
    "chair_id" UUID REFERENCES "position"("id"),
    "reason_code" TEXT,
    "reason" TEXT,
    "content" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "request_id" TEXT,
    CONSTRAINT "activity_event_pkey" PRIMARY KEY ("entry_month", "activity_id", "seq"),
    CONSTRAINT "activity_event_month" CHECK (
        "entry_month" = date_trunc('month', uuid_extract_timestamp("activity_id") AT TIME ZONE 'UTC')::date
    ),
    CONSTRAINT "activity_event_part" CHECK ("part" IN ('pemilik', 'verifikator', 'validator')),
    CONSTRAINT "activity_event_reason" CHECK ("action" NOT IN ('kembalikan', 'tolak') OR "reason_code" IS NOT NULL)
) PARTITION BY RANGE ("entry_month");

CREATE INDEX "activity_event_actor" ON "activity_event" ("actor_id", "at");

-- Makes the partitions of a month where they are missing; safe to call at any time, by several processes.
CREATE FUNCTION takar_ensure_month(in_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', in_month)::date;
    next_month date := (date_trunc('month', in_month) + interval '1 month')::date;
    suffix text := to_char(first_day, 'YYYY_MM');
BEGIN
    IF to_regclass('activity_' || suffix) IS NOT NULL AND to_regclass('activity_event_' || suffix) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(7270010);
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF activity FOR VALUES FROM (%L) TO (%L)',
        'activity_' || suffix, first_day, next_month);
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF activity_event FOR VALUES FROM (%L) TO (%L)',
        'activity_event_' || suffix, first_day, next_month);
END $$;

-- ── What may never change ──────────────────────────────────────────────────────────────────────

CREATE FUNCTION takar_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'TK002';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'activity_event', 'audit_event', 'payroll_run_event', 'payroll_input', 'payroll_line', 'payroll_component',
        'payroll_file', 'file_download', 'payroll_fact', 'regulation', 'setting', 'catalogue_norm', 'employee_status',
        'org_unit_version', 'position_version'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_append_only()',
            name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
END $$;

-- An assignment is ended once, by writing its last day; nothing else about it changes and it is not removed.
CREATE FUNCTION takar_assignment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.last_date IS NOT NULL OR NEW.last_date IS NULL
        OR (NEW.id, NEW.employee_id, NEW.position_id, NEW.kind, NEW.from_date)
           IS DISTINCT FROM (OLD.id, OLD.employee_id, OLD.position_id, OLD.kind, OLD.from_date)
        OR NEW.decree IS DISTINCT FROM OLD.decree THEN
        RAISE EXCEPTION 'an assignment can only be ended, once' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "assignment_guard" BEFORE UPDATE OR DELETE ON "assignment"
    FOR EACH ROW EXECUTE FUNCTION takar_assignment_guard();

-- ── The period's lock ──────────────────────────────────────────────────────────────────────────

-- Every change of an entry holds the row of its period FOR SHARE until it commits; the close takes that row
-- FOR UPDATE. So a change is either in the snapshot or refused, never lost in between.
CREATE FUNCTION takar_period_open(of_month date, of_unit uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_open boolean;
BEGIN
    SELECT open INTO is_open FROM payroll_period
        WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    IF NOT FOUND THEN
        INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES (of_month, 'TPP', of_unit) ON CONFLICT DO NOTHING;
        SELECT open INTO is_open FROM payroll_period
            WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    END IF;
    IF NOT is_open THEN
        RAISE EXCEPTION 'period % of payroll unit % is closed', of_month, of_unit USING ERRCODE = 'TK001';
    END IF;
END $$;

CREATE FUNCTION takar_activity_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM takar_period_open(date_trunc('month', OLD.work_date)::date, OLD.payroll_unit_id);
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND (NEW.work_date, NEW.payroll_unit_id) IS DISTINCT FROM (OLD.work_date, OLD.payroll_unit_id)) THEN
        PERFORM takar_period_open(date_trunc('month', NEW.work_date)::date, NEW.payroll_unit_id);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER "activity_period_guard" BEFORE INSERT OR UPDATE OR DELETE ON "activity"
    FOR EACH ROW EXECUTE FUNCTION takar_activity_period_guard();

ALTER TABLE "payroll_period"
    ADD CONSTRAINT "payroll_period_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "payroll_period_kind" CHECK ("kind" IN ('TPP')),
    ADD CONSTRAINT "payroll_period_revision" CHECK ("revision" >= 1);

-- ── Runs ───────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "payroll_run"
    ADD CONSTRAINT "payroll_run_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "payroll_run_state" CHECK ("state" IN ('DITUTUP', 'DIHITUNG', 'DISETUJUI', 'DIBAYAR', 'GAGAL', 'DIBATALKAN')),
    ADD CONSTRAINT "payroll_run_two_persons" CHECK ("approved_by" IS NULL OR "approved_by" <> "closed_by"),
    ADD CONSTRAINT "payroll_run_computed" CHECK (
        "state" NOT IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
        OR ("people" IS NOT NULL AND "gross" IS NOT NULL AND "deductions" IS NOT NULL AND "net" = "gross" - "deductions"
            AND "input_digest" IS NOT NULL AND "line_digest" IS NOT NULL)
    ),
    ADD CONSTRAINT "payroll_run_approved" CHECK (
        "state" NOT IN ('DISETUJUI', 'DIBAYAR') OR ("approved_by" IS NOT NULL AND "approved_at" IS NOT NULL)
    ),
    ADD CONSTRAINT "payroll_run_paid" CHECK (
        "state" <> 'DIBAYAR' OR ("payment_number" IS NOT NULL AND "payment_date" IS NOT NULL)
    );

-- At most one living run per month, kind and payroll unit.
CREATE UNIQUE INDEX "payroll_run_living" ON "payroll_run" ("month", "kind", "payroll_unit_id") WHERE "state" <> 'DIBATALKAN';

CREATE FUNCTION takar_run_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a run is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('DITUTUP', 'DITUTUP'), ('DITUTUP', 'DIHITUNG'), ('DITUTUP', 'GAGAL'), ('DITUTUP', 'DIBATALKAN'),
        ('GAGAL', 'DITUTUP'), ('GAGAL', 'DIBATALKAN'), ('DIHITUNG', 'DISETUJUI'), ('DIHITUNG', 'DIBATALKAN'),
        ('DISETUJUI', 'DIBAYAR')
    ) THEN
        RAISE EXCEPTION 'a run cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'TK002';
    END IF;
    IF (NEW.id, NEW.month, NEW.kind, NEW.payroll_unit_id, NEW.revision, NEW.regulation_id, NEW.closed_by, NEW.closed_at)
        IS DISTINCT FROM (OLD.id, OLD.month, OLD.kind, OLD.payroll_unit_id, OLD.revision, OLD.regulation_id, OLD.closed_by, OLD.closed_at) THEN
        RAISE EXCEPTION 'what a run was closed with does not change' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
        AND (NEW.people, NEW.gross, NEW.deductions, NEW.net, NEW.input_digest, NEW.line_digest)
        IS DISTINCT FROM (OLD.people, OLD.gross, OLD.deductions, OLD.net, OLD.input_digest, OLD.line_digest) THEN
        RAISE EXCEPTION 'a computed run does not change' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('DISETUJUI', 'DIBAYAR') AND (NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'an approval does not change' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_run_guard" BEFORE UPDATE OR DELETE ON "payroll_run" FOR EACH ROW EXECUTE FUNCTION takar_run_guard();

-- Lines are written only while their run is being computed.
CREATE FUNCTION takar_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM payroll_run WHERE id = NEW.run_id FOR SHARE) <> 'DITUTUP' THEN
        RAISE EXCEPTION 'lines are written only while the run is being computed' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_input_guard" BEFORE INSERT ON "payroll_input" FOR EACH ROW EXECUTE FUNCTION takar_line_guard();
CREATE TRIGGER "payroll_line_guard" BEFORE INSERT ON "payroll_line" FOR EACH ROW EXECUTE FUNCTION takar_line_guard();
CREATE TRIGGER "payroll_component_guard" BEFORE INSERT ON "payroll_component" FOR EACH ROW EXECUTE FUNCTION takar_line_guard();

ALTER TABLE "payroll_line"
    ADD CONSTRAINT "payroll_line_sum" CHECK ("net" = "gross" - "deductions"),
    ADD CONSTRAINT "payroll_line_sign" CHECK ("gross" >= 0 AND "deductions" >= 0);
ALTER TABLE "payroll_component"
    ADD CONSTRAINT "payroll_component_kind" CHECK ("kind" IN ('pendapatan', 'potongan', 'informasi'));
ALTER TABLE "payroll_fact"
    ADD CONSTRAINT "payroll_fact_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date);

-- ── Organisation ───────────────────────────────────────────────────────────────────────────────

ALTER TABLE "payroll_unit" ADD CONSTRAINT "payroll_unit_code" CHECK ("code" ~ '^[A-Z0-9-]+$');
ALTER TABLE "employee" ADD CONSTRAINT "employee_nip" CHECK ("nip" IS NULL OR "nip" ~ '^[0-9]{18}$');
ALTER TABLE "employee_status" ADD CONSTRAINT "employee_status_known" CHECK ("status" IN ('PNS', 'CPNS', 'PPPK', 'PEJABAT'));
ALTER TABLE "org_unit_version"
    ADD CONSTRAINT "org_unit_pattern" CHECK ("work_pattern" IN (5, 6)),
    ADD CONSTRAINT "org_unit_zone" CHECK ("zone" IS NULL OR "zone" IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'));
ALTER TABLE "position_version"
    ADD CONSTRAINT "position_class" CHECK ("job_class" BETWEEN 0 AND 17),
    ADD CONSTRAINT "position_kind" CHECK ("kind" IN ('PEJABAT_NEGARA', 'JPT', 'ADMINISTRATOR', 'PENGAWAS', 'FUNGSIONAL', 'PELAKSANA')),
    ADD CONSTRAINT "position_not_its_own_superior" CHECK ("superior_id" IS DISTINCT FROM "position_id");
ALTER TABLE "assignment"
    ADD CONSTRAINT "assignment_kind" CHECK ("kind" IN ('DEFINITIF', 'PLT', 'PLH', 'DELEGASI')),
    ADD CONSTRAINT "assignment_order" CHECK ("last_date" IS NULL OR "last_date" >= "from_date"),
    -- One definitive holder per chair and one definitive chair per person on any day.
    ADD CONSTRAINT "assignment_one_holder" EXCLUDE USING gist (
        "position_id" WITH =, daterange("from_date", "last_date", '[]') WITH &&) WHERE ("kind" = 'DEFINITIF'),
    ADD CONSTRAINT "assignment_one_chair" EXCLUDE USING gist (
        "employee_id" WITH =, daterange("from_date", "last_date", '[]') WITH &&) WHERE ("kind" = 'DEFINITIF');
ALTER TABLE "role_grant"
    ADD CONSTRAINT "role_grant_known" CHECK ("role" IN ('pengelola', 'kepala_opd', 'bendahara', 'kepegawaian', 'keuangan', 'organisasi', 'auditor', 'admin')),
    ADD CONSTRAINT "role_grant_scope" CHECK (("role" IN ('pengelola', 'kepala_opd', 'bendahara')) = ("payroll_unit_id" IS NOT NULL)),
    ADD CONSTRAINT "role_grant_two_persons" CHECK ("confirmed_by" IS NULL OR "confirmed_by" IS DISTINCT FROM "granted_by");
ALTER TABLE "account" ADD CONSTRAINT "account_algorithm" CHECK ("password_algorithm" IN ('bcrypt'));
ALTER TABLE "holiday" ADD CONSTRAINT "holiday_kind" CHECK ("kind" IN ('libur', 'cuti_bersama', 'lokal'));
ALTER TABLE "catalogue_norm" ADD CONSTRAINT "catalogue_norm_positive" CHECK ("points_per_unit" > 0 AND "minutes_per_unit" > 0 AND "max_per_day" > 0);
ALTER TABLE "job" ADD CONSTRAINT "job_state" CHECK ("state" IN ('antre', 'berjalan', 'selesai', 'gagal'));
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_kind" CHECK ("media_type" IN ('image/jpeg', 'image/png', 'application/pdf') AND "size" > 0);
ALTER TABLE "domain_clock" ADD CONSTRAINT "domain_clock_one" CHECK ("id" = 1);
CREATE INDEX "session_account" ON "session" (("sess" #>> '{passport,user}'));

-- The tree of positions has no cycle on the day a version starts, whoever writes at the same time:
-- writers of the tree take turns.
CREATE FUNCTION takar_tree_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above uuid := NEW.superior_id;
    steps int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(7270011);
    WHILE above IS NOT NULL LOOP
        steps := steps + 1;
        IF above = NEW.position_id OR steps > 50 THEN
            RAISE EXCEPTION 'position % would be its own superior', NEW.position_id USING ERRCODE = 'TK003';
        END IF;
        SELECT v.superior_id INTO above FROM position_version v
            WHERE v.position_id = above AND v.from_date <= NEW.from_date ORDER BY v.from_date DESC LIMIT 1;
        IF NOT FOUND THEN
            above := NULL;
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER "position_version_tree" BEFORE INSERT ON "position_version" FOR EACH ROW EXECUTE FUNCTION takar_tree_guard();

-- ── Authority (rulings.md 8 and 9): written once, here ────────────────────────────────────────
-- A step of an entry starts at a chair (verification: the owner's; validation: the one it was verified from) and
-- belongs to the first chair above it that somebody holds who is not excluded (the owner; the verifier).
-- Holding means definitive, Plt, Plh or by letter, on the day of deciding.

-- Downwards, for queues and decisions: every chair whose steps may come to a chair this person holds. "passed" lists
-- the persons who hold the chairs climbed over: the row counts for an entry only if all of them are excluded there.
CREATE FUNCTION takar_chairs_below(actor uuid, on_day date)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT c.position_id, h.position_id AS chair_id, '{}'::uuid[] AS passed, 1 AS depth
        FROM assignment h
        JOIN position_version c ON c.superior_id = h.position_id
        WHERE h.employee_id = actor AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
        UNION ALL
        SELECT c.position_id, d.chair_id, held.persons, d.depth + 1
        FROM down d
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(DISTINCT p.person), '{}') AS persons FROM (
                SELECT a.employee_id AS person FROM assignment a
                WHERE a.position_id = d.position_id AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
                UNION SELECT unnest(d.passed)
            ) p
        ) held
        JOIN position_version c ON c.superior_id = d.position_id
        WHERE cardinality(held.persons) <= 2 AND d.depth < 30
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
    )
    SELECT position_id, chair_id, passed FROM down
$$;

-- Upwards, for telling an owner whose turn it is. A property test holds the two directions together.
CREATE FUNCTION takar_chair_above(start_position uuid, excluded uuid[], on_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT (SELECT v.superior_id FROM position_version v WHERE v.position_id = start_position AND v.from_date <= on_day
                ORDER BY v.from_date DESC LIMIT 1) AS chair, 1 AS depth
        UNION ALL
        SELECT (SELECT v.superior_id FROM position_version v WHERE v.position_id = u.chair AND v.from_date <= on_day
                ORDER BY v.from_date DESC LIMIT 1), u.depth + 1
        FROM up u
        WHERE u.chair IS NOT NULL AND u.depth < 30 AND NOT EXISTS (
            SELECT 1 FROM assignment a WHERE a.position_id = u.chair AND a.from_date <= on_day
              AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded))
    )
    SELECT u.chair FROM up u
    WHERE u.chair IS NOT NULL AND EXISTS (
        SELECT 1 FROM assignment a WHERE a.position_id = u.chair AND a.from_date <= on_day
          AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded))
    ORDER BY u.depth LIMIT 1
$$;
