-- Facts that a regulation needs and the product does not make itself: proposed by one person, decided by another, valid for
-- one month or for months up to a last one; and the budget ceiling of a payroll unit's year.

-- AlterTable
ALTER TABLE "payroll_fact" ADD COLUMN     "approved_by" UUID,
ADD COLUMN     "proposal_id" UUID,
ADD COLUMN     "until_month" DATE;

-- CreateTable
CREATE TABLE "fact_proposal" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "batch_id" UUID,
    "employee_id" UUID,
    "payroll_unit_id" UUID,
    "month" DATE NOT NULL,
    "until_month" DATE,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "fact_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_ceiling" (
    "id" BIGSERIAL NOT NULL,
    "payroll_unit_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "proposal_id" UUID,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payroll_ceiling_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fact_proposal_batch_id_idx" ON "fact_proposal"("batch_id");

-- CreateIndex
CREATE INDEX "fact_proposal_employee_id_month_idx" ON "fact_proposal"("employee_id", "month");

-- CreateIndex
CREATE INDEX "payroll_ceiling_payroll_unit_id_year_id_idx" ON "payroll_ceiling"("payroll_unit_id", "year", "id");

-- AddForeignKey
ALTER TABLE "fact_proposal" ADD CONSTRAINT "fact_proposal_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_proposal" ADD CONSTRAINT "fact_proposal_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_proposal" ADD CONSTRAINT "fact_proposal_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_ceiling" ADD CONSTRAINT "payroll_ceiling_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe.
-- ───────────────────────────────────────────────────────────────────────────────────────────────

CREATE INDEX "payroll_fact_spans" ON "payroll_fact" ("until_month", "employee_id") WHERE "until_month" IS NOT NULL;
CREATE INDEX "fact_proposal_waiting" ON "fact_proposal" ("proposed_at", "id") WHERE "decision" IS NULL;

ALTER TABLE "payroll_fact"
    ADD CONSTRAINT "payroll_fact_span" CHECK ("until_month" >= "month"
        AND "until_month" = date_trunc('month', "until_month"::timestamp)::date);
ALTER TABLE "fact_proposal"
    ADD CONSTRAINT "fact_proposal_subject" CHECK (("employee_id" IS NULL) <> ("payroll_unit_id" IS NULL)),
    ADD CONSTRAINT "fact_proposal_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "fact_proposal_span" CHECK ("until_month" >= "month"
        AND "until_month" = date_trunc('month', "until_month"::timestamp)::date),
    ADD CONSTRAINT "fact_proposal_decision" CHECK (CASE "decision"
        WHEN 'disetujui' THEN "decided_by" IS NOT NULL AND "decided_at" IS NOT NULL AND "decided_by" <> "proposed_by"
            AND "decided_by" IS DISTINCT FROM "employee_id"
        WHEN 'ditolak' THEN "decided_by" IS NOT NULL AND "decided_at" IS NOT NULL AND "reason" IS NOT NULL
        WHEN 'ditarik' THEN "decided_by" = "proposed_by" AND "decided_at" IS NOT NULL
        ELSE "decision" IS NULL AND "decided_by" IS NULL AND "decided_at" IS NULL AND "reason" IS NULL END);
ALTER TABLE "payroll_ceiling"
    ADD CONSTRAINT "payroll_ceiling_amount" CHECK ("amount" >= 0),
    ADD CONSTRAINT "payroll_ceiling_year" CHECK ("year" BETWEEN 2000 AND 2100),
    ADD CONSTRAINT "payroll_ceiling_two_persons" CHECK ("recorded_by" <> "approved_by");

-- A proposal is decided once, by writing who and when; nothing else about it changes and its row stays.
CREATE FUNCTION takar_fact_proposal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided text[] := ARRAY['decision', 'decided_by', 'decided_at', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decision IS NOT NULL OR to_jsonb(NEW) - decided IS DISTINCT FROM to_jsonb(OLD) - decided THEN
        RAISE EXCEPTION 'a proposed fact can only be decided, once' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "fact_proposal_guard" BEFORE UPDATE OR DELETE ON "fact_proposal"
    FOR EACH ROW EXECUTE FUNCTION takar_fact_proposal_guard();
CREATE TRIGGER "fact_proposal_no_truncate" BEFORE TRUNCATE ON "fact_proposal"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_ceiling_append_only" BEFORE UPDATE OR DELETE ON "payroll_ceiling"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_ceiling_no_truncate" BEFORE TRUNCATE ON "payroll_ceiling"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- The unit that pays a person in a month: that of the definitive chair held on the first of it; the roster asks the same.
CREATE FUNCTION takar_paying_unit(of_employee uuid, of_month date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT u.payroll_unit_id
    FROM assignment a
    JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= of_month
                  ORDER BY v.from_date DESC LIMIT 1) p ON true
    JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= of_month
                  ORDER BY v.from_date DESC LIMIT 1) u ON true
    WHERE a.employee_id = of_employee AND a.kind = 'DEFINITIF' AND a.from_date <= of_month
      AND (a.last_date IS NULL OR a.last_date >= of_month)
    LIMIT 1
$$;

-- A month whose facts a run has taken, or is taking: closed, and not by a run that failed for want of them.
CREATE FUNCTION takar_facts_taken(of_month date, of_unit uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM payroll_period p WHERE p.month = of_month AND p.kind = 'TPP' AND p.payroll_unit_id = of_unit
        AND NOT p.open AND NOT EXISTS (SELECT 1 FROM payroll_run r
            WHERE r.month = p.month AND r.kind = p.kind AND r.payroll_unit_id = p.payroll_unit_id AND r.state = 'GAGAL'))
$$;

-- The first month of a span whose facts are taken for a person; null where all of it is open.
CREATE FUNCTION takar_fact_closed(of_employee uuid, of_month date, until_month date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT min(m.month) FROM (
        SELECT g::date AS month FROM generate_series(of_month::timestamp, coalesce(until_month, of_month)::timestamp, '1 month') g
    ) m WHERE takar_facts_taken(m.month, takar_paying_unit(of_employee, m.month))
$$;

-- Facts of a closed month do not change: what was wrong becomes an adjustment of the next run (rulings.md 17). The rows of
-- the periods are held FOR SHARE as every change of an entry holds them, and those of failed runs too: trying again waits.
CREATE FUNCTION takar_fact_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    span record;
    held record;
BEGIN
    FOR span IN SELECT DISTINCT m.month, u.unit
        FROM (SELECT DISTINCT employee_id, month, coalesce(until_month, month) AS until FROM added) f
        CROSS JOIN LATERAL (SELECT g::date AS month FROM generate_series(f.month::timestamp, f.until::timestamp, '1 month') g) m
        CROSS JOIN LATERAL (SELECT takar_paying_unit(f.employee_id, m.month) AS unit) u
        WHERE u.unit IS NOT NULL
        ORDER BY 1, 2
    LOOP
        SELECT p.open INTO held FROM payroll_period p
            WHERE p.month = span.month AND p.kind = 'TPP' AND p.payroll_unit_id = span.unit FOR SHARE;
        CONTINUE WHEN NOT FOUND OR held.open;
        PERFORM 1 FROM payroll_run r WHERE r.month = span.month AND r.kind = 'TPP'
            AND r.payroll_unit_id = span.unit AND r.state = 'GAGAL' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'period % of payroll unit % is closed', span.month, span.unit USING ERRCODE = 'TK001';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER "payroll_fact_period_guard" AFTER INSERT ON "payroll_fact"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_fact_period_guard();
