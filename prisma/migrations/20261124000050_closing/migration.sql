-- Closing a month: discarding a run by two persons before approval (rulings.md 17), leaving a person out with a reason (18).

-- CreateTable
CREATE TABLE "run_discard" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "run_discard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_exclusion" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "month" DATE NOT NULL,
    "payroll_unit_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payroll_exclusion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_discard_run_id_idx" ON "run_discard"("run_id");

-- CreateIndex
CREATE INDEX "payroll_exclusion_month_payroll_unit_id_idx" ON "payroll_exclusion"("month", "payroll_unit_id");

-- AddForeignKey
ALTER TABLE "run_discard" ADD CONSTRAINT "run_discard_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── What Prisma does not know ──────────────────────────────────────────────────────────────────

ALTER TABLE "run_discard"
    ADD CONSTRAINT "run_discard_state" CHECK ("state" IN ('diajukan', 'dibatalkan', 'dilanjutkan', 'ditarik')),
    ADD CONSTRAINT "run_discard_decided" CHECK (("state" = 'diajukan') = ("decided_by" IS NULL) AND ("decided_by" IS NULL) = ("decided_at" IS NULL)),
    ADD CONSTRAINT "run_discard_two_persons" CHECK ("decided_by" IS NULL OR ("state" = 'ditarik') = ("decided_by" = "asked_by"));
-- One question about a run at a time.
CREATE UNIQUE INDEX "run_discard_waiting" ON "run_discard" ("run_id") WHERE "state" = 'diajukan';

ALTER TABLE "payroll_exclusion"
    ADD CONSTRAINT "payroll_exclusion_month" CHECK ("month" = date_trunc('month', "month"::timestamp)::date),
    ADD CONSTRAINT "payroll_exclusion_state" CHECK ("state" IN ('diajukan', 'berlaku', 'ditolak', 'ditarik', 'dicabut')),
    ADD CONSTRAINT "payroll_exclusion_decided" CHECK (("state" = 'diajukan') = ("decided_by" IS NULL) AND ("decided_by" IS NULL) = ("decided_at" IS NULL)),
    ADD CONSTRAINT "payroll_exclusion_ended" CHECK (("state" = 'dicabut') = ("ended_by" IS NOT NULL) AND ("ended_by" IS NULL) = ("ended_at" IS NULL)),
    ADD CONSTRAINT "payroll_exclusion_two_persons" CHECK ("decided_by" IS NULL OR ("state" = 'ditarik') = ("decided_by" = "asked_by")),
    -- Nobody leaves themselves out, or brings themselves back.
    ADD CONSTRAINT "payroll_exclusion_not_oneself" CHECK ("employee_id" NOT IN ("asked_by", coalesce("decided_by", "asked_by"), coalesce("ended_by", "asked_by")));
-- One living question or exclusion for a person's month.
CREATE UNIQUE INDEX "payroll_exclusion_living" ON "payroll_exclusion" ("month", "payroll_unit_id", "employee_id")
    WHERE "state" IN ('diajukan', 'berlaku');

-- A question is answered once; what was asked, by whom and why, does not change, and no row goes away.
CREATE FUNCTION takar_closing_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never removed', TG_TABLE_NAME USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('diajukan', 'dibatalkan'), ('diajukan', 'dilanjutkan'), ('diajukan', 'ditarik'),
            ('diajukan', 'berlaku'), ('diajukan', 'ditolak'), ('berlaku', 'dicabut'))
        OR to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_at', 'ended_by', 'ended_at', 'version']
           IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_at', 'ended_by', 'ended_at', 'version']
        OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at)) THEN
        RAISE EXCEPTION 'what was asked and answered in % does not change', TG_TABLE_NAME USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "run_discard_guard" BEFORE UPDATE OR DELETE ON "run_discard"
    FOR EACH ROW EXECUTE FUNCTION takar_closing_guard();
CREATE TRIGGER "payroll_exclusion_guard" BEFORE UPDATE OR DELETE ON "payroll_exclusion"
    FOR EACH ROW EXECUTE FUNCTION takar_closing_guard();
CREATE TRIGGER "run_discard_no_truncate" BEFORE TRUNCATE ON "run_discard"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_exclusion_no_truncate" BEFORE TRUNCATE ON "payroll_exclusion"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- Who is left out of a month is settled before it closes, as the entries are; a question nobody answered may be put away later.
CREATE FUNCTION takar_exclusion_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.state IN ('berlaku', 'dicabut') THEN
        PERFORM takar_period_open(NEW.month, NEW.payroll_unit_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_exclusion_period_guard" BEFORE INSERT OR UPDATE ON "payroll_exclusion"
    FOR EACH ROW EXECUTE FUNCTION takar_exclusion_period_guard();
