-- When the promises were last held against the whole database, and which were broken. Real time; append-only.
CREATE TABLE "verify_run" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "failed" TEXT[] NOT NULL DEFAULT '{}',
    "seconds" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "verify_run_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "verify_run_ok" CHECK ("ok" = (cardinality("failed") = 0))
);
CREATE INDEX "verify_run_at_idx" ON "verify_run"("at");
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "verify_run" FOR EACH ROW EXECUTE FUNCTION takar_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "verify_run" FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
