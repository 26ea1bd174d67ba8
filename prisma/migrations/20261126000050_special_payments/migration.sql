-- Special payments (THR, the thirteenth month) as runs of a kind of their own over what an approved month was
-- (docs/adr/0036-special-payments.md).

-- AlterTable
ALTER TABLE "payroll_run" ADD COLUMN     "base_run_id" UUID,
ADD COLUMN     "special_payment_id" UUID;

-- AlterTable
ALTER TABLE "payroll_exclusion" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'TPP';

-- AlterTable
ALTER TABLE "period_batch" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'TPP';

-- CreateTable
CREATE TABLE "special_payment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "base_month" DATE NOT NULL,
    "pay_month" DATE NOT NULL,
    "decree" TEXT NOT NULL,
    "decree_date" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'diajukan',
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "special_payment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payroll_run_special_payment_id_idx" ON "payroll_run"("special_payment_id");

-- CreateIndex
CREATE INDEX "special_payment_pay_month_idx" ON "special_payment"("pay_month");

-- DropIndex
DROP INDEX "payroll_exclusion_month_payroll_unit_id_idx";

-- CreateIndex
CREATE INDEX "payroll_exclusion_month_kind_payroll_unit_id_idx" ON "payroll_exclusion"("month", "kind", "payroll_unit_id");

-- AddForeignKey
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_special_payment_id_fkey" FOREIGN KEY ("special_payment_id") REFERENCES "special_payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_base_run_id_fkey" FOREIGN KEY ("base_run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

-- ── Terms of a special payment ─────────────────────────────────────────────────────────────────

ALTER TABLE "special_payment"
    ADD CONSTRAINT "special_payment_kind" CHECK ("kind" ~ '^[A-Z][A-Z0-9_]{1,19}$' AND "kind" <> 'TPP'),
    ADD CONSTRAINT "special_payment_months" CHECK ("base_month" = date_trunc('month', "base_month"::timestamp)::date
        AND "pay_month" = date_trunc('month', "pay_month"::timestamp)::date AND "base_month" <= "pay_month"),
    ADD CONSTRAINT "special_payment_decree" CHECK (btrim("decree") <> '' AND btrim("label") <> ''),
    ADD CONSTRAINT "special_payment_state" CHECK ("state" IN ('diajukan', 'berlaku', 'ditolak', 'ditarik', 'dicabut')),
    ADD CONSTRAINT "special_payment_decided" CHECK (("state" = 'diajukan') = ("decided_by" IS NULL) AND ("decided_by" IS NULL) = ("decided_at" IS NULL)),
    ADD CONSTRAINT "special_payment_ended" CHECK (("state" = 'dicabut') = ("ended_by" IS NOT NULL) AND ("ended_by" IS NULL) = ("ended_at" IS NULL)),
    ADD CONSTRAINT "special_payment_two_persons" CHECK ("decided_by" IS NULL OR ("state" = 'ditarik') = ("decided_by" = "asked_by"));
-- A payment of a kind is made once in a calendar year, and once over a base month.
CREATE UNIQUE INDEX "special_payment_year" ON "special_payment" ("kind", (date_part('year', "pay_month"::timestamp)))
    WHERE "state" IN ('diajukan', 'berlaku');
CREATE UNIQUE INDEX "special_payment_base" ON "special_payment" ("kind", "base_month") WHERE "state" IN ('diajukan', 'berlaku');

-- What was asked does not change, it is answered once; terms under which something is computed stand.
CREATE FUNCTION takar_special_payment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a special payment is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('diajukan', 'berlaku'), ('diajukan', 'ditolak'), ('diajukan', 'ditarik'), ('berlaku', 'dicabut'))
        OR to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_at', 'ended_by', 'ended_at', 'note', 'version']
           IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_at', 'ended_by', 'ended_at', 'note', 'version']
        OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at)) THEN
        RAISE EXCEPTION 'what was asked and answered in a special payment does not change' USING ERRCODE = 'TK002';
    END IF;
    IF NEW.state = 'dicabut' AND EXISTS (SELECT 1 FROM payroll_run r WHERE r.special_payment_id = OLD.id AND r.state <> 'DIBATALKAN') THEN
        RAISE EXCEPTION 'special payment % has a run', OLD.id USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "special_payment_guard" BEFORE UPDATE OR DELETE ON "special_payment"
    FOR EACH ROW EXECUTE FUNCTION takar_special_payment_guard();
