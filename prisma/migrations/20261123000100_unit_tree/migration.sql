-- The tree of units has no circle on any day either, whoever writes at the same time: the same walk as for positions.
CREATE FUNCTION takar_unit_tree_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(7270012);
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT NEW.parent_id AS unit, NEW.from_date AS begins, coalesce((
                SELECT min(n.from_date) FROM org_unit_version n
                WHERE n.unit_id = NEW.unit_id AND n.from_date > NEW.from_date), 'infinity'::date) AS ends, 1 AS depth
            UNION ALL
            SELECT v.parent_id, greatest(u.begins, v.from_date), least(u.ends, v.until), u.depth + 1
            FROM up u
            CROSS JOIN LATERAL (
                SELECT p.parent_id, p.from_date,
                    coalesce(lead(p.from_date) OVER (ORDER BY p.from_date), 'infinity'::date) AS until
                FROM org_unit_version p WHERE p.unit_id = u.unit
            ) v
            WHERE u.unit <> NEW.unit_id AND u.depth <= 50
              AND v.parent_id IS NOT NULL AND v.from_date < u.ends AND v.until > u.begins
        )
        SELECT 1 FROM up WHERE unit = NEW.unit_id OR depth > 50
    ) THEN
        RAISE EXCEPTION 'unit % would be part of itself', NEW.unit_id USING ERRCODE = 'TK003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "org_unit_version_tree" BEFORE INSERT ON "org_unit_version" FOR EACH ROW EXECUTE FUNCTION takar_unit_tree_guard();
