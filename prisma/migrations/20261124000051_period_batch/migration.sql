-- Many units closed or approved at once, and what became of each.

-- CreateTable
CREATE TABLE "period_batch" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "month" DATE NOT NULL,
    "action" TEXT NOT NULL,
    "asked" TEXT[],
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "period_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period_batch_item" (
    "batch_id" UUID NOT NULL,
    "payroll_unit_id" UUID NOT NULL,
    "run_id" UUID,
    "refusal" TEXT,

    CONSTRAINT "period_batch_item_pkey" PRIMARY KEY ("batch_id","payroll_unit_id")
);

-- AddForeignKey
ALTER TABLE "period_batch_item" ADD CONSTRAINT "period_batch_item_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "period_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── What Prisma does not know ──────────────────────────────────────────────────────────────────

ALTER TABLE "period_batch" ADD CONSTRAINT "period_batch_action" CHECK ("action" IN ('tutup', 'setujui'));
ALTER TABLE "period_batch_item" ADD CONSTRAINT "period_batch_item_outcome" CHECK (("run_id" IS NULL) <> ("refusal" IS NULL));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['period_batch', 'period_batch_item'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_append_only()',
            name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
    END LOOP;
END $$;
