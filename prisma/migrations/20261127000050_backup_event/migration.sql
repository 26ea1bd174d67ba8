-- What became of each copy, drill and removal (docs/adr/0044-backup.md): the operations page and the schedule read it.

-- CreateTable
CREATE TABLE "backup_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "kind" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3),
    "ok" BOOLEAN NOT NULL,
    "bytes" BIGINT,
    "key_id" TEXT,
    "actor" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "backup_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "backup_event_kind_id_idx" ON "backup_event"("kind", "id");

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "backup_event"
    ADD CONSTRAINT "backup_event_kind" CHECK ("kind" IN ('salinan', 'dasar', 'uji', 'buang'));
CREATE TRIGGER "backup_event_append_only" BEFORE UPDATE OR DELETE ON "backup_event"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "backup_event_no_truncate" BEFORE TRUNCATE ON "backup_event"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