CREATE TRIGGER "special_payment_no_truncate" BEFORE TRUNCATE ON "special_payment"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- ── Its runs ───────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "payroll_period"
    DROP CONSTRAINT "payroll_period_kind",
    ADD CONSTRAINT "payroll_period_kind" CHECK ("kind" ~ '^[A-Z][A-Z0-9_]{1,19}$');
ALTER TABLE "payroll_run"
    ADD CONSTRAINT "payroll_run_kind" CHECK ("kind" ~ '^[A-Z][A-Z0-9_]{1,19}$'),
    ADD CONSTRAINT "payroll_run_special" CHECK (("kind" = 'TPP') = ("special_payment_id" IS NULL)
        AND ("kind" = 'TPP') = ("base_run_id" IS NULL));
ALTER TABLE "period_batch" ADD CONSTRAINT "period_batch_kind" CHECK ("kind" ~ '^[A-Z][A-Z0-9_]{1,19}$');
ALTER TABLE "payroll_exclusion" ADD CONSTRAINT "payroll_exclusion_kind" CHECK ("kind" ~ '^[A-Z][A-Z0-9_]{1,19}$');

-- A special run is of its terms: their kind and month, in force; over the approved run of the unit's base month, under the same
-- version of the regulation. The row of the terms is held, so that nobody ends them meanwhile.
CREATE FUNCTION takar_special_run_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM special_payment s JOIN payroll_run b ON b.id = NEW.base_run_id
        WHERE s.id = NEW.special_payment_id AND s.state = 'berlaku' AND s.kind = NEW.kind AND s.pay_month = NEW.month
          AND b.kind = 'TPP' AND b.month = s.base_month AND b.payroll_unit_id = NEW.payroll_unit_id
          AND b.regulation_id = NEW.regulation_id AND b.state IN ('DISETUJUI', 'DIBAYAR') FOR SHARE OF s;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a special run rests on terms in force and on the approved run of their base month' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_run_special_guard" BEFORE INSERT ON "payroll_run"
    FOR EACH ROW WHEN (NEW.kind <> 'TPP') EXECUTE FUNCTION takar_special_run_guard();

CREATE OR REPLACE FUNCTION takar_run_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a run is never removed' USING ERRCODE = 'TK002';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('DITUTUP', 'DITUTUP'), ('DITUTUP', 'DIHITUNG'), ('DITUTUP', 'GAGAL'), ('DITUTUP', 'DIBATALKAN'),
        ('GAGAL', 'DITUTUP'), ('GAGAL', 'DIBATALKAN'), ('DIHITUNG', 'DISETUJUI'), ('DIHITUNG', 'DIBATALKAN'),
        ('DISETUJUI', 'DIBAYAR')
    ) THEN
        RAISE EXCEPTION 'a run cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'TK002';
    END IF;
    IF (NEW.id, NEW.month, NEW.kind, NEW.payroll_unit_id, NEW.revision, NEW.regulation_id, NEW.closed_by, NEW.closed_at,
            NEW.special_payment_id, NEW.base_run_id)
        IS DISTINCT FROM (OLD.id, OLD.month, OLD.kind, OLD.payroll_unit_id, OLD.revision, OLD.regulation_id, OLD.closed_by, OLD.closed_at,
            OLD.special_payment_id, OLD.base_run_id) THEN
        RAISE EXCEPTION 'what a run was closed with does not change' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
        AND (NEW.people, NEW.gross, NEW.deductions, NEW.net, NEW.input_digest, NEW.line_digest)
        IS DISTINCT FROM (OLD.people, OLD.gross, OLD.deductions, OLD.net, OLD.input_digest, OLD.line_digest) THEN
        RAISE EXCEPTION 'a computed run does not change' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('DISETUJUI', 'DIBAYAR') AND (NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'an approval does not change' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;

-- The chain of a unit also holds on what a special run rests; links of months stay as they were.
CREATE OR REPLACE FUNCTION takar_run_totals(run payroll_run) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(run.month, run.kind, run.revision, run.payroll_unit_id, run.people, run.gross::text,
        run.deductions::text, run.net::text, run.input_digest, run.line_digest)
        || CASE WHEN run.special_payment_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(run.special_payment_id, run.base_run_id) END
$$;

-- Only the month's own run carries and leaves what is settled later.
CREATE FUNCTION takar_own_month_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT kind FROM payroll_run WHERE id = NEW.run_id) <> 'TPP' THEN
        RAISE EXCEPTION 'a special payment has no %', TG_TABLE_NAME USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['payroll_adjustment', 'adjustment_settled', 'payroll_uncounted', 'payroll_trial_line'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION takar_own_month_guard()',
            name || '_own_month', name);
    END LOOP;
