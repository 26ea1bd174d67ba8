-- Why a month that is computed already may have to be computed again (docs/adr/0028-adjustments.md).

-- CreateTable
CREATE TABLE "adjustment_cause" (
    "id" BIGSERIAL NOT NULL,
    "employee_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT,
    "note" TEXT,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "adjustment_cause_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "adjustment_cause_employee_id_month_idx" ON "adjustment_cause"("employee_id", "month");

-- AddForeignKey
ALTER TABLE "adjustment_cause" ADD CONSTRAINT "adjustment_cause_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "adjustment_cause"
    ADD CONSTRAINT "adjustment_cause_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "adjustment_cause_kind" CHECK ("kind" IN ('keputusan', 'keberatan', 'fakta', 'mutasi', 'manual')),
    -- Whoever asks for a computation without anything that happened says why, and who it is.
    ADD CONSTRAINT "adjustment_cause_asked" CHECK ("kind" <> 'manual' OR ("note" IS NOT NULL AND "actor_id" IS NOT NULL));
CREATE TRIGGER "adjustment_cause_append_only" BEFORE UPDATE OR DELETE ON "adjustment_cause"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "adjustment_cause_no_truncate" BEFORE TRUNCATE ON "adjustment_cause"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
