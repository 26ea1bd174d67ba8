import { fullNameOf } from '../organisation/queries.ts';
import { ABOUT_MONTH, ofRuns, SPECIAL_NAME, specialOf } from './run-happenings.ts';

/** The special payment from which an exclusion leaves somebody out; null for a month's own pay. */
const EXCLUDED_FROM = `(SELECT ${SPECIAL_NAME} FROM special_payment s WHERE s.kind = x.kind AND s.pay_month = x.month
      ORDER BY s.asked_at DESC LIMIT 1)`;

/** What happened to a payroll unit's month, as rows of `happened`; the parameters are those of happening.ts. */
export const UNIT_HAPPENED = `WITH runs AS (SELECT r.id FROM payroll_run r WHERE r.payroll_unit_id = $1 AND ${ABOUT_MONTH}
  ), own AS (SELECT id FROM payroll_run WHERE payroll_unit_id = $1 AND month = $2 AND kind = 'TPP'
  ), happened AS (
    SELECT b.uploaded_at AS at, 'a' || b.id AS place, 'presensi_berkas' AS kind, b.uploaded_by AS actor_id,
      jsonb_build_object('name', b.file_name, 'accepted', b.accepted, 'unmatched', b.unmatched, 'sha256', b.sha256) AS data
    FROM attendance_batch b WHERE b.payroll_unit_id = $1 AND b.first_day < $3 AND b.last_day >= $2 AND b.saved_at IS NOT NULL
    UNION ALL
    SELECT b.undone_at, 'b' || b.id, 'presensi_urung', b.undone_by, jsonb_build_object('name', b.file_name)
    FROM attendance_batch b WHERE b.payroll_unit_id = $1 AND b.first_day < $3 AND b.last_day >= $2 AND b.undone_at IS NOT NULL
    UNION ALL
    SELECT max(h.at), 'k' || (h.at AT TIME ZONE $4)::date || h.actor_id || h.action || h.part, 'kegiatan_hari', h.actor_id,
      jsonb_build_object('action', h.action, 'part', h.part, 'to', max(h.to_status), 'count', count(*))
    FROM activity t JOIN activity_event h ON h.activity_id = t.id
      AND h.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
    WHERE t.payroll_unit_id = $1 AND t.work_date >= $2 AND t.work_date < $3 AND h.part NOT IN ('pemilik', 'pembantu')
    GROUP BY (h.at AT TIME ZONE $4)::date, h.actor_id, h.action, h.part
    UNION ALL
    SELECT f.recorded_at, 'm' || coalesce(f.recorded_by::text, '') || md5(f.source), 'fakta_unit', f.recorded_by,
      jsonb_build_object('source', f.source, 'count', count(DISTINCT f.employee_id))
    FROM payroll_fact f WHERE f.month <= $2 AND coalesce(f.until_month, f.month) >= $2
      AND f.employee_id IN (SELECT i.employee_id FROM own JOIN payroll_input i ON i.run_id = own.id)
    GROUP BY f.recorded_at, f.recorded_by, f.source
    UNION ALL
    SELECT x.asked_at, 'n' || x.id, 'kecuali', x.asked_by, jsonb_build_object('note', x.reason, 'special', ${EXCLUDED_FROM},
      'name', (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = x.employee_id))
    FROM payroll_exclusion x WHERE x.payroll_unit_id = $1 AND x.month = $2
    UNION ALL
    SELECT x.decided_at, 'o' || x.id, 'kecuali_putus', x.decided_by, jsonb_build_object('to', x.state, 'special', ${EXCLUDED_FROM},
      'name', (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = x.employee_id))
    FROM payroll_exclusion x WHERE x.payroll_unit_id = $1 AND x.month = $2 AND x.decided_at IS NOT NULL
    UNION ALL
    SELECT g.asked_at, 'p' || g.id, 'batal', g.asked_by, jsonb_build_object('note', g.reason, 'special', ${specialOf('g.run_id')})
    FROM runs JOIN run_discard g ON g.run_id = runs.id
    UNION ALL
    SELECT o.filed_at, 'q' || o.id, 'keberatan', o.owner_id, jsonb_build_object('day', o.work_date, 'note', o.reason)
    FROM activity t JOIN objection o ON o.activity_id = t.id AND o.work_date = t.work_date
    WHERE t.payroll_unit_id = $1 AND t.work_date >= $2 AND t.work_date < $3
    UNION ALL
    SELECT o.decided_at, 'u' || o.id, 'keberatan_putus', o.decided_by, jsonb_build_object('day', o.work_date, 'to', o.state,
      'effect', o.effect, 'note', o.decision_reason)
    FROM activity t JOIN objection o ON o.activity_id = t.id AND o.work_date = t.work_date
    WHERE t.payroll_unit_id = $1 AND t.work_date >= $2 AND t.work_date < $3 AND o.decided_at IS NOT NULL
    UNION ALL
    SELECT s.at, 'y' || runs.id, 'penyesuaian_unit', NULL, jsonb_build_object('count', count(DISTINCT d.employee_id),
      'taken', sum(d.taken_net)::text)
    FROM runs JOIN payroll_adjustment d ON d.run_id = runs.id
    JOIN payroll_run_event s ON s.run_id = runs.id AND s.to_state = 'DIHITUNG' GROUP BY s.at, runs.id
    UNION ALL ${ofRuns('r.gross', 'r.net')})`;
