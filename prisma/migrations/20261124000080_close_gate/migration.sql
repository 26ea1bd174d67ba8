-- A close is not kept out by a crowd. The row of a period is held FOR SHARE by every change of an entry and FOR UPDATE by
-- the close; but whoever wants to share a row that is shared already is let in at once, so that in the last minutes of a
-- month, with always somebody writing, the close never got its turn. Heavyweight locks queue in order: changes pass the
-- gate of the period first, the close bars it, waits for those inside, and those who come later wait for the close.
-- Always the gate before the row, and several gates by month and unit: nobody waits in a circle.

CREATE FUNCTION takar_period_gate(of_month date, of_unit uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hashtextextended('takar period ' || (of_month - '2000-01-01'::date)::text || ' ' || of_unit::text, 0)
$$;

CREATE OR REPLACE FUNCTION takar_period_open(of_month date, of_unit uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_open boolean;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(takar_period_gate(of_month, of_unit));
    SELECT open INTO is_open FROM payroll_period
        WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    IF NOT FOUND THEN
        INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES (of_month, 'TPP', of_unit) ON CONFLICT DO NOTHING;
        SELECT open INTO is_open FROM payroll_period
            WHERE month = of_month AND kind = 'TPP' AND payroll_unit_id = of_unit FOR SHARE;
    END IF;
    IF NOT is_open THEN
        RAISE EXCEPTION 'period % of payroll unit % is closed', of_month, of_unit USING ERRCODE = 'TK001';
    END IF;
END $$;
