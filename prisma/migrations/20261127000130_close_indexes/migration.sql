-- Entries of a unit's period that do not count: a close lists them, and the board counts those that wait. Without an index every
-- entry of the month was read for that once more, to find few or none. What is validated leaves it again.
CREATE INDEX "activity_not_validated" ON "activity" ("payroll_unit_id", "work_date") WHERE "status" <> 'divalidasi';

-- The lines of a person with the runs they stand in: whether another unit has paid the month is asked of everybody who is
-- closed, and it would otherwise read every line that the person has ever had, one page each.
CREATE INDEX "payroll_line_employee_id_run_id_idx" ON "payroll_line" ("employee_id", "run_id");
DROP INDEX "payroll_line_employee_id_idx";
