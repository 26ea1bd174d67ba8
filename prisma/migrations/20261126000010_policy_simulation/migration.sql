-- A past month under a draft of a regulation: what came out, with the hash of the text it was computed by.

-- CreateTable
CREATE TABLE "policy_simulation" (
    "id" UUID NOT NULL,
    "draft_id" UUID NOT NULL,
    "text_hash" TEXT NOT NULL,
    "regulation_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "result" JSONB NOT NULL,
    "people" JSONB NOT NULL,
    "asked_by" UUID NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_simulation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_simulation_draft_id_computed_at_idx" ON "policy_simulation"("draft_id", "computed_at");

-- AddForeignKey
ALTER TABLE "policy_simulation" ADD CONSTRAINT "policy_simulation_draft_id_fkey" FOREIGN KEY ("draft_id") REFERENCES "regulation_draft"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_simulation" ADD CONSTRAINT "policy_simulation_regulation_id_fkey" FOREIGN KEY ("regulation_id") REFERENCES "regulation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "policy_simulation" ADD CONSTRAINT "policy_simulation_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date);

CREATE TRIGGER "policy_simulation_append_only" BEFORE UPDATE OR DELETE ON "policy_simulation"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "policy_simulation_no_truncate" BEFORE TRUNCATE ON "policy_simulation"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
