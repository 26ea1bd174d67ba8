-- The catalogue limits what all entries of a person's day have of an item together. A submission is judged by what was
-- committed before it, and nothing in the table refuses two that fit one by one and not together, as the exclusion of
-- overlapping times does: sent at the same moment, both were taken. So the volume passes here within the statement that
-- writes it: one person's entries one after the other (the lock lasts as long as the transaction), each against what is
-- committed by then; a statement inside a function looks anew. Per person and not per day or item: whoever writes several
-- entries in one transaction then never waits in a circle.
-- Gives the volume back, or raises TK004. A draft without one is let pass, and so is an item without a norm on that day:
-- both are judged elsewhere.
CREATE FUNCTION takar_volume_that_day(volume numeric, of_employee uuid, on_day date, of_item uuid, of_entry uuid)
RETURNS numeric LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    most numeric;
    used numeric;
BEGIN
    IF volume IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('takar volume ' || of_employee::text, 0));
    SELECT n.max_per_day INTO most FROM catalogue_norm n
        WHERE n.item_id = of_item AND n.from_date <= on_day ORDER BY n.from_date DESC LIMIT 1;
    SELECT coalesce(sum(a.volume), 0) INTO used FROM takar_entries(of_employee, on_day, on_day) a
        WHERE a.item_id = of_item AND a.id <> of_entry AND a.status <> 'ditolak';
    IF used + volume > most THEN
        RAISE EXCEPTION 'volume of item % on % is beyond % a day', of_item, on_day, most USING ERRCODE = 'TK004';
    END IF;
    RETURN volume;
END $$;
