-- Hash chains over the trail (assurance.md I7, docs/adr/0027-audit-chain.md): one for the regency, one for each payroll unit.

-- CreateTable
CREATE TABLE "audit_chain" (
    "id" BIGSERIAL NOT NULL,
    "payroll_unit_id" UUID,
    "seq" INTEGER NOT NULL,
    "run_id" UUID,
    "run_seq" INTEGER,
    "upto" TIMESTAMPTZ(3),
    "content" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_chain_run_id_run_seq_key" ON "audit_chain"("run_id", "run_seq");

-- CreateIndex
CREATE INDEX "audit_event_recorded_at_idx" ON "audit_event" USING BRIN ("recorded_at");

-- AddForeignKey
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_payroll_unit_id_fkey" FOREIGN KEY ("payroll_unit_id") REFERENCES "payroll_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

CREATE INDEX "activity_event_recorded_at" ON "activity_event" USING BRIN ("recorded_at");

ALTER TABLE "audit_chain"
    ADD CONSTRAINT "audit_chain_seq" UNIQUE NULLS NOT DISTINCT ("payroll_unit_id", "seq"),
    -- A link of a unit holds one step of a run; one of the regency holds the trail up to a moment.
    ADD CONSTRAINT "audit_chain_kind" CHECK (("payroll_unit_id" IS NULL) = ("upto" IS NOT NULL)
        AND ("payroll_unit_id" IS NULL) = ("run_id" IS NULL) AND ("run_id" IS NULL) = ("run_seq" IS NULL));
CREATE TRIGGER "audit_chain_append_only" BEFORE UPDATE OR DELETE ON "audit_chain"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "audit_chain_no_truncate" BEFORE TRUNCATE ON "audit_chain"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- The hash of a link: of the one before it, its place and what it holds.
CREATE FUNCTION takar_link_hash(prev text, place int, held text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(prev || E'\n' || place::text || E'\n' || held, 'UTF8')), 'hex')
$$;

-- Makes a link follow the last one of its chain. Writers of one chain take turns; a unit's chain waits for no other unit.
CREATE FUNCTION takar_chain_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(7270070, hashtext(coalesce(NEW.payroll_unit_id::text, '')));
    SELECT c.seq, c.hash INTO last FROM audit_chain c
        WHERE c.payroll_unit_id IS NOT DISTINCT FROM NEW.payroll_unit_id ORDER BY c.seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.prev_hash := coalesce(last.hash, repeat('0', 64));
    NEW.hash := takar_link_hash(NEW.prev_hash, NEW.seq, NEW.content);
    RETURN NEW;
END $$;
CREATE TRIGGER "audit_chain_link" BEFORE INSERT ON "audit_chain" FOR EACH ROW EXECUTE FUNCTION takar_chain_link();

CREATE FUNCTION takar_step_content(step payroll_run_event) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(step.run_id, step.seq, step.from_state, step.to_state, step.actor_id,
        extract(epoch FROM step.at)::text, extract(epoch FROM step.recorded_at)::text, step.note)
$$;
-- What a run holds that no step of it may change; its digests stand for the entries, facts and lines.
CREATE FUNCTION takar_run_totals(run payroll_run) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(run.month, run.kind, run.revision, run.payroll_unit_id, run.people, run.gross::text,
        run.deductions::text, run.net::text, run.input_digest, run.line_digest)
$$;

-- A close, a computation, an approval, a payment: each is a link of its unit's chain in the same transaction.
CREATE FUNCTION takar_chain_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_chain (payroll_unit_id, seq, run_id, run_seq, content, hash, prev_hash)
        SELECT r.payroll_unit_id, 0, NEW.run_id, NEW.seq, jsonb_build_object('langkah', takar_step_content(NEW), 'perhitungan', takar_run_totals(r))::text, '', '' FROM payroll_run r WHERE r.id = NEW.run_id;
    RETURN NULL;
END $$;
CREATE TRIGGER "payroll_run_event_chain" AFTER INSERT ON "payroll_run_event" FOR EACH ROW EXECUTE FUNCTION takar_chain_run();

-- Runs of an installation that had no chains yet.
INSERT INTO audit_chain (payroll_unit_id, seq, run_id, run_seq, content, hash, prev_hash)
    SELECT r.payroll_unit_id, 0, e.run_id, e.seq, jsonb_build_object('langkah', takar_step_content(e), 'perhitungan', takar_run_totals(r))::text, '', ''
    FROM payroll_run_event e JOIN payroll_run r ON r.id = e.run_id ORDER BY e.recorded_at, e.run_id, e.seq;

-- Every row of the trail with its own hash: what the links of the regency hold.
CREATE VIEW "audit_row" AS
    SELECT 'a' AS source, e.recorded_at, lpad(e.seq::text, 20, '0') AS place, jsonb_build_array(e.seq, extract(epoch FROM e.at)::text,
        extract(epoch FROM e.recorded_at)::text, e.actor_id, e.action, e.object_type, e.object_id, e.before, e.after, e.reason,
        e.request_id)::text AS content
    FROM audit_event e
    UNION ALL
    SELECT 'k', e.recorded_at, e.activity_id::text || lpad(e.seq::text, 10, '0'), jsonb_build_array(e.entry_month, e.activity_id, e.seq,
        e.action, e.from_status, e.to_status, e.actor_id, e.part, e.chair_id, e.reason_code, e.reason, e.content,
        extract(epoch FROM e.at)::text, extract(epoch FROM e.recorded_at)::text, e.request_id, e.batch_id)::text
    FROM activity_event e
    UNION ALL
    SELECT 'p', e.recorded_at, e.run_id::text || lpad(e.seq::text, 10, '0'), takar_step_content(e)::text
    FROM payroll_run_event e;

-- Partitions of new months are made with their owner's right: the role that works owns nothing (docs/runbooks/audit-trail.md).
ALTER FUNCTION takar_ensure_month(date) SECURITY DEFINER SET search_path = public, pg_temp;
