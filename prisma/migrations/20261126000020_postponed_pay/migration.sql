-- Lines whose pay the regulation postpones (src/domain/tpp/postponed.ts): few among many, listed by month.
CREATE INDEX payroll_line_postponed ON payroll_line (run_id, employee_id) WHERE status IN ('DITUNDA', 'DITAHAN');
