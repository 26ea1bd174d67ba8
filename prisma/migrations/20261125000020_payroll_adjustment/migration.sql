-- What a run carries for months that are paid already: the old month computed again, less what it has paid (docs/adr/0028-adjustments.md).

-- AlterTable
ALTER TABLE "payroll_fact" ADD COLUMN     "correction" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "payroll_adjustment" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "of_month" DATE NOT NULL,
    "of_run_id" UUID,
    "regulation_id" UUID NOT NULL,
    "facts" JSONB NOT NULL,
    "excluded" TEXT,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "nip" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "job_class" SMALLINT NOT NULL,
    "paid_gross" BIGINT NOT NULL,
    "paid_deductions" BIGINT NOT NULL,
    "paid_net" BIGINT NOT NULL,
    "due_gross" BIGINT NOT NULL,
    "due_deductions" BIGINT NOT NULL,
    "due_net" BIGINT NOT NULL,
    "owed" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,
    "deductions" BIGINT NOT NULL,
    "net" BIGINT NOT NULL,
    "taken_gross" BIGINT NOT NULL,
    "taken_deductions" BIGINT NOT NULL,
    "taken_net" BIGINT NOT NULL,
    "components" JSONB NOT NULL,
    "due" JSONB NOT NULL,
    "counted" UUID[],
    "rest_of" BIGINT,

    CONSTRAINT "payroll_adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adjustment_settled" (
    "cause_id" BIGINT NOT NULL,
    "run_id" UUID NOT NULL,
    "adjustment_id" BIGINT,

    CONSTRAINT "adjustment_settled_pkey" PRIMARY KEY ("cause_id","run_id")
);

-- CreateIndex
CREATE INDEX "payroll_adjustment_employee_id_of_month_idx" ON "payroll_adjustment"("employee_id", "of_month");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_adjustment_run_id_employee_id_of_month_key" ON "payroll_adjustment"("run_id", "employee_id", "of_month");

-- CreateIndex
CREATE INDEX "adjustment_settled_adjustment_id_idx" ON "adjustment_settled"("adjustment_id");

-- CreateIndex
CREATE INDEX "adjustment_settled_run_id_idx" ON "adjustment_settled"("run_id");

-- AddForeignKey
ALTER TABLE "payroll_adjustment" ADD CONSTRAINT "payroll_adjustment_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_adjustment" ADD CONSTRAINT "payroll_adjustment_of_run_id_fkey" FOREIGN KEY ("of_run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_adjustment" ADD CONSTRAINT "payroll_adjustment_employee_id_fkey" FOREIGN KEY ("employee_id") REFERENCES "employee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_adjustment" ADD CONSTRAINT "payroll_adjustment_regulation_id_fkey" FOREIGN KEY ("regulation_id") REFERENCES "regulation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_adjustment" ADD CONSTRAINT "payroll_adjustment_rest_of_fkey" FOREIGN KEY ("rest_of") REFERENCES "payroll_adjustment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjustment_settled" ADD CONSTRAINT "adjustment_settled_cause_id_fkey" FOREIGN KEY ("cause_id") REFERENCES "adjustment_cause"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjustment_settled" ADD CONSTRAINT "adjustment_settled_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjustment_settled" ADD CONSTRAINT "adjustment_settled_adjustment_id_fkey" FOREIGN KEY ("adjustment_id") REFERENCES "payroll_adjustment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

ALTER TABLE "payroll_adjustment"
    ADD CONSTRAINT "payroll_adjustment_month" CHECK ("of_month" = date_trunc('month', "of_month"::timestamp)::date),
    ADD CONSTRAINT "payroll_adjustment_sums" CHECK ("paid_net" = "paid_gross" - "paid_deductions"
        AND "due_net" = "due_gross" - "due_deductions" AND "net" = "gross" - "deductions"
        AND "taken_net" = "taken_gross" - "taken_deductions"),
    -- What is settled is what is due less what reached the person for that month so far.
    ADD CONSTRAINT "payroll_adjustment_difference" CHECK ("net" = "due_net" - "paid_net"),
    -- What is still to be paid goes out whole; of what was paid too much a part may be left for a later run.
    ADD CONSTRAINT "payroll_adjustment_taken" CHECK (CASE WHEN "net" >= 0 THEN "taken_net" = "net"
        ELSE "taken_net" BETWEEN "net" AND 0 END),
    ADD CONSTRAINT "payroll_adjustment_rest" CHECK ("owed" >= 0 AND ("owed" > 0) = ("rest_of" IS NOT NULL));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['payroll_adjustment', 'adjustment_settled'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION takar_append_only()',
            name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only()',
            name || '_no_truncate', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION takar_line_guard()',
            name || '_guard', name);
    END LOOP;
END $$;

-- Whoever works on a person's old months is alone with them until the transaction ends.
CREATE FUNCTION takar_adjustment_gate(of_employee uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hashtextextended('takar adjustment ' || of_employee::text, 0)
$$;

-- A person's old month is in the hands of one run at a time: a second one waits until the first is approved or discarded,
-- so that what is counted as paid is paid for good. And a cause is settled by one living run: nobody is paid twice for it.
CREATE FUNCTION takar_adjustment_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(takar_adjustment_gate(NEW.employee_id));
    IF EXISTS (SELECT 1 FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id
        WHERE a.employee_id = NEW.employee_id AND a.of_month = NEW.of_month AND a.run_id <> NEW.run_id
          AND r.state NOT IN ('DISETUJUI', 'DIBAYAR', 'DIBATALKAN')) THEN
        RAISE EXCEPTION 'another run that is not approved yet adjusts % of %', NEW.of_month, NEW.employee_id USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "payroll_adjustment_once" BEFORE INSERT ON "payroll_adjustment"
    FOR EACH ROW EXECUTE FUNCTION takar_adjustment_once();

CREATE FUNCTION takar_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM adjustment_cause c WHERE c.id = NEW.cause_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM adjustment_settled s JOIN payroll_run r ON r.id = s.run_id
        WHERE s.cause_id = NEW.cause_id AND s.run_id <> NEW.run_id AND r.state <> 'DIBATALKAN') THEN
        RAISE EXCEPTION 'cause % is settled by another run', NEW.cause_id USING ERRCODE = 'TK002';
    END IF;
    IF NEW.adjustment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payroll_adjustment a JOIN adjustment_cause c ON c.id = NEW.cause_id
        WHERE a.id = NEW.adjustment_id AND a.run_id = NEW.run_id AND a.employee_id = c.employee_id AND a.of_month = c.month) THEN
        RAISE EXCEPTION 'cause % is about another month than its adjustment', NEW.cause_id USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "adjustment_settled_once" BEFORE INSERT ON "adjustment_settled"
    FOR EACH ROW EXECUTE FUNCTION takar_settled_once();

