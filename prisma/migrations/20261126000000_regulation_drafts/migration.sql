-- Regulations are prepared on a page, proposed by one person and put into force by another (docs/adr/0034-regulation-versions.md).

-- DropIndex
DROP INDEX "regulation_valid_from_key";

-- AlterTable
ALTER TABLE "regulation" ADD COLUMN     "approved_by" UUID,
ADD COLUMN     "cases" TEXT,
ADD COLUMN     "replaced_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "regulation_draft" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "text" TEXT NOT NULL,
    "cases" TEXT NOT NULL,
    "based_on" UUID,
    "state" TEXT NOT NULL DEFAULT 'draf',
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_by" UUID,
    "proposed_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "regulation_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "regulation_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "regulation_draft_event" (
    "id" BIGSERIAL NOT NULL,
    "draft_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "reason" TEXT,
    "text_hash" TEXT NOT NULL,
    "cases_hash" TEXT NOT NULL,

    CONSTRAINT "regulation_draft_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "regulation_draft_regulation_id_key" ON "regulation_draft"("regulation_id");

-- CreateIndex
CREATE INDEX "regulation_draft_event_draft_id_id_idx" ON "regulation_draft_event"("draft_id", "id");

-- AddForeignKey
ALTER TABLE "regulation_draft" ADD CONSTRAINT "regulation_draft_based_on_fkey" FOREIGN KEY ("based_on") REFERENCES "regulation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regulation_draft" ADD CONSTRAINT "regulation_draft_regulation_id_fkey" FOREIGN KEY ("regulation_id") REFERENCES "regulation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regulation_draft_event" ADD CONSTRAINT "regulation_draft_event_draft_id_fkey" FOREIGN KEY ("draft_id") REFERENCES "regulation_draft"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

-- One version begins on a day; one that was replaced before it began does not count.
CREATE UNIQUE INDEX "regulation_valid_from_living" ON "regulation" ("valid_from") WHERE "replaced_at" IS NULL;
ALTER TABLE "regulation" ADD CONSTRAINT "regulation_two_persons" CHECK ("recorded_by" <> "approved_by");

ALTER TABLE "regulation_draft"
    ADD CONSTRAINT "regulation_draft_state" CHECK ("state" IN ('draf', 'diajukan', 'berlaku', 'dihapus')),
    ADD CONSTRAINT "regulation_draft_proposed" CHECK (("state" IN ('diajukan', 'berlaku')) = ("proposed_by" IS NOT NULL)
        AND ("proposed_by" IS NULL) = ("proposed_at" IS NULL)),
    ADD CONSTRAINT "regulation_draft_decided" CHECK (("state" = 'berlaku') = ("decided_by" IS NOT NULL)
        AND ("decided_by" IS NULL) = ("decided_at" IS NULL) AND ("decided_by" IS NULL) = ("regulation_id" IS NULL)),
    ADD CONSTRAINT "regulation_draft_two_persons" CHECK ("decided_by" <> "proposed_by"),
    ADD CONSTRAINT "regulation_draft_size" CHECK (octet_length("text") <= 262144 AND octet_length("cases") <= 262144);
ALTER TABLE "regulation_draft_event"
    ADD CONSTRAINT "regulation_draft_event_action" CHECK ("action" IN ('buat', 'simpan', 'ajukan', 'tarik', 'tolak', 'setujui', 'hapus')),
    ADD CONSTRAINT "regulation_draft_event_reason" CHECK (("action" = 'tolak') = ("reason" IS NOT NULL));

-- An adopted text never changes. Only a version under which nothing was computed can give way, once, to another one of the
-- same first day.
CREATE FUNCTION takar_regulation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL
        OR to_jsonb(NEW) - 'replaced_at' IS DISTINCT FROM to_jsonb(OLD) - 'replaced_at'
        OR EXISTS (SELECT 1 FROM payroll_run r WHERE r.regulation_id = OLD.id)
        OR EXISTS (SELECT 1 FROM payroll_adjustment a WHERE a.regulation_id = OLD.id) THEN
        RAISE EXCEPTION 'regulation is append-only: % refused', TG_OP USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER "regulation_append_only" ON "regulation";
CREATE TRIGGER "regulation_guard" BEFORE UPDATE OR DELETE ON "regulation"
    FOR EACH ROW EXECUTE FUNCTION takar_regulation_guard();

-- A draft's text changes only while it is a draft: what is proposed is what is decided. What was put into force or put away
-- stays as it was.
CREATE FUNCTION takar_regulation_draft_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a draft is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('draf', 'draf'), ('draf', 'diajukan'), ('draf', 'dihapus'), ('diajukan', 'draf'), ('diajukan', 'berlaku'))
        OR (OLD.id, OLD.based_on, OLD.created_by, OLD.created_at) IS DISTINCT FROM (NEW.id, NEW.based_on, NEW.created_by, NEW.created_at)
        OR ((OLD.text, OLD.cases) IS DISTINCT FROM (NEW.text, NEW.cases) AND (OLD.state, NEW.state) <> ('draf', 'draf'))
        OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'a draft of a regulation does not change so' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "regulation_draft_guard" BEFORE UPDATE OR DELETE ON "regulation_draft"
    FOR EACH ROW EXECUTE FUNCTION takar_regulation_draft_guard();
CREATE TRIGGER "regulation_draft_no_truncate" BEFORE TRUNCATE ON "regulation_draft"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "regulation_draft_event_append_only" BEFORE UPDATE OR DELETE ON "regulation_draft_event"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "regulation_draft_event_no_truncate" BEFORE TRUNCATE ON "regulation_draft_event"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
