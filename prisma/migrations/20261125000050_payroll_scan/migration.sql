-- Papers that came back from the hands that sign them: photographed or scanned, sent by the office, accepted or returned by finance.

-- CreateTable
CREATE TABLE "payroll_scan" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "version" INTEGER NOT NULL DEFAULT 1,
    "uploaded_by" UUID NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reply" TEXT,

    CONSTRAINT "payroll_scan_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payroll_scan_run_id_idx" ON "payroll_scan"("run_id");

-- AddForeignKey
ALTER TABLE "payroll_scan" ADD CONSTRAINT "payroll_scan_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_scan" ADD CONSTRAINT "payroll_scan_uploaded_by_fkey" FOREIGN KEY ("uploaded_by") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_scan" ADD CONSTRAINT "payroll_scan_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "payroll_scan"
    ADD CONSTRAINT "payroll_scan_kind" CHECK ("kind" IN ('daftar', 'sptjm', 'pengantar', 'lainnya')),
    ADD CONSTRAINT "payroll_scan_state" CHECK ("state" IN ('diajukan', 'diterima', 'dikembalikan')),
    ADD CONSTRAINT "payroll_scan_decision" CHECK (CASE WHEN "state" = 'diajukan'
        THEN "decided_by" IS NULL AND "decided_at" IS NULL AND "reply" IS NULL
        ELSE "decided_by" IS NOT NULL AND "decided_at" IS NOT NULL AND "decided_by" <> "uploaded_by" END),
    ADD CONSTRAINT "payroll_scan_reply" CHECK ("state" <> 'dikembalikan' OR length("reply") >= 5);

-- Of each paper one lies with finance at a time; after a return another may come.
CREATE UNIQUE INDEX "payroll_scan_living" ON "payroll_scan"("run_id", "kind")
    WHERE "state" <> 'dikembalikan' AND "kind" <> 'lainnya';

-- Sent once, for an approved run; decided once; otherwise it stays as it is.
CREATE FUNCTION takar_scan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'diajukan' OR NOT EXISTS (SELECT 1 FROM payroll_run r
            WHERE r.id = NEW.run_id AND r.state IN ('DISETUJUI', 'DIBAYAR')) THEN
            RAISE EXCEPTION 'a signed paper is sent for an approved run' USING ERRCODE = 'TK002';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'diajukan' OR NEW.state = 'diajukan' OR NEW.version <> OLD.version + 1
        OR (NEW.id, NEW.run_id, NEW.kind, NEW.uploaded_by, NEW.uploaded_at)
            IS DISTINCT FROM (OLD.id, OLD.run_id, OLD.kind, OLD.uploaded_by, OLD.uploaded_at) THEN
        RAISE EXCEPTION 'payroll_scan is append-only: % refused', TG_OP USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_scan_guard" BEFORE INSERT OR UPDATE OR DELETE ON "payroll_scan"
    FOR EACH ROW EXECUTE FUNCTION takar_scan_guard();
CREATE TRIGGER "payroll_scan_no_truncate" BEFORE TRUNCATE ON "payroll_scan"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- Its pages are attachments. Whatever else has become attachable meanwhile stays so.
DO $$
DECLARE
    rule text := pg_get_constraintdef((SELECT oid FROM pg_constraint
        WHERE conname = 'attachment_object' AND conrelid = 'attachment'::regclass));
BEGIN
    ALTER TABLE "attachment" DROP CONSTRAINT "attachment_object";
    EXECUTE 'ALTER TABLE "attachment" ADD CONSTRAINT "attachment_object" '
        || replace(rule, 'ARRAY[', 'ARRAY[''payroll_scan''::text, ');
END $$;
