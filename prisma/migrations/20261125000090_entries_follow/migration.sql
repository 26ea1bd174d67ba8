-- An entry belongs to the period of the unit that pays its owner in that month. Where a decree written later changes who that
-- is, the entries of months that are open for both units go along; otherwise the new unit's run would not count them. What
-- stands in a closed period stays there, and is counted by an adjustment (docs/adr/0028-adjustments.md).

-- The unit that pays a person's work of a day: by the chair held on the first of its month, or on the day, for who came later.
CREATE FUNCTION takar_entry_unit(of_employee uuid, of_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(takar_paying_unit(of_employee, date_trunc('month', of_day::timestamp)::date), takar_paying_unit(of_employee, of_day))
$$;

CREATE FUNCTION takar_entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people uuid[];
    days date[];
BEGIN
    CASE TG_TABLE_NAME
    WHEN 'assignment' THEN
        SELECT array_agg(n.employee_id), array_agg(n.from_date) INTO people, days FROM added n WHERE n.kind = 'DEFINITIF';
    WHEN 'position_version' THEN
        SELECT array_agg(a.employee_id), array_agg(greatest(n.from_date, a.from_date)) INTO people, days
            FROM added n JOIN assignment a ON a.position_id = n.position_id AND a.kind = 'DEFINITIF'
              AND (a.last_date IS NULL OR a.last_date >= greatest(n.from_date, a.from_date))
            WHERE n.unit_id IS DISTINCT FROM (SELECT o.unit_id FROM position_version o
                WHERE o.position_id = n.position_id AND o.from_date < n.from_date ORDER BY o.from_date DESC LIMIT 1);
    ELSE
        SELECT array_agg(a.employee_id), array_agg(greatest(n.from_date, a.from_date)) INTO people, days
            FROM added n JOIN (SELECT DISTINCT position_id, unit_id FROM position_version) p ON p.unit_id = n.unit_id
            JOIN assignment a ON a.position_id = p.position_id AND a.kind = 'DEFINITIF'
              AND (a.last_date IS NULL OR a.last_date >= greatest(n.from_date, a.from_date))
            WHERE n.payroll_unit_id IS DISTINCT FROM (SELECT o.payroll_unit_id FROM org_unit_version o
                WHERE o.unit_id = n.unit_id AND o.from_date < n.from_date ORDER BY o.from_date DESC LIMIT 1);
    END CASE;
    UPDATE activity t SET payroll_unit_id = m.unit
        FROM (
            SELECT t.id, t.work_date, u.unit
            FROM (SELECT p.id, min(p.since) AS since FROM unnest(people, days) AS p (id, since) GROUP BY p.id) p
            JOIN activity t ON t.employee_id = p.id AND t.work_date >= p.since
            CROSS JOIN LATERAL (SELECT takar_entry_unit(t.employee_id, t.work_date) AS unit) u
            WHERE u.unit <> t.payroll_unit_id
              AND NOT EXISTS (SELECT 1 FROM payroll_period pp WHERE pp.kind = 'TPP' AND NOT pp.open
                AND pp.month = date_trunc('month', t.work_date::timestamp)::date AND pp.payroll_unit_id IN (t.payroll_unit_id, u.unit))
        ) m
        WHERE t.id = m.id AND t.work_date = m.work_date;
    RETURN NULL;
END $$;
CREATE TRIGGER "assignment_entries" AFTER INSERT ON "assignment"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_entries_follow();
CREATE TRIGGER "position_version_entries" AFTER INSERT ON "position_version"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_entries_follow();
CREATE TRIGGER "org_unit_version_entries" AFTER INSERT ON "org_unit_version"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION takar_entries_follow();
