-- A run that failed after its snapshot goes on with the facts it took: a fact approved now would be in no run and leave no
-- cause. Until it is approved (then a correction) or discarded (then the month is open), the month's facts are taken.
CREATE OR REPLACE FUNCTION takar_facts_taken(of_month date, of_unit uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM payroll_period p WHERE p.month = of_month AND p.kind = 'TPP' AND p.payroll_unit_id = of_unit
        AND NOT p.open AND NOT EXISTS (SELECT 1 FROM payroll_run r
            WHERE r.month = p.month AND r.kind = p.kind AND r.payroll_unit_id = p.payroll_unit_id AND r.state = 'GAGAL'
              AND NOT EXISTS (SELECT 1 FROM payroll_input i WHERE i.run_id = r.id)))
$$;

-- As before, but for the last condition.
CREATE OR REPLACE FUNCTION takar_fact_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    span record;
    held record;
BEGIN
    IF EXISTS (SELECT 1 FROM added f WHERE f.correction
        AND (f.until_month IS NOT NULL OR NOT takar_fact_corrects(f.employee_id, f.month))) THEN
        RAISE EXCEPTION 'only a fact of one approved month can be corrected' USING ERRCODE = 'TK001';
    END IF;
    FOR span IN SELECT DISTINCT m.month, u.unit
        FROM (SELECT DISTINCT employee_id, month, coalesce(until_month, month) AS until FROM added WHERE NOT correction) f
        CROSS JOIN LATERAL (SELECT g::date AS month FROM generate_series(f.month::timestamp, f.until::timestamp, '1 month') g) m
        CROSS JOIN LATERAL (SELECT takar_paying_unit(f.employee_id, m.month) AS unit) u
        WHERE u.unit IS NOT NULL
        ORDER BY 1, 2
    LOOP
        SELECT p.open INTO held FROM payroll_period p
            WHERE p.month = span.month AND p.kind = 'TPP' AND p.payroll_unit_id = span.unit FOR SHARE;
        CONTINUE WHEN NOT FOUND OR held.open;
        -- Trying again waits for this, whichever comes first.
        PERFORM 1 FROM payroll_run r WHERE r.month = span.month AND r.kind = 'TPP'
            AND r.payroll_unit_id = span.unit AND r.state = 'GAGAL' FOR SHARE;
        IF NOT FOUND OR takar_facts_taken(span.month, span.unit) THEN
            RAISE EXCEPTION 'period % of payroll unit % is closed', span.month, span.unit USING ERRCODE = 'TK001';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
