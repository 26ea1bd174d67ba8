import { COMPUTED, type Part } from './invariants.ts';

const counting = (from: string): string => `SELECT count(*)::int AS count FROM ${from}`;

/** Special runs that were not discarded, with their terms and base run. */
const LIVING = `payroll_run r JOIN special_payment s ON s.id = r.special_payment_id JOIN payroll_run b ON b.id = r.base_run_id`;

/**
 * I17: a special payment rests on terms that two persons have set and on the approved run of its base month, and pays a person
 * once; it holds nothing that only the month's own pay has (docs/adr/0036-special-payments.md).
 */
export const TERMS_PARTS: readonly Part[] = [
  {
    what: 'pembayaran khusus tanpa ketentuan yang berlaku, atau di luar ketentuannya',
    sql: counting(`payroll_run r LEFT JOIN special_payment s ON s.id = r.special_payment_id
      LEFT JOIN payroll_run b ON b.id = r.base_run_id
      WHERE r.kind <> 'TPP' AND (s.id IS NULL OR b.id IS NULL OR (s.kind, s.pay_month) <> (r.kind, r.month)
        OR (b.kind, b.month, b.payroll_unit_id, b.regulation_id) <> ('TPP', s.base_month, r.payroll_unit_id, r.regulation_id)
        OR b.state NOT IN ('DISETUJUI', 'DIBAYAR') OR b.approved_at > r.closed_at
        OR s.decided_by IS NULL OR s.decided_by = s.asked_by OR s.decided_at > r.closed_at
        OR (r.state <> 'DIBATALKAN' AND s.state <> 'berlaku'))`),
  },
  {
    what: 'pegawai yang menerima satu pembayaran khusus lebih dari sekali',
    sql: counting(`(SELECT 1 FROM payroll_line l JOIN ${LIVING} ON r.id = l.run_id AND r.state <> 'DIBATALKAN'
      GROUP BY l.employee_id, s.kind, date_part('year', s.pay_month::timestamp) HAVING count(*) > 1) d`),
  },
  {
    what: 'pembayaran khusus dengan penyesuaian, uji coba, atau kegiatan yang tidak dihitung',
    sql: counting(`payroll_run r WHERE r.kind <> 'TPP' AND (EXISTS (SELECT 1 FROM payroll_adjustment a WHERE a.run_id = r.id OR a.of_run_id = r.id)
      OR EXISTS (SELECT 1 FROM payroll_trial_line t WHERE t.run_id = r.id) OR EXISTS (SELECT 1 FROM payroll_uncounted u WHERE u.run_id = r.id))`),
  },
];

/**
 * I4 for special payments: what one was computed from is what its base run was computed from, person by person; who is left
 * out was left out then, or by two persons of this payment.
 */
export const SAME_INPUTS_PART: Part = {
  what: 'data pembayaran khusus yang tidak sama dengan bulan dasarnya',
  sql: counting(`${LIVING}
    CROSS JOIN LATERAL (SELECT coalesce(i.employee_id, o.employee_id) AS id, i.employee_id AS taken, o.employee_id AS held, i.facts,
        o.facts AS base_facts, i.waiting, i.excluded, o.excluded AS base_excluded
      FROM (SELECT * FROM payroll_input WHERE run_id = r.id) i
      FULL JOIN (SELECT * FROM payroll_input WHERE run_id = b.id) o USING (employee_id)) p
    LEFT JOIN payroll_exclusion x ON (x.month, x.kind, x.payroll_unit_id, x.employee_id) = (r.month, r.kind, r.payroll_unit_id, p.id)
      AND x.state IN ('berlaku', 'dicabut') AND x.decided_at <= r.closed_at AND (x.ended_at IS NULL OR x.ended_at > r.closed_at)
    WHERE r.state IN ${COMPUTED} AND (p.taken IS NULL OR p.held IS NULL OR p.facts <> p.base_facts OR p.waiting <> 0
      OR p.excluded IS DISTINCT FROM coalesce(p.base_excluded, x.reason))`),
};