-- Causes that no living run has settled.
CREATE VIEW "adjustment_open" AS
    SELECT c.* FROM adjustment_cause c
    WHERE NOT EXISTS (SELECT 1 FROM adjustment_settled s JOIN payroll_run r ON r.id = s.run_id
        WHERE s.cause_id = c.id AND r.state <> 'DIBATALKAN');

-- What approved runs have determined as paid too much and not yet taken back, by person and month.
CREATE VIEW "adjustment_rest" AS
    SELECT a.employee_id, a.of_month, sum(a.taken_net - a.net - a.owed)::bigint AS owed, max(a.id) AS adjustment_id
    FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id AND r.state IN ('DISETUJUI', 'DIBAYAR')
    GROUP BY a.employee_id, a.of_month HAVING sum(a.taken_net - a.net - a.owed) > 0;

-- What reaches each person by a run: the month's own line and what the run takes of adjustments; also for somebody who has an
-- adjustment and no line.
CREATE VIEW "payroll_paid" AS
    SELECT l.run_id, l.employee_id, l.nip, l.name, l.unit_name, l.position, l.job_class, true AS has_line,
        l.gross AS own_gross, l.deductions AS own_deductions, l.net AS own_net,
        a.gross AS adjusted_gross, a.deductions AS adjusted_deductions, a.net AS adjusted_net,
        l.gross + a.gross AS gross, l.deductions + a.deductions AS deductions, l.net + a.net AS net
    FROM payroll_line l
    CROSS JOIN LATERAL (SELECT coalesce(sum(t.taken_gross), 0)::bigint AS gross,
            coalesce(sum(t.taken_deductions), 0)::bigint AS deductions, coalesce(sum(t.taken_net), 0)::bigint AS net
        FROM payroll_adjustment t WHERE t.run_id = l.run_id AND t.employee_id = l.employee_id) a
    UNION ALL
    SELECT t.run_id, t.employee_id, max(t.nip), max(t.name), max(t.unit_name), max(t.position), max(t.job_class), false,
        0::bigint, 0::bigint, 0::bigint,
        sum(t.taken_gross)::bigint, sum(t.taken_deductions)::bigint, sum(t.taken_net)::bigint,
        sum(t.taken_gross)::bigint, sum(t.taken_deductions)::bigint, sum(t.taken_net)::bigint
    FROM payroll_adjustment t
    WHERE NOT EXISTS (SELECT 1 FROM payroll_line l WHERE l.run_id = t.run_id AND l.employee_id = t.employee_id)
    GROUP BY t.run_id, t.employee_id;

-- ── Corrected facts ────────────────────────────────────────────────────────────────────────────

-- A fact of a closed month is a correction, of that one month, once its run is approved: before, two persons discard the run
-- and the month is open again. Everything else stays as takar_fact_period_guard had it.
CREATE FUNCTION takar_fact_corrects(of_employee uuid, of_month date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = of_month AND r.kind = 'TPP'
        AND r.payroll_unit_id = takar_paying_unit(of_employee, of_month) AND r.state IN ('DISETUJUI', 'DIBAYAR'))
$$;

CREATE OR REPLACE FUNCTION takar_fact_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    span record;
    held record;