END $$;

-- ── Who is left out ────────────────────────────────────────────────────────────────────────────

DROP INDEX "payroll_exclusion_living";
CREATE UNIQUE INDEX "payroll_exclusion_living" ON "payroll_exclusion" ("month", "kind", "payroll_unit_id", "employee_id")
    WHERE "state" IN ('diajukan', 'berlaku');

CREATE OR REPLACE FUNCTION takar_exclusion_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_open boolean;
BEGIN
    IF TG_OP <> 'INSERT' AND NEW.state NOT IN ('berlaku', 'dicabut') THEN
        RETURN NEW;
    END IF;
    IF NEW.kind = 'TPP' THEN
        PERFORM takar_period_open(NEW.month, NEW.payroll_unit_id);
        RETURN NEW;
    END IF;
    INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES (NEW.month, NEW.kind, NEW.payroll_unit_id) ON CONFLICT DO NOTHING;
    SELECT open INTO is_open FROM payroll_period
        WHERE month = NEW.month AND kind = NEW.kind AND payroll_unit_id = NEW.payroll_unit_id FOR SHARE;
    IF NOT is_open THEN
        RAISE EXCEPTION 'period % % of payroll unit % is closed', NEW.month, NEW.kind, NEW.payroll_unit_id USING ERRCODE = 'TK001';
    END IF;
    RETURN NEW;
END $$;

-- ── What means the month's own pay says so ─────────────────────────────────────────────────────

CREATE OR REPLACE FUNCTION takar_months_taken(of_employee uuid, from_day date, until_day date) RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT m.month
    FROM (SELECT DISTINCT r.month FROM payroll_run r WHERE r.kind = 'TPP' AND r.state <> 'DIBATALKAN'
            AND r.month >= from_day AND r.month <= coalesce(until_day, 'infinity'::date)) m
    WHERE EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = m.month AND r.kind = 'TPP' AND r.state <> 'DIBATALKAN'
            AND r.payroll_unit_id = takar_paying_unit(of_employee, m.month))
       OR EXISTS (SELECT 1 FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = m.month AND r.kind = 'TPP'
            AND r.state <> 'DIBATALKAN' WHERE l.employee_id = of_employee)
$$;

CREATE OR REPLACE FUNCTION takar_settling_unit(of_employee uuid, of_month date, in_month date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        takar_paying_unit(of_employee, in_month),
        (SELECT r.payroll_unit_id FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = of_month AND r.kind = 'TPP'
            AND r.state <> 'DIBATALKAN' WHERE l.employee_id = of_employee ORDER BY r.closed_at DESC, r.id LIMIT 1),
        takar_paying_unit(of_employee, of_month),
        takar_paying_unit(of_employee, (SELECT max(a.last_date) FROM assignment a
            WHERE a.employee_id = of_employee AND a.kind = 'DEFINITIF' AND a.last_date >= a.from_date)))
$$;
