-- Facts that hold for several months are looked for person by person, on the front page of everybody too: by the person first. By
-- the month first, the planner would rather read through all months of the person, and the page would grow with history.
DROP INDEX "payroll_fact_spans";
CREATE INDEX "payroll_fact_spans" ON "payroll_fact" ("employee_id", "until_month") WHERE "until_month" IS NOT NULL;
