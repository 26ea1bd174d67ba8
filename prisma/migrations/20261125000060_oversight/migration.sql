-- An assignment letter opens the whole regency to an auditor or names one payroll unit (rulings.md 11).
ALTER TABLE "role_grant"
    DROP CONSTRAINT "role_grant_scope",
    ADD CONSTRAINT "role_grant_scope" CHECK ("role" = 'auditor'
        OR ("role" IN ('pengelola', 'kepala_opd', 'bendahara')) = ("payroll_unit_id" IS NOT NULL));

-- A paper can stand beside a proposed fact, whatever else takes papers by now.
DO $$
DECLARE
    allowed text;
BEGIN
    SELECT pg_get_expr(c.conbin, c.conrelid) INTO allowed FROM pg_constraint c
        WHERE c.conname = 'attachment_object' AND c.conrelid = 'attachment'::regclass;
    ALTER TABLE "attachment" DROP CONSTRAINT "attachment_object";
    EXECUTE format('ALTER TABLE "attachment" ADD CONSTRAINT "attachment_object" CHECK ((%s) OR "object_type" = %L)',
        allowed, 'fact_proposal');
END $$;
