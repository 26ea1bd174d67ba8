-- Whether the files of an approved run would outlast the machine (assurance 3.5, step 8): up to which piece of PostgreSQL's log they were
-- written, and when that piece was found among the copies. Both are noted once.
CREATE TABLE "payroll_log_mark" (
    "run_id" UUID NOT NULL,
    "piece" TEXT NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payroll_log_mark_pkey" PRIMARY KEY ("run_id"),
    CONSTRAINT "payroll_log_mark_piece" CHECK ("piece" ~ '^[0-9A-F]{24}$')
);
ALTER TABLE "payroll_log_mark" ADD CONSTRAINT "payroll_log_mark_run_id_fkey"
    FOREIGN KEY ("run_id") REFERENCES "payroll_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "payroll_kept" (
    "run_id" UUID NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payroll_kept_pkey" PRIMARY KEY ("run_id")
);
ALTER TABLE "payroll_kept" ADD CONSTRAINT "payroll_kept_run_id_fkey"
    FOREIGN KEY ("run_id") REFERENCES "payroll_log_mark"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "payroll_log_mark_append_only" BEFORE UPDATE OR DELETE ON "payroll_log_mark"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_log_mark_no_truncate" BEFORE TRUNCATE ON "payroll_log_mark"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_kept_append_only" BEFORE UPDATE OR DELETE ON "payroll_kept"
    FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER "payroll_kept_no_truncate" BEFORE TRUNCATE ON "payroll_kept"
    FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
