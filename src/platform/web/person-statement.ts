/*
 * Everything about the person behind a request, as SQL fragments: name, title of the definitive chair, grants in force on
 * the day, and what the tree of positions says they do. A statement that uses them opens with a CTE "me" of one row
 * (account_id, employee_id, must_change) and has the regency's day as $2.
 */

/** Chairs under "h.position_id" on the day, whatever version of the tree holds. */
const UNDER = (chairs: string): string => `SELECT c.position_id FROM ${chairs} h
     JOIN position_version c ON c.superior_id = h.position_id AND c.from_date <= $2::date
     WHERE NOT EXISTS (SELECT 1 FROM position_version n
       WHERE n.position_id = c.position_id AND n.from_date <= $2::date AND n.from_date > c.from_date)`;

/** A version "v" of a chair that holds on the day. */
const HOLDS = `v.from_date <= $2::date AND NOT EXISTS (SELECT 1 FROM position_version n
       WHERE n.position_id = v.position_id AND n.from_date <= $2::date AND n.from_date > v.from_date)`;

/** Somebody under one of these chairs has work that takes two steps, the second of them up the tree. */
const TWO_STEPS_UNDER = (chairs: string): string => `EXISTS (SELECT 1 FROM ${chairs} b
       JOIN position_version v ON v.superior_id = b.position_id
       WHERE NOT v.one_step AND v.validator_id IS NULL AND ${HOLDS})`;

/** A letter names one of these chairs as validator. */
const NAMED = (chairs: string): string => `EXISTS (SELECT 1 FROM ${chairs} c
       JOIN position_version v ON v.validator_id = c.position_id WHERE ${HOLDS})`;

/** CTEs to stand after "me": the chairs the person holds on the day, and those right beneath them. */
export const CHAIRS_OF_ME = `chairs AS MATERIALIZED (
     SELECT h.position_id FROM me JOIN assignment h ON h.employee_id = me.employee_id
     WHERE h.kind <> 'KETUA_TIM' AND h.from_date <= $2::date AND (h.last_date IS NULL OR h.last_date >= $2::date)
   ), beneath AS MATERIALIZED (${UNDER('chairs')})`;

/**
 * The person of "me", as a lateral "p" of at most one row. An account of somebody whose service has ended opens nothing,
 * from that day on. Grants count only when a second person has confirmed them, or when that was waived for the first
 * administrator (rulings.md 12). Assists: somebody named this person to prepare drafts. Verifies: some chair's steps may
 * come to this person. Validates: one of those chairs has chairs below it whose work takes two steps, or a letter names
 * this person's chair as their validator. Who leads nobody is asked for a letter alone; the walks down the tree, which
 * climb over empty chairs, are left for where the chairs right beneath do not answer it.
 */
export const PERSON_OF_ME = `LATERAL (
   SELECT me.account_id, me.must_change, e.id AS employee_id, e.nip,
     concat_ws(', ', concat_ws(' ', e.front_title, e.name), e.back_title) AS name,
     seat.title,
     seat.title IS NOT NULL AND coalesce(status.status, 'PEJABAT') <> 'PEJABAT' AS logs,
     EXISTS (SELECT 1 FROM assistance h WHERE h.helper_id = e.id AND h.ended_at IS NULL
             AND $2::date BETWEEN h.from_date AND h.until_date) AS assists,
     EXISTS (SELECT 1 FROM beneath) AS verifies,
     CASE WHEN ${TWO_STEPS_UNDER('beneath')} OR ${NAMED('chairs')} THEN true
       WHEN NOT EXISTS (SELECT 1 FROM beneath) THEN false
       ELSE ${TWO_STEPS_UNDER('takar_chairs_below(e.id, $2::date)')} OR ${NAMED('takar_chairs_at(e.id, $2::date)')}
     END AS validates,
     coalesce((
       SELECT json_agg(json_build_object('role', g.role, 'payrollUnitId', g.payroll_unit_id) ORDER BY g.role, g.id)
       FROM role_grant g
       WHERE g.account_id = me.account_id AND g.from_date <= $2::date
         AND (g.until_date IS NULL OR g.until_date >= $2::date) AND (g.confirmed_by IS NOT NULL OR g.waived)
     ), '[]') AS grants
   FROM employee e
   LEFT JOIN LATERAL (
     SELECT s.status FROM employee_status s
     WHERE s.employee_id = e.id AND s.from_date <= $2::date ORDER BY s.from_date DESC LIMIT 1
   ) status ON true
   LEFT JOIN LATERAL (
     SELECT v.title FROM assignment s JOIN position_version v ON v.position_id = s.position_id
     WHERE s.employee_id = e.id AND s.kind = 'DEFINITIF' AND s.from_date <= $2::date
       AND (s.last_date IS NULL OR s.last_date >= $2::date) AND v.from_date <= $2::date
     ORDER BY v.from_date DESC LIMIT 1
   ) seat ON true
   WHERE e.id = me.employee_id
     AND coalesce(status.status, '') NOT IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')
   ) p ON true`;