BEGIN
    IF EXISTS (SELECT 1 FROM added f WHERE f.correction
        AND (f.until_month IS NOT NULL OR NOT takar_fact_corrects(f.employee_id, f.month))) THEN
        RAISE EXCEPTION 'only a fact of one approved month can be corrected' USING ERRCODE = 'TK001';
    END IF;
    FOR span IN SELECT DISTINCT m.month, u.unit
        FROM (SELECT DISTINCT employee_id, month, coalesce(until_month, month) AS until FROM added WHERE NOT correction) f
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

-- Behind a correction stands a proposal that a second person approved; asked when the transaction ends, whatever was written first.
CREATE FUNCTION takar_correction_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM fact_proposal p WHERE p.id = NEW.proposal_id AND p.decision = 'disetujui'
        AND (p.employee_id, p.month, p.name, p.value) = (NEW.employee_id, NEW.month, NEW.name, NEW.value)) THEN
        RAISE EXCEPTION 'a correction needs the approval of a second person' USING ERRCODE = 'TK002';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "payroll_fact_correction" AFTER INSERT ON "payroll_fact"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.correction) EXECUTE FUNCTION takar_correction_approved();

-- ── Moves written with a date in a closed month ────────────────────────────────────────────────

-- Domain time as far as the database knows it: real time and the offset that the last server fixed.
CREATE FUNCTION takar_domain_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT clock_timestamp() + coalesce((SELECT c.offset_ms FROM domain_clock c WHERE c.id = 1), 0) * interval '1 millisecond'
$$;

-- Months from a day on (up to a last one) that a run has taken or paid for a person: the roster asks for the first of a month.
CREATE FUNCTION takar_months_taken(of_employee uuid, from_day date, until_day date) RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT m.month
    FROM (SELECT DISTINCT r.month FROM payroll_run r WHERE r.kind = 'TPP' AND r.state <> 'DIBATALKAN'
            AND r.month >= from_day AND r.month <= coalesce(until_day, 'infinity'::date)) m
    WHERE EXISTS (SELECT 1 FROM payroll_run r WHERE r.month = m.month AND r.kind = 'TPP' AND r.state <> 'DIBATALKAN'
            AND r.payroll_unit_id = takar_paying_unit(of_employee, m.month))
       OR EXISTS (SELECT 1 FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = m.month AND r.state <> 'DIBATALKAN'
            WHERE l.employee_id = of_employee)
$$;

CREATE FUNCTION takar_move_causes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    what text;
    people uuid[];
    days date[];
    untils date[];
    refs text[];
BEGIN
    CASE TG_TABLE_NAME
    WHEN 'assignment' THEN
        what := 'Jabatan';
        SELECT array_agg(n.employee_id), array_agg(CASE TG_OP WHEN 'INSERT' THEN n.from_date ELSE n.last_date + 1 END),
               array_agg(CASE TG_OP WHEN 'INSERT' THEN n.last_date END), array_agg(n.id::text)
            INTO people, days, untils, refs FROM added n WHERE n.kind = 'DEFINITIF';
    WHEN 'employee_status' THEN
        what := 'Status atau pangkat';
        SELECT array_agg(n.employee_id), array_agg(n.from_date), array_agg(NULL::date), array_agg(n.employee_id::text)
            INTO people, days, untils, refs FROM added n;
    ELSE
        what := 'Data jabatan';
        SELECT array_agg(a.employee_id), array_agg(greatest(n.from_date, a.from_date)), array_agg(a.last_date), array_agg(n.position_id::text)
            INTO people, days, untils, refs FROM added n JOIN assignment a ON a.position_id = n.position_id
              AND a.kind = 'DEFINITIF' AND (a.last_date IS NULL OR a.last_date >= n.from_date);
    END CASE;
    -- Nearly everything written about people is about months that no run has taken yet.
    IF NOT EXISTS (SELECT 1 FROM payroll_run r WHERE r.month >= (SELECT min(d) FROM unnest(days) d)) THEN
        RETURN NULL;
    END IF;
    INSERT INTO adjustment_cause (employee_id, month, kind, ref, note, at)
        SELECT t.employee_id, m.month, 'mutasi', min(t.ref),
            what || ' yang berlaku ' || to_char(min(t.from_day), 'DD/MM/YYYY') || ' dicatat sesudah bulannya ditutup', takar_domain_now()
        FROM unnest(people, days, untils, refs) AS t (employee_id, from_day, until_day, ref)
        CROSS JOIN LATERAL takar_months_taken(t.employee_id, t.from_day, t.until_day) AS m (month)
        GROUP BY t.employee_id, m.month;
    RETURN NULL;
END $$;
CREATE TRIGGER "assignment_moved" AFTER INSERT ON "assignment"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_move_causes();
CREATE TRIGGER "assignment_ended" AFTER UPDATE ON "assignment"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_move_causes();
CREATE TRIGGER "employee_status_moved" AFTER INSERT ON "employee_status"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_move_causes();
CREATE TRIGGER "position_version_moved" AFTER INSERT ON "position_version"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_move_causes();
