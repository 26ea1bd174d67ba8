-- Papers that carry a code by which anybody can ask whether they are genuine (/cek-dokumen). What is said there is kept
-- apart from the lines: no person, no NIP.
CREATE TABLE "printed_document" (
    "code" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "run_id" UUID,
    "payroll_unit_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "title" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "total" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "printed_document_pkey" PRIMARY KEY ("code")
);
CREATE UNIQUE INDEX "printed_document_scope_key" ON "printed_document"("scope");
CREATE INDEX "printed_document_payroll_unit_id_month_idx" ON "printed_document"("payroll_unit_id", "month");
ALTER TABLE "printed_document" ADD CONSTRAINT "printed_document_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "printed_document" ADD CONSTRAINT "printed_document_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "printed_document"
    ADD CONSTRAINT "printed_document_code" CHECK ("code" ~ '^[A-Z2-9]{5}-[A-Z2-9]{5}$'),
    ADD CONSTRAINT "printed_document_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
CREATE TRIGGER "printed_document_append_only" BEFORE UPDATE OR DELETE ON "printed_document"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "printed_document_no_truncate" BEFORE TRUNCATE ON "printed_document"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
