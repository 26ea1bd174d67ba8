-- Trial months: by decree people are paid as if they had done what was asked, and what the rules would have given is kept
-- beside it (docs/adr/0033-trial-months.md).

-- CreateTable
CREATE TABLE "trial_month" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "payroll_unit_id" UUID,
    "first_month" DATE NOT NULL,
    "last_month" DATE NOT NULL,
    "decree" TEXT NOT NULL,
    "decree_date" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "recorded_by" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "ended_from" DATE,
    "end_reason" TEXT,
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "trial_month_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_trial_line" (
    "run_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "gross" BIGINT,
    "deductions" BIGINT,
    "net" BIGINT,
    "outputs" JSONB NOT NULL,
    "components" JSONB NOT NULL,
    "lacks" TEXT[],

    CONSTRAINT "payroll_trial_line_pkey" PRIMARY KEY ("run_id","employee_id")
);

-- CreateIndex
CREATE INDEX "trial_month_payroll_unit_id_idx" ON "trial_month"("payroll_unit_id");

-- AddForeignKey
ALTER TABLE "trial_month" ADD CONSTRAINT "trial_month_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_trial_line" ADD CONSTRAINT "payroll_trial_line_run_id_employee_id_fkey" FOREIGN KEY ("run_id", "employee_id") REFERENCES "payroll_line"("run_id", "employee_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "trial_month"
    ADD CONSTRAINT "trial_month_months" CHECK ("first_month" = date_trunc('month', "first_month"::timestamp)::date
        AND "last_month" = date_trunc('month', "last_month"::timestamp)::date AND "first_month" <= "last_month"
        AND "last_month" < "first_month" + interval '12 months'),
    ADD CONSTRAINT "trial_month_decree" CHECK ("decree" <> ''),
    ADD CONSTRAINT "trial_month_state" CHECK ("state" IN ('diajukan', 'berlaku', 'ditolak', 'ditarik', 'dicabut')),
    ADD CONSTRAINT "trial_month_decided" CHECK (("state" = 'diajukan') = ("decided_by" IS NULL) AND ("decided_by" IS NULL) = ("decided_at" IS NULL)),
    ADD CONSTRAINT "trial_month_two_persons" CHECK ("decided_by" IS NULL OR ("state" = 'ditarik') = ("decided_by" = "recorded_by")),
    ADD CONSTRAINT "trial_month_ended" CHECK (("state" = 'dicabut') = ("ended_from" IS NOT NULL) AND ("ended_from" IS NULL) = ("ended_by" IS NULL)
        AND ("ended_from" IS NULL) = ("ended_at" IS NULL) AND ("ended_from" IS NULL) = ("end_reason" IS NULL)
        AND ("ended_from" IS NULL OR "ended_from" BETWEEN "first_month" AND "last_month"
             AND "ended_from" = date_trunc('month', "ended_from"::timestamp)::date));

-- Whether a decree makes a month of a unit a trial month.
CREATE FUNCTION takar_trial_decree(of_month date, of_unit uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT t.decree FROM trial_month t
    WHERE t.state IN ('berlaku', 'dicabut') AND of_month BETWEEN t.first_month AND t.last_month
      AND (t.ended_from IS NULL OR of_month < t.ended_from) AND (t.payroll_unit_id IS NULL OR t.payroll_unit_id = of_unit)
    ORDER BY t.decided_at, t.id LIMIT 1
$$;

-- A decree is decided once and ended once, and never for a month that is closed already. Periods may not be closed (nor a new
-- one begun) until it is written: a close that came first is seen here, one that comes later sees the decree.
CREATE FUNCTION takar_trial_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    since date;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a trial month is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('diajukan', 'berlaku'), ('diajukan', 'ditolak'), ('diajukan', 'ditarik'), ('berlaku', 'dicabut'))
        OR to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_at', 'ended_from', 'end_reason', 'ended_by', 'ended_at', 'version']
           IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_at', 'ended_from', 'end_reason', 'ended_by', 'ended_at', 'version']
        OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at)) THEN
        RAISE EXCEPTION 'what was asked and answered about a trial month does not change' USING ERRCODE = 'TK002';
    END IF;
    IF NEW.state IN ('berlaku', 'dicabut') THEN
        LOCK TABLE payroll_period IN SHARE MODE;
        since := coalesce(NEW.ended_from, NEW.first_month);
        IF EXISTS (SELECT 1 FROM payroll_period p WHERE NOT p.open AND p.kind = 'TPP' AND p.month BETWEEN since AND NEW.last_month
                AND (NEW.payroll_unit_id IS NULL OR p.payroll_unit_id = NEW.payroll_unit_id)) THEN
            RAISE EXCEPTION 'a month of the trial is closed' USING ERRCODE = 'TK001';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "trial_month_guard" BEFORE UPDATE OR DELETE ON "trial_month"
    FOR EACH ROW EXECUTE FUNCTION takar_trial_guard();
CREATE TRIGGER "trial_month_no_truncate" BEFORE TRUNCATE ON "trial_month"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- What the rules would have given has all three amounts, or none and the reasons.
ALTER TABLE "payroll_trial_line"
    ADD CONSTRAINT "payroll_trial_line_sum" CHECK ("net" = "gross" - "deductions"),
    ADD CONSTRAINT "payroll_trial_line_whole" CHECK (("gross" IS NULL) = ("net" IS NULL) AND ("gross" IS NULL) = ("deductions" IS NULL)
        AND "lacks" IS NOT NULL AND ("gross" IS NULL) = (cardinality("lacks") > 0));
CREATE TRIGGER "payroll_trial_line_guard" BEFORE INSERT ON "payroll_trial_line"
    FOR EACH ROW EXECUTE FUNCTION takar_line_guard();
CREATE TRIGGER "payroll_trial_line_append_only" BEFORE UPDATE OR DELETE ON "payroll_trial_line"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_trial_line_no_truncate" BEFORE TRUNCATE ON "payroll_trial_line"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
