-- Hours are corrected by recording them again: of two rows for the same day of the week and the same beginning, the one
-- recorded last holds. What was recorded before stays readable, whole: rows of one recording belong together.
DROP INDEX "work_hours_one";
ALTER TABLE "work_hours"
    ADD COLUMN "recording" UUID NOT NULL DEFAULT uuidv7(),
    ADD COLUMN "seq" BIGSERIAL NOT NULL;
