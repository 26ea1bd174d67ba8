-- Decisions after the close (rulings.md 16 and 18, docs/adr/0028-adjustments.md): which entries a run did not count is kept
-- as it was at its snapshot, and of these, and only of these, the superiors' signatures may still change.

-- CreateTable
CREATE TABLE "payroll_uncounted" (
    "run_id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "work_date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "verified_by" UUID,
    "validated_by" UUID,
    "points" INTEGER NOT NULL,

    CONSTRAINT "payroll_uncounted_pkey" PRIMARY KEY ("run_id","activity_id")
);

-- CreateIndex
CREATE INDEX "payroll_uncounted_activity_id_idx" ON "payroll_uncounted"("activity_id");

-- CreateIndex
CREATE INDEX "payroll_uncounted_run_id_employee_id_idx" ON "payroll_uncounted"("run_id", "employee_id");

-- AddForeignKey
ALTER TABLE "payroll_uncounted" ADD CONSTRAINT "payroll_uncounted_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

-- Months that were computed before: nothing of them has changed since, so their entries still say what was not counted.
INSERT INTO "payroll_uncounted" (run_id, activity_id, employee_id, work_date, status, version, verified_by, validated_by, points)
    SELECT r.id, t.id, t.employee_id, t.work_date, t.status, t.version, t.verified_by, t.validated_by, t.points
    FROM payroll_run r JOIN activity t ON t.payroll_unit_id = r.payroll_unit_id
        AND t.work_date >= r.month AND t.work_date < (r.month + interval '1 month')::date
    WHERE r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') AND t.status <> 'divalidasi';

ALTER TABLE "payroll_uncounted"
    ADD CONSTRAINT "payroll_uncounted_status" CHECK ("status" IN ('draf', 'dikirim', 'diverifikasi', 'dikembalikan', 'ditolak'));
CREATE TRIGGER "payroll_uncounted_guard" BEFORE INSERT ON "payroll_uncounted"
    FOR EACH ROW EXECUTE FUNCTION takar_line_guard();
CREATE TRIGGER "payroll_uncounted_append_only" BEFORE UPDATE OR DELETE ON "payroll_uncounted"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_uncounted_no_truncate" BEFORE TRUNCATE ON "payroll_uncounted"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- The entry is one that the living, computed run of its month did not count.
CREATE FUNCTION takar_was_uncounted(entry uuid, of_month date, of_unit uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM payroll_run r JOIN payroll_uncounted u ON u.run_id = r.id AND u.activity_id = entry
        WHERE r.month = of_month AND r.kind = 'TPP' AND r.payroll_unit_id = of_unit
          AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR'))
$$;

-- A superior's step, or one taken back, and nothing else about the entry.
CREATE FUNCTION takar_only_signed(before activity, after activity) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (before.status, after.status) IN (
            ('dikirim', 'diverifikasi'), ('dikirim', 'divalidasi'), ('dikirim', 'ditolak'),
            ('diverifikasi', 'divalidasi'), ('diverifikasi', 'ditolak'), ('ditolak', 'divalidasi'),
            ('diverifikasi', 'dikirim'), ('divalidasi', 'dikirim'), ('divalidasi', 'diverifikasi'),
            ('ditolak', 'dikirim'), ('ditolak', 'diverifikasi'))
        AND to_jsonb(after) - ARRAY['status', 'version', 'verified_by', 'verified_chair_id', 'validator_chair_id', 'validated_by', 'updated_at']
          = to_jsonb(before) - ARRAY['status', 'version', 'verified_by', 'verified_chair_id', 'validator_chair_id', 'validated_by', 'updated_at']
$$;

-- As before, with the answer apart from the refusal: passes the gate and holds the row until the transaction ends.
CREATE FUNCTION takar_period_is_open(of_month date, of_unit uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    is_open boolean;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(takar_period_gate(of_month, of_unit));
    SELECT open INTO is_open FROM payroll_period
        WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    IF NOT FOUND THEN
        INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES (of_month, 'TPP', of_unit) ON CONFLICT DO NOTHING;
        SELECT open INTO is_open FROM payroll_period
            WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    END IF;
    RETURN is_open;
END $$;

CREATE OR REPLACE FUNCTION takar_period_open(of_month date, of_unit uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT takar_period_is_open(of_month, of_unit) THEN
        RAISE EXCEPTION 'period % of payroll unit % is closed', of_month, of_unit USING ERRCODE = 'TK001';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION takar_activity_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_month date;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        of_month := date_trunc('month', OLD.work_date)::date;
        IF NOT takar_period_is_open(of_month, OLD.payroll_unit_id)
            AND (TG_OP = 'DELETE' OR NOT takar_only_signed(OLD, NEW) OR NOT takar_was_uncounted(OLD.id, of_month, OLD.payroll_unit_id)) THEN
            RAISE EXCEPTION 'period % of payroll unit % is closed', of_month, OLD.payroll_unit_id USING ERRCODE = 'TK001';
        END IF;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND (NEW.work_date, NEW.payroll_unit_id) IS DISTINCT FROM (OLD.work_date, OLD.payroll_unit_id)) THEN
        PERFORM takar_period_open(date_trunc('month', NEW.work_date)::date, NEW.payroll_unit_id);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
