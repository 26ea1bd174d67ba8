-- The regency at work: people and their changes, rights, catalogue, SKP, objections, dispensations, imports.

-- DropIndex
DROP INDEX "skp_target_employee_id_year_ordinal_key";

-- AlterTable
ALTER TABLE "position_version" ADD COLUMN     "duties" TEXT,
ADD COLUMN     "validator_id" UUID;

-- AlterTable
ALTER TABLE "employee" ADD COLUMN     "bank_account" TEXT,
ADD COLUMN     "bank_name" TEXT,
ADD COLUMN     "email" TEXT,
ADD COLUMN     "nik" TEXT,
ADD COLUMN     "npwp" TEXT,
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "role_grant" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "end_reason" TEXT,
ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "ended_by" UUID;

-- AlterTable
ALTER TABLE "catalogue_item" ADD COLUMN     "description" TEXT,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "open_ended" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "verb_level" SMALLINT NOT NULL DEFAULT 2,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "skp_target" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'utama',
ADD COLUMN     "origin_id" UUID,
ADD COLUMN     "parent_target_id" UUID,
ADD COLUMN     "plan_id" UUID;

-- CreateTable
CREATE TABLE "employee_workplace" (
    "employee_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "unit_id" UUID,
    "decree" TEXT,

    CONSTRAINT "employee_workplace_pkey" PRIMARY KEY ("employee_id","from_date")
);

-- CreateTable
CREATE TABLE "staff_change" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "position_id" UUID,
    "assignment_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "decree" TEXT NOT NULL,
    "note" TEXT,
    "open_items" JSONB NOT NULL DEFAULT '[]',
    "recorded_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue_expectation" (
    "item_id" UUID NOT NULL,
    "family" TEXT NOT NULL,
    "from_date" DATE NOT NULL,
    "daily" DECIMAL(9,2),
    "monthly" DECIMAL(9,2),

    CONSTRAINT "catalogue_expectation_pkey" PRIMARY KEY ("item_id","family","from_date")
);

-- CreateTable
CREATE TABLE "catalogue_proposal" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "proposed_by" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL,
    "minutes_per_unit" INTEGER,
    "reason" TEXT NOT NULL,
    "activity_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'menunggu',
    "due_on" DATE NOT NULL,
    "answer" TEXT,
    "item_id" UUID,
    "answered_by" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "catalogue_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "skp_plan" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "year" SMALLINT NOT NULL,
    "ordinal" SMALLINT NOT NULL DEFAULT 1,
    "revision" SMALLINT NOT NULL DEFAULT 1,
    "position_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "until_date" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draf',
    "version" INTEGER NOT NULL DEFAULT 1,
    "submitted_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decided_chair_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "supersedes_id" UUID,
    "annex" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "skp_plan_pkey" PRIMARY KEY ("id")
);

-- The targets of before become the first revision of one plan per person and year.
INSERT INTO "skp_plan" ("employee_id", "year", "position_id", "from_date", "until_date", "state")
SELECT DISTINCT ON (t."employee_id", t."year") t."employee_id", t."year", a."position_id",
    greatest(a."from_date", make_date(t."year", 1, 1)), make_date(t."year", 12, 31), 'disetujui'
FROM "skp_target" t JOIN "assignment" a ON a."employee_id" = t."employee_id" AND a."kind" = 'DEFINITIF'
    AND a."from_date" <= make_date(t."year", 12, 31) AND (a."last_date" IS NULL OR a."last_date" >= make_date(t."year", 1, 1))
ORDER BY t."employee_id", t."year", a."from_date";
UPDATE "skp_target" t SET "plan_id" = p."id" FROM "skp_plan" p
WHERE p."employee_id" = t."employee_id" AND p."year" = t."year";
ALTER TABLE "skp_target" ALTER COLUMN "plan_id" SET NOT NULL;

