-- Somebody without a line from whom a run can take nothing back is not reached by it: the adjustment stands, the list has no
-- row of zeros.
CREATE OR REPLACE VIEW "payroll_paid" AS
    SELECT l.run_id, l.employee_id, l.nip, l.name, l.unit_name, l.position, l.job_class, true AS has_line,
        l.gross AS own_gross, l.deductions AS own_deductions, l.net AS own_net,
        a.gross AS adjusted_gross, a.deductions AS adjusted_deductions, a.net AS adjusted_net,
        l.gross + a.gross AS gross, l.deductions + a.deductions AS deductions, l.net + a.net AS net
    FROM payroll_line l
    CROSS JOIN LATERAL (SELECT coalesce(sum(t.taken_gross), 0)::bigint AS gross,
            coalesce(sum(t.taken_deductions), 0)::bigint AS deductions, coalesce(sum(t.taken_net), 0)::bigint AS net
        FROM payroll_adjustment t WHERE t.run_id = l.run_id AND t.employee_id = l.employee_id) a
    UNION ALL
    SELECT t.run_id, t.employee_id, max(t.nip), max(t.name), max(t.unit_name), max(t.position), max(t.job_class), false,
        0::bigint, 0::bigint, 0::bigint,
        sum(t.taken_gross)::bigint, sum(t.taken_deductions)::bigint, sum(t.taken_net)::bigint,
        sum(t.taken_gross)::bigint, sum(t.taken_deductions)::bigint, sum(t.taken_net)::bigint
    FROM payroll_adjustment t
    WHERE NOT EXISTS (SELECT 1 FROM payroll_line l WHERE l.run_id = t.run_id AND l.employee_id = t.employee_id)
    GROUP BY t.run_id, t.employee_id
    HAVING (sum(t.taken_gross), sum(t.taken_deductions)) IS DISTINCT FROM (0, 0);
