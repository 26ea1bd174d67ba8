-- The unit whose run of a month carries what an older month of a person still has to settle: who pays them then; where nobody
-- does, who paid the old month, or would have; and for who was taken off every roster by a later decree, the unit of the last
-- chair: there is nothing to pay any more, but what was asked is answered (docs/adr/0028-adjustments.md).
CREATE FUNCTION takar_settling_unit(of_employee uuid, of_month date, in_month date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        takar_paying_unit(of_employee, in_month),
        (SELECT r.payroll_unit_id FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.month = of_month
            AND r.state <> 'DIBATALKAN' WHERE l.employee_id = of_employee ORDER BY r.closed_at DESC, r.id LIMIT 1),
        takar_paying_unit(of_employee, of_month),
        takar_paying_unit(of_employee, (SELECT max(a.last_date) FROM assignment a
            WHERE a.employee_id = of_employee AND a.kind = 'DEFINITIF' AND a.last_date >= a.from_date)))
$$;
