-- A person's entries from one day to another, whatever the history (docs/adr/0038-hot-pages.md). The planner counts every
-- month there is into the price of a plan that holds for all values, though all but one or two are left out when it runs; with
-- a few years of history it therefore made a new plan for each page, at three times the price of the page itself. Within this
-- function the plan is kept: it looks into the months asked for and into no other.
CREATE FUNCTION takar_entries(of_employee uuid, from_day date, to_day date) RETURNS SETOF activity
LANGUAGE sql STABLE ROWS 60 SET plan_cache_mode = force_generic_plan AS $$
    SELECT * FROM activity WHERE employee_id = of_employee AND work_date BETWEEN from_day AND to_day
$$;

-- The history of one entry: kept under the month inside its id.
CREATE FUNCTION takar_entry_events(of_entry uuid) RETURNS SETOF activity_event
LANGUAGE sql STABLE ROWS 4 SET plan_cache_mode = force_generic_plan AS $$
    SELECT * FROM activity_event
    WHERE activity_id = of_entry AND entry_month = date_trunc('month', uuid_extract_timestamp(of_entry) AT TIME ZONE 'UTC')::date
$$;