-- CreateTable
CREATE TABLE "skp_indicator" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "target_id" UUID NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "aspect" TEXT NOT NULL,
    "indicator" TEXT NOT NULL,
    "target_value" DECIMAL(14,2) NOT NULL,
    "unit_name" TEXT NOT NULL,
    "due_on" DATE,

    CONSTRAINT "skp_indicator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "skp_realisation" (
    "id" BIGSERIAL NOT NULL,
    "indicator_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "value" DECIMAL(14,2) NOT NULL,
    "drafted" DECIMAL(14,2),
    "obstacle" TEXT,
    "recorded_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "skp_realisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "skp_event" (
    "plan_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "chair_id" UUID,
    "reason" TEXT,
    "content" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "skp_event_pkey" PRIMARY KEY ("plan_id","seq")
);

-- CreateTable
CREATE TABLE "skp_behaviour" (
    "plan_id" UUID NOT NULL,
    "behaviour" TEXT NOT NULL,
    "expectation" TEXT NOT NULL,

    CONSTRAINT "skp_behaviour_pkey" PRIMARY KEY ("plan_id","behaviour")
);

-- CreateTable
CREATE TABLE "skp_evaluation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "plan_id" UUID NOT NULL,
    "span" TEXT NOT NULL,
    "from_date" DATE NOT NULL,
    "until_date" DATE NOT NULL,
    "result_rating" TEXT NOT NULL,
    "behaviour_rating" TEXT NOT NULL,
    "predicate" TEXT NOT NULL,
    "feedback" TEXT,
    "rater_id" UUID NOT NULL,
    "rater_chair_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "skp_evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision_batch" (
    "id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "reason_code" TEXT,
    "reason" TEXT,
    "asked" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "left" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "objection" (
    "id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "work_date" DATE NOT NULL,
    "owner_id" UUID NOT NULL,
    "refused_by" UUID NOT NULL,
    "start_chair_id" UUID NOT NULL,
    "excluded" UUID[],
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "version" INTEGER NOT NULL DEFAULT 1,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "decided_by" UUID,
    "decided_chair_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "effect" TEXT,

    CONSTRAINT "objection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "objection_statement" (
    "id" BIGSERIAL NOT NULL,
    "objection_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "objection_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispensation" (
    "id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "work_date" DATE NOT NULL,
    "cause" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "open_until" DATE,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "dispensation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "favourite" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "employee_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "volume" DECIMAL(9,2),
    "ordinal" SMALLINT NOT NULL,

    CONSTRAINT "favourite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quick_note" (
    "id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "work_date" DATE NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "activity_id" UUID,

    CONSTRAINT "quick_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assistance" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "owner_id" UUID NOT NULL,
    "helper_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "until_date" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assistance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_order" (
    "id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "chair_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "due_on" DATE,
    "state" TEXT NOT NULL DEFAULT 'baru',
    "activity_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_report" (
    "id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'baru',
    "answer" TEXT,
    "answered_by" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "announcement" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "important" BOOLEAN NOT NULL DEFAULT false,
    "audience" TEXT NOT NULL DEFAULT 'semua',
    "payroll_unit_id" UUID,
    "part" TEXT,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "announcement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "announcement_read" (
    "announcement_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "announcement_read_pkey" PRIMARY KEY ("announcement_id","employee_id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" BIGSERIAL NOT NULL,
    "employee_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "href" TEXT,
    "dedupe" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_view" (
    "id" BIGSERIAL NOT NULL,
    "viewer_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_batch" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diperiksa',
    "mapping" JSONB NOT NULL DEFAULT '{}',
    "report" JSONB NOT NULL DEFAULT '{}',
    "rows" JSONB,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "import_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_item" (
    "id" BIGSERIAL NOT NULL,
    "batch_id" UUID NOT NULL,
    "table_name" TEXT NOT NULL,
    "key" JSONB NOT NULL,

    CONSTRAINT "import_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_mapping" (
    "kind" TEXT NOT NULL,
    "header_hash" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "saved_by" UUID,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("kind","header_hash")
);

-- CreateTable
CREATE TABLE "opening_balance" (
    "id" BIGSERIAL NOT NULL,
    "employee_id" UUID NOT NULL,
    "year" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "days" INTEGER,
    "rupiah" BIGINT,
    "from_date" DATE,
    "until_date" DATE,
    "note" TEXT,
    "source" TEXT NOT NULL,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "opening_balance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_change_employee_id_effective_on_idx" ON "staff_change"("employee_id", "effective_on");

-- CreateIndex
CREATE INDEX "staff_change_effective_on_idx" ON "staff_change"("effective_on");

-- CreateIndex
CREATE INDEX "catalogue_proposal_state_due_on_idx" ON "catalogue_proposal"("state", "due_on");

-- CreateIndex
CREATE INDEX "catalogue_proposal_proposed_by_idx" ON "catalogue_proposal"("proposed_by");

-- CreateIndex
CREATE INDEX "skp_plan_position_id_state_idx" ON "skp_plan"("position_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "skp_plan_employee_id_year_ordinal_revision_key" ON "skp_plan"("employee_id", "year", "ordinal", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "skp_indicator_target_id_ordinal_key" ON "skp_indicator"("target_id", "ordinal");

-- CreateIndex
CREATE INDEX "skp_realisation_indicator_id_month_id_idx" ON "skp_realisation"("indicator_id", "month", "id");

-- CreateIndex
CREATE INDEX "skp_evaluation_plan_id_span_from_date_idx" ON "skp_evaluation"("plan_id", "span", "from_date");

-- CreateIndex
CREATE INDEX "decision_batch_actor_id_at_idx" ON "decision_batch"("actor_id", "at");

-- CreateIndex
CREATE INDEX "objection_owner_id_filed_at_idx" ON "objection"("owner_id", "filed_at");

-- CreateIndex
CREATE INDEX "objection_start_chair_id_state_idx" ON "objection"("start_chair_id", "state");

-- CreateIndex
CREATE INDEX "objection_activity_id_idx" ON "objection"("activity_id");

-- CreateIndex
CREATE INDEX "objection_statement_objection_id_id_idx" ON "objection_statement"("objection_id", "id");

-- CreateIndex
CREATE INDEX "dispensation_employee_id_work_date_idx" ON "dispensation"("employee_id", "work_date");

-- CreateIndex
CREATE INDEX "dispensation_state_requested_at_idx" ON "dispensation"("state", "requested_at");

-- CreateIndex
CREATE INDEX "attachment_object_type_object_id_idx" ON "attachment"("object_type", "object_id");

-- CreateIndex
CREATE INDEX "attachment_sha256_idx" ON "attachment"("sha256");

-- CreateIndex
CREATE INDEX "favourite_employee_id_ordinal_idx" ON "favourite"("employee_id", "ordinal");

-- CreateIndex
CREATE INDEX "quick_note_employee_id_done_at_work_date_idx" ON "quick_note"("employee_id", "done_at", "work_date");

-- CreateIndex
CREATE INDEX "assistance_owner_id_idx" ON "assistance"("owner_id");

-- CreateIndex
CREATE INDEX "assistance_helper_id_idx" ON "assistance"("helper_id");

-- CreateIndex
CREATE INDEX "task_order_to_id_state_idx" ON "task_order"("to_id", "state");

-- CreateIndex
CREATE INDEX "task_order_from_id_created_at_idx" ON "task_order"("from_id", "created_at");

-- CreateIndex
CREATE INDEX "data_report_state_created_at_idx" ON "data_report"("state", "created_at");

-- CreateIndex
CREATE INDEX "data_report_employee_id_idx" ON "data_report"("employee_id");

-- CreateIndex
CREATE INDEX "announcement_ends_on_idx" ON "announcement"("ends_on");

-- CreateIndex
CREATE INDEX "notification_employee_id_id_idx" ON "notification"("employee_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_employee_id_dedupe_key" ON "notification"("employee_id", "dedupe");

-- CreateIndex
CREATE INDEX "data_view_subject_id_id_idx" ON "data_view"("subject_id", "id");

-- CreateIndex
CREATE INDEX "import_batch_kind_created_at_idx" ON "import_batch"("kind", "created_at");

-- CreateIndex
CREATE INDEX "import_item_batch_id_idx" ON "import_item"("batch_id");

-- CreateIndex
CREATE INDEX "opening_balance_employee_id_year_kind_id_idx" ON "opening_balance"("employee_id", "year", "kind", "id");

-- CreateIndex
CREATE UNIQUE INDEX "employee_nik_key" ON "employee"("nik");

-- CreateIndex
CREATE INDEX "skp_target_employee_id_year_idx" ON "skp_target"("employee_id", "year");

-- CreateIndex
CREATE UNIQUE INDEX "skp_target_plan_id_ordinal_key" ON "skp_target"("plan_id", "ordinal");

-- AddForeignKey
ALTER TABLE "position_version" ADD CONSTRAINT "position_version_validator_id_fkey" FOREIGN KEY ("validator_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "employee_workplace" ADD CONSTRAINT "employee_workplace_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "employee_workplace" ADD CONSTRAINT "employee_workplace_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "org_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_change" ADD CONSTRAINT "staff_change_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_item" ADD CONSTRAINT "catalogue_item_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "catalogue_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_expectation" ADD CONSTRAINT "catalogue_expectation_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "catalogue_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_plan" ADD CONSTRAINT "skp_plan_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_target" ADD CONSTRAINT "skp_target_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "skp_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_target" ADD CONSTRAINT "skp_target_parent_target_id_fkey" FOREIGN KEY ("parent_target_id") REFERENCES "skp_target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_indicator" ADD CONSTRAINT "skp_indicator_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "skp_target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_realisation" ADD CONSTRAINT "skp_realisation_indicator_id_fkey" FOREIGN KEY ("indicator_id") REFERENCES "skp_indicator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_event" ADD CONSTRAINT "skp_event_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "skp_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_behaviour" ADD CONSTRAINT "skp_behaviour_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "skp_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skp_evaluation" ADD CONSTRAINT "skp_evaluation_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "skp_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "objection_statement" ADD CONSTRAINT "objection_statement_objection_id_fkey" FOREIGN KEY ("objection_id") REFERENCES "objection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "announcement_read" ADD CONSTRAINT "announcement_read_announcement_id_fkey" FOREIGN KEY ("announcement_id") REFERENCES "announcement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_item" ADD CONSTRAINT "import_item_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opening_balance" ADD CONSTRAINT "opening_balance_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe.
-- ───────────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "activity"
    ADD COLUMN "validator_chair_id" UUID REFERENCES "position"("id"),
    ADD COLUMN "prepared_by" UUID REFERENCES "employee"("id"),
    ADD COLUMN "uncovered_reason" TEXT,
    ADD CONSTRAINT "activity_not_prepared_by_owner" CHECK ("prepared_by" IS DISTINCT FROM "employee_id");
ALTER TABLE "activity_event"
    ADD COLUMN "batch_id" UUID,
    DROP CONSTRAINT "activity_event_part",
    ADD CONSTRAINT "activity_event_part" CHECK ("part" IN ('pemilik', 'pembantu', 'verifikator', 'validator', 'pemutus'));
CREATE INDEX "activity_to_validate_by_letter" ON "activity" ("validator_chair_id") WHERE "status" = 'diverifikasi';
CREATE INDEX "activity_event_batch" ON "activity_event" ("batch_id") WHERE "batch_id" IS NOT NULL;
CREATE INDEX "activity_uncovered" ON "activity" ("work_date") WHERE "uncovered_reason" IS NOT NULL;

-- ── What may never change ──────────────────────────────────────────────────────────────────────

-- Timelines of organisation and catalogue take no change. The one way out is the undo of an import: a batch that is being taken
-- back in this very moment (state 'mengurungkan') may remove the rows it made itself, as long as nothing refers to them.
CREATE FUNCTION takar_undone_import(in_table text, in_row jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM import_batch b JOIN import_item i ON i.batch_id = b.id
        WHERE b.state = 'mengurungkan' AND i.table_name = in_table AND in_row @> i.key)
$$;
CREATE FUNCTION takar_imported_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND takar_undone_import(TG_TABLE_NAME, to_jsonb(OLD)) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'TK002';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['org_unit_version', 'position_version', 'employee_status', 'catalogue_norm'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_imported_only()',
            name || '_append_only', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['employee_workplace', 'catalogue_expectation', 'opening_balance'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_imported_only()',
            name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'staff_change', 'skp_event', 'skp_realisation', 'skp_evaluation', 'objection_statement', 'decision_batch',
        'announcement_read', 'data_view', 'attachment', 'import_item'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_append_only()',
            name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
END $$;

-- An assignment ends once, by writing its last day. One that carries an end already (acting, by letter) may end earlier, never
-- later. The day before its start means that it never began. Who has it and since when does not change.
CREATE OR REPLACE FUNCTION takar_assignment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND takar_undone_import('assignment', to_jsonb(OLD)) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.last_date IS NULL
        OR (OLD.last_date IS NOT NULL AND (OLD.kind = 'DEFINITIF' OR NEW.last_date >= OLD.last_date))
        OR (NEW.id, NEW.employee_id, NEW.position_id, NEW.kind, NEW.from_date)
           IS DISTINCT FROM (OLD.id, OLD.employee_id, OLD.position_id, OLD.kind, OLD.from_date)
        OR NEW.decree IS DISTINCT FROM OLD.decree THEN
        RAISE EXCEPTION 'an assignment can only be ended, once' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE "assignment"
    DROP CONSTRAINT "assignment_kind",
    DROP CONSTRAINT "assignment_order",
    DROP CONSTRAINT "assignment_one_holder",
    DROP CONSTRAINT "assignment_one_chair",
    ADD CONSTRAINT "assignment_kind" CHECK ("kind" IN ('DEFINITIF', 'PLT', 'PLH', 'DELEGASI', 'KETUA_TIM')),
    ADD CONSTRAINT "assignment_order" CHECK ("last_date" IS NULL OR "last_date" >= "from_date" - 1),
    -- One definitive holder per chair and one definitive chair per person on any day.
    ADD CONSTRAINT "assignment_one_holder" EXCLUDE USING gist (
        "position_id" WITH =, daterange("from_date", "last_date" + 1) WITH &&) WHERE ("kind" = 'DEFINITIF'),
    ADD CONSTRAINT "assignment_one_chair" EXCLUDE USING gist (
        "employee_id" WITH =, daterange("from_date", "last_date" + 1) WITH &&) WHERE ("kind" = 'DEFINITIF');

-- ── Words that columns know ────────────────────────────────────────────────────────────────────

ALTER TABLE "employee"
    ADD CONSTRAINT "employee_nik" CHECK ("nik" IS NULL OR "nik" ~ '^[0-9]{16}$');
ALTER TABLE "employee_status"
    DROP CONSTRAINT "employee_status_known",
    ADD CONSTRAINT "employee_status_known" CHECK ("status" IN
        ('PNS', 'CPNS', 'PPPK', 'NON_ASN', 'PEJABAT', 'PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR'));
ALTER TABLE "staff_change"
    ADD CONSTRAINT "staff_change_kind" CHECK ("kind" IN ('MASUK', 'MUTASI', 'PLT', 'PLH', 'DELEGASI', 'KETUA_TIM', 'AKHIR_TUGAS',
        'TEMPAT_KERJA', 'GOLONGAN', 'CPNS_KE_PNS', 'PENSIUN', 'MENINGGAL', 'HABIS_KONTRAK', 'PINDAH_KELUAR', 'TUGAS_BELAJAR')),
    ADD CONSTRAINT "staff_change_decree" CHECK (btrim("decree") <> '');
ALTER TABLE "role_grant"
    ADD CONSTRAINT "role_grant_order" CHECK ("until_date" IS NULL OR "until_date" >= "from_date" - 1);
ALTER TABLE "catalogue_item"
    ADD CONSTRAINT "catalogue_item_verb_level" CHECK ("verb_level" BETWEEN 1 AND 4),
    ADD CONSTRAINT "catalogue_item_not_merged_into_itself" CHECK ("merged_into_id" IS DISTINCT FROM "id");
ALTER TABLE "catalogue_expectation"
    ADD CONSTRAINT "catalogue_expectation_positive" CHECK (coalesce("daily", 1) > 0 AND coalesce("monthly", 1) > 0
        AND ("daily" IS NOT NULL OR "monthly" IS NOT NULL));
ALTER TABLE "catalogue_proposal"
    ADD CONSTRAINT "catalogue_proposal_state" CHECK ("state" IN ('menunggu', 'diterima', 'digabung', 'ditolak')),
    ADD CONSTRAINT "catalogue_proposal_answered" CHECK (("state" = 'menunggu') = ("answered_by" IS NULL)
        AND ("state" NOT IN ('diterima', 'digabung') OR "item_id" IS NOT NULL)
        AND ("state" <> 'ditolak' OR btrim(coalesce("answer", '')) <> ''));
ALTER TABLE "skp_plan"
    ADD CONSTRAINT "skp_plan_state" CHECK ("state" IN ('draf', 'diajukan', 'dikembalikan', 'disetujui', 'digantikan')),
    ADD CONSTRAINT "skp_plan_span" CHECK ("from_date" <= "until_date" AND extract(year FROM "from_date") = "year"
        AND extract(year FROM "until_date") = "year"),
    ADD CONSTRAINT "skp_plan_not_by_oneself" CHECK ("decided_by" IS DISTINCT FROM "employee_id");
-- One version of a part is in work at a time, and one is in force.
CREATE UNIQUE INDEX "skp_plan_in_work" ON "skp_plan" ("employee_id", "year", "ordinal") WHERE "state" IN ('draf', 'diajukan', 'dikembalikan');
CREATE UNIQUE INDEX "skp_plan_in_force" ON "skp_plan" ("employee_id", "year", "ordinal") WHERE "state" = 'disetujui';
ALTER TABLE "skp_target" ADD CONSTRAINT "skp_target_kind" CHECK ("kind" IN ('utama', 'tambahan'));
ALTER TABLE "skp_indicator"
    ADD CONSTRAINT "skp_indicator_aspect" CHECK ("aspect" IN ('kuantitas', 'kualitas', 'waktu', 'biaya')),
    ADD CONSTRAINT "skp_indicator_target" CHECK ("target_value" > 0);
ALTER TABLE "skp_realisation"
    ADD CONSTRAINT "skp_realisation_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "skp_realisation_value" CHECK ("value" >= 0);
ALTER TABLE "skp_behaviour"
    ADD CONSTRAINT "skp_behaviour_known" CHECK ("behaviour" IN ('berorientasi_pelayanan', 'akuntabel', 'kompeten', 'harmonis',
        'loyal', 'adaptif', 'kolaboratif'));
ALTER TABLE "skp_evaluation"
    ADD CONSTRAINT "skp_evaluation_span" CHECK ("span" IN ('bulanan', 'triwulan', 'tahunan') AND "from_date" <= "until_date"),
    ADD CONSTRAINT "skp_evaluation_ratings" CHECK ("result_rating" IN ('diatas', 'sesuai', 'dibawah')
        AND "behaviour_rating" IN ('diatas', 'sesuai', 'dibawah')),
    -- PermenPANRB 6/2022: results down, behaviour across; "cukup" is also called butuh perbaikan.
    ADD CONSTRAINT "skp_evaluation_predicate" CHECK ("predicate" = CASE
        WHEN "behaviour_rating" = 'dibawah' THEN CASE "result_rating" WHEN 'dibawah' THEN 'sangat_kurang' ELSE 'kurang' END
        WHEN "result_rating" = 'dibawah' THEN 'cukup'
        WHEN "result_rating" = 'diatas' AND "behaviour_rating" = 'diatas' THEN 'sangat_baik'
        ELSE 'baik' END);
ALTER TABLE "objection"
    ADD CONSTRAINT "objection_state" CHECK ("state" IN ('diajukan', 'diterima', 'ditolak', 'ditarik')),
    ADD CONSTRAINT "objection_decided" CHECK (("state" IN ('diterima', 'ditolak')) =
        ("decided_by" IS NOT NULL AND "decided_at" IS NOT NULL AND length(btrim(coalesce("decision_reason", ''))) > 0)),
    ADD CONSTRAINT "objection_decider" CHECK ("decided_by" IS NULL
        OR ("decided_by" <> "owner_id" AND "decided_by" <> "refused_by" AND "decided_by" <> ALL ("excluded"))),
    ADD CONSTRAINT "objection_effect" CHECK (("state" = 'diterima') = ("effect" IS NOT NULL)
        AND coalesce("effect", 'langsung') IN ('langsung', 'penyesuaian'));
-- One objection per refusal: one at a time, and an entry whose objection was decided takes no second one.
CREATE UNIQUE INDEX "objection_one" ON "objection" ("activity_id") WHERE "state" <> 'ditarik';
ALTER TABLE "objection_statement" ADD CONSTRAINT "objection_statement_part" CHECK ("part" IN ('pemilik', 'penolak', 'saksi'));
ALTER TABLE "dispensation"
    ADD CONSTRAINT "dispensation_state" CHECK ("state" IN ('diajukan', 'disetujui', 'ditolak', 'ditarik')),
    ADD CONSTRAINT "dispensation_cause" CHECK ("cause" IN ('jaringan', 'aplikasi', 'listrik', 'tugas_luar', 'sakit', 'lainnya')),
    ADD CONSTRAINT "dispensation_two_persons" CHECK ("decided_by" IS NULL
        OR ("decided_by" <> "employee_id" AND "decided_by" <> "requested_by")),
    ADD CONSTRAINT "dispensation_open" CHECK (("state" = 'disetujui') = ("open_until" IS NOT NULL));
CREATE UNIQUE INDEX "dispensation_one" ON "dispensation" ("employee_id", "work_date") WHERE "state" IN ('diajukan', 'disetujui');
ALTER TABLE "attachment"
    ADD CONSTRAINT "attachment_kind" CHECK ("media_type" IN ('image/jpeg', 'image/png', 'application/pdf') AND "size" > 0),
    ADD CONSTRAINT "attachment_object" CHECK ("object_type" IN ('objection', 'dispensation', 'staff_change', 'skp_realisation'));
ALTER TABLE "assistance"
    ADD CONSTRAINT "assistance_two_persons" CHECK ("owner_id" <> "helper_id"),
    ADD CONSTRAINT "assistance_span" CHECK ("from_date" <= "until_date");
CREATE UNIQUE INDEX "assistance_living" ON "assistance" ("owner_id", "helper_id") WHERE "ended_at" IS NULL;
ALTER TABLE "task_order"
    ADD CONSTRAINT "task_order_state" CHECK ("state" IN ('baru', 'dikerjakan', 'selesai', 'dibatalkan')),
    ADD CONSTRAINT "task_order_two_persons" CHECK ("from_id" <> "to_id");
ALTER TABLE "data_report"
    ADD CONSTRAINT "data_report_about" CHECK ("about" IN ('atasan', 'jabatan', 'data_diri', 'lainnya')),
    ADD CONSTRAINT "data_report_state" CHECK ("state" IN ('baru', 'selesai', 'ditolak')),
    ADD CONSTRAINT "data_report_answered" CHECK (("state" = 'baru') = ("answered_by" IS NULL));
ALTER TABLE "announcement"
    ADD CONSTRAINT "announcement_span" CHECK ("starts_on" <= "ends_on"),
    ADD CONSTRAINT "announcement_audience" CHECK ("audience" IN ('semua', 'unit', 'peran')
        AND ("audience" = 'unit') = ("payroll_unit_id" IS NOT NULL) AND ("audience" = 'peran') = ("part" IS NOT NULL));
ALTER TABLE "import_batch"
    ADD CONSTRAINT "import_batch_state" CHECK ("state" IN ('diperiksa', 'diterapkan', 'dibatalkan', 'mengurungkan', 'diurungkan', 'ditolak'));
ALTER TABLE "opening_balance"
    ADD CONSTRAINT "opening_balance_kind" CHECK ("kind" IN ('cuti_tahunan_sisa', 'cuti_tahun_lalu_sisa', 'hari_tanpa_keterangan',
        'pph21_dipotong', 'bruto_dibayar', 'hukuman_disiplin')),
    ADD CONSTRAINT "opening_balance_typed" CHECK (CASE
        WHEN "kind" IN ('pph21_dipotong', 'bruto_dibayar') THEN "rupiah" IS NOT NULL AND "rupiah" >= 0 AND "days" IS NULL
        WHEN "kind" = 'hukuman_disiplin' THEN "from_date" IS NOT NULL AND "until_date" IS NOT NULL AND "note" IS NOT NULL
        ELSE "days" IS NOT NULL AND "days" BETWEEN 0 AND 366 AND "rupiah" IS NULL END);

-- ── Authority (rulings.md 8, 9, 16): still written once, here ─────────────────────────────────
-- A team leader holds no chair: the letter gives work, not the right to rate. Up to three persons may be excluded (the owner,
-- the verifier, the one who refused: an objection).

CREATE OR REPLACE FUNCTION takar_chairs_below(actor uuid, on_day date)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT c.position_id, h.position_id AS chair_id, '{}'::uuid[] AS passed, 1 AS depth
        FROM assignment h
        JOIN position_version c ON c.superior_id = h.position_id
        WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
          AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
        UNION ALL
        SELECT c.position_id, d.chair_id, held.persons, d.depth + 1
        FROM down d
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(DISTINCT p.person), '{}') AS persons FROM (
                SELECT a.employee_id AS person FROM assignment a
                WHERE a.position_id = d.position_id AND a.kind <> 'KETUA_TIM'
                  AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
                UNION SELECT unnest(d.passed)
            ) p
        ) held
        JOIN position_version c ON c.superior_id = d.position_id
        WHERE cardinality(held.persons) <= 3 AND d.depth < 30
          AND c.from_date <= on_day
          AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = c.position_id AND n.from_date <= on_day AND n.from_date > c.from_date)
    )
    SELECT position_id, chair_id, passed FROM down
$$;

-- The same for a step that starts AT a chair, that chair included (a validator named by letter).
CREATE FUNCTION takar_chairs_at(actor uuid, on_day date)
RETURNS TABLE (position_id uuid, chair_id uuid, passed uuid[]) LANGUAGE sql STABLE AS $$
    SELECT h.position_id, h.position_id, '{}'::uuid[]
    FROM assignment h
    WHERE h.employee_id = actor AND h.kind <> 'KETUA_TIM'
      AND h.from_date <= on_day AND (h.last_date IS NULL OR h.last_date >= on_day)
    UNION ALL
    SELECT b.position_id, b.chair_id, held.persons
    FROM takar_chairs_below(actor, on_day) b
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT p.person), '{}') AS persons FROM (
            SELECT a.employee_id AS person FROM assignment a
            WHERE a.position_id = b.position_id AND a.kind <> 'KETUA_TIM'
              AND a.from_date <= on_day AND (a.last_date IS NULL OR a.last_date >= on_day)
            UNION SELECT unnest(b.passed)
        ) p
    ) held
    WHERE cardinality(held.persons) <= 3
$$;

CREATE OR REPLACE FUNCTION takar_chair_above(start_position uuid, excluded uuid[], on_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT (SELECT v.superior_id FROM position_version v WHERE v.position_id = start_position AND v.from_date <= on_day
                ORDER BY v.from_date DESC LIMIT 1) AS chair, 1 AS depth
        UNION ALL
        SELECT (SELECT v.superior_id FROM position_version v WHERE v.position_id = u.chair AND v.from_date <= on_day
                ORDER BY v.from_date DESC LIMIT 1), u.depth + 1
        FROM up u
        WHERE u.chair IS NOT NULL AND u.depth < 30 AND NOT EXISTS (
            SELECT 1 FROM assignment a WHERE a.position_id = u.chair AND a.kind <> 'KETUA_TIM' AND a.from_date <= on_day
              AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded))
    )
    SELECT u.chair FROM up u
    WHERE u.chair IS NOT NULL AND EXISTS (
        SELECT 1 FROM assignment a WHERE a.position_id = u.chair AND a.kind <> 'KETUA_TIM' AND a.from_date <= on_day
          AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded))
    ORDER BY u.depth LIMIT 1
$$;

-- Upwards from a chair, that chair included.
CREATE FUNCTION takar_chair_from(start_position uuid, excluded uuid[], on_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM assignment a WHERE a.position_id = start_position AND a.kind <> 'KETUA_TIM' AND a.from_date <= on_day
          AND (a.last_date IS NULL OR a.last_date >= on_day) AND a.employee_id <> ALL (excluded))
    THEN start_position ELSE takar_chair_above(start_position, excluded, on_day) END
$$;

-- The chair a letter names as validator of a chair on a day; null where the tree holds.
CREATE FUNCTION takar_named_validator(of_position uuid, on_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT v.validator_id FROM position_version v WHERE v.position_id = of_position AND v.from_date <= on_day
    ORDER BY v.from_date DESC LIMIT 1
$$;

ALTER TABLE "position_version" ADD CONSTRAINT "position_validator_is_another" CHECK ("validator_id" IS DISTINCT FROM "position_id");
