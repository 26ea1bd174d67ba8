-- Entries that wait for a step, by the chairs at which the step starts: the menu of every superior counts them at each page.
-- As in 20261127000011_entries_of the plan is kept within the function; with the table named in the statement itself, every
-- page planned the look into every month anew, at many times the price of the look.
CREATE FUNCTION takar_to_verify(starts uuid[]) RETURNS SETOF activity
LANGUAGE sql STABLE ROWS 200 SET plan_cache_mode = force_generic_plan AS $$
    SELECT * FROM activity WHERE status = 'dikirim' AND position_id = ANY (starts)
$$;

-- `starts`: chairs of verifiers; `named`: chairs that a letter names as validator.
CREATE FUNCTION takar_to_validate(starts uuid[], named uuid[]) RETURNS SETOF activity
LANGUAGE sql STABLE ROWS 200 SET plan_cache_mode = force_generic_plan AS $$
    SELECT * FROM activity
    WHERE status = 'diverifikasi' AND (verified_chair_id = ANY (starts) OR validator_chair_id = ANY (named))
$$;
