-- The latest job of a run, asked once per unit by the board and by the report of many units: not by reading every job ever done.
CREATE INDEX "job_of_run" ON "job" ((payload ->> 'runId'), "created_at" DESC, "id" DESC);
