-- Explanation trees of a line, packed by the process (docs/adr/0039-close-at-size.md). Lines that were written before keep their
-- trees in `components` and this column empty: what was decided is not written anew.
ALTER TABLE "payroll_line" ADD COLUMN "trees" BYTEA;
-- They are compressed already.
ALTER TABLE "payroll_line" ALTER COLUMN "trees" SET STORAGE EXTERNAL;

-- The texts that the trees of a run have in common, by number.
CREATE TABLE "payroll_tree_words" (
    "run_id" UUID NOT NULL,
    "words" JSONB NOT NULL,

    CONSTRAINT "payroll_tree_words_pkey" PRIMARY KEY ("run_id")
);
ALTER TABLE "payroll_tree_words" ADD CONSTRAINT "payroll_tree_words_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER "payroll_tree_words_guard" AFTER INSERT ON "payroll_tree_words" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION takar_lines_guard();
CREATE TRIGGER "payroll_tree_words_append_only" BEFORE UPDATE OR DELETE ON "payroll_tree_words"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_tree_words_no_truncate" BEFORE TRUNCATE ON "payroll_tree_words"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();

-- By which texts the digests of a run were made. Runs computed before keep theirs, by form 1.
ALTER TABLE "payroll_run" ADD COLUMN "digest_form" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_digest_form" CHECK ("digest_form" IN (1, 2));

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
        AND (NEW.people, NEW.gross, NEW.deductions, NEW.net, NEW.input_digest, NEW.line_digest, NEW.digest_form)
        IS DISTINCT FROM (OLD.people, OLD.gross, OLD.deductions, OLD.net, OLD.input_digest, OLD.line_digest, OLD.digest_form) THEN
        RAISE EXCEPTION 'a computed run does not change' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('DISETUJUI', 'DIBAYAR') AND (NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'an approval does not change' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
