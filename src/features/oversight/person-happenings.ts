import { fullNameOf } from '../organisation/queries.ts';
import { chairTitleOf, holdingOf } from '../review/history-queries.ts';
import { ABOUT_MONTH, ofRuns } from './run-happenings.ts';

/** What happened to one person's month, as rows of `happened`; the parameters are those of happening.ts. */
export const PERSON_HAPPENED = `WITH runs AS (
    SELECT r.id FROM payroll_run r JOIN payroll_input i ON i.run_id = r.id WHERE i.employee_id = $1 AND ${ABOUT_MONTH}
  ), happened AS (
    SELECT p.at, 'a' || lpad(p.id::text, 20, '0') AS place, 'rekam' AS kind, NULL::uuid AS actor_id,
      jsonb_build_object('machine', m.name) AS data
    FROM attendance_pin n JOIN attendance_punch p ON p.pin_realm = n.pin_realm AND p.pin = n.pin
      AND p.at >= $2::timestamp AT TIME ZONE $4 AND p.at < $3::timestamp AT TIME ZONE $4
      AND (p.at AT TIME ZONE $4)::date >= n.from_date AND (p.at AT TIME ZONE $4)::date <= coalesce(n.last_date, 'infinity')
    JOIN attendance_batch b ON b.id = p.batch_id AND b.state = 'disimpan'
    LEFT JOIN attendance_machine m ON m.id = p.machine_id WHERE n.employee_id = $1
    UNION ALL
    SELECT c.recorded_at, 'b' || c.id, 'catatan', c.recorded_by,
      jsonb_build_object('day', c.day, 'code', c.code, 'source', c.source, 'document', c.document_number)
    FROM attendance_record c WHERE c.employee_id = $1 AND c.day >= $2 AND c.day < $3
    UNION ALL
    SELECT c.confirmed_at, 'c' || c.id, 'catatan_sah', c.confirmed_by, jsonb_build_object('day', c.day)
    FROM attendance_record c WHERE c.employee_id = $1 AND c.day >= $2 AND c.day < $3 AND c.confirmed_at IS NOT NULL
    UNION ALL
    SELECT l.recorded_at, 'd' || l.id, 'cuti', l.recorded_by, jsonb_build_object('code', l.kind, 'first', l.first_day, 'last', l.last_day,
      'document', l.document_number)
    FROM leave_record l WHERE l.employee_id = $1 AND l.first_day < $3 AND l.last_day >= $2
    UNION ALL
    SELECT l.revoked_at, 'e' || l.id, 'cuti_cabut', l.revoked_by, jsonb_build_object('code', l.kind, 'note', l.revoke_reason)
    FROM leave_record l WHERE l.employee_id = $1 AND l.first_day < $3 AND l.last_day >= $2 AND l.revoked_at IS NOT NULL
    UNION ALL
    SELECT max(y.computed_at), 'f', 'hari', NULL, jsonb_build_object('days', count(*), 'cut', sum(y.cut_bp))
    FROM attendance_day y WHERE y.employee_id = $1 AND y.day >= $2 AND y.day < $3 HAVING count(*) > 0
    UNION ALL
    SELECT h.at, 'k' || h.activity_id || lpad(h.seq::text, 6, '0'), 'kegiatan', h.actor_id, jsonb_build_object('action', h.action,
      'part', h.part, 'to', h.to_status, 'day', t.work_date, 'text', t.description, 'points', t.points, 'id', t.id,
      'chair', ${chairTitleOf('h')}, 'holding', ${holdingOf('h')}, 'code', h.reason_code, 'note', h.reason)
    FROM activity t JOIN activity_event h ON h.activity_id = t.id
      AND h.entry_month = date_trunc('month', uuid_extract_timestamp(t.id) AT TIME ZONE 'UTC')::date
    WHERE t.employee_id = $1 AND t.work_date >= $2 AND t.work_date < $3
    UNION ALL
    SELECT f.recorded_at, 'm' || lpad(f.id::text, 20, '0'), 'fakta', f.recorded_by,
      jsonb_build_object('name', f.name, 'value', f.value, 'source', f.source,
        'second', (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = f.approved_by))
    FROM payroll_fact f WHERE f.employee_id = $1 AND f.month <= $2 AND coalesce(f.until_month, f.month) >= $2
    UNION ALL
    -- An entry that was deleted has no row any more; its events keep what it said.
    SELECT h.at, 'l' || h.activity_id || lpad(h.seq::text, 6, '0'), 'kegiatan', h.actor_id, jsonb_build_object('action', h.action,
      'part', h.part, 'to', h.to_status, 'day', h.content ->> 'workDate', 'text', h.content ->> 'description',
      'points', h.content -> 'points')
    FROM activity_event g JOIN activity_event h ON h.activity_id = g.activity_id AND h.entry_month = g.entry_month
    WHERE g.actor_id = $1 AND g.action = 'hapus' AND g.at >= $2::timestamp AT TIME ZONE $4
      AND g.at < ($3::timestamp + interval '100 days') AT TIME ZONE $4
      AND (g.content ->> 'workDate')::date >= $2 AND (g.content ->> 'workDate')::date < $3
    UNION ALL
    SELECT o.filed_at, 'p' || o.id, 'keberatan', o.owner_id, jsonb_build_object('day', o.work_date, 'note', o.reason)
    FROM objection o WHERE o.owner_id = $1 AND o.work_date >= $2 AND o.work_date < $3
    UNION ALL
    SELECT t.at, 'q' || lpad(t.id::text, 20, '0'), 'keberatan_kata', t.author_id, jsonb_build_object('day', o.work_date, 'note', t.text)
    FROM objection o JOIN objection_statement t ON t.objection_id = o.id
    WHERE o.owner_id = $1 AND o.work_date >= $2 AND o.work_date < $3
    UNION ALL
    SELECT o.decided_at, 'q' || o.id, 'keberatan_putus', o.decided_by, jsonb_build_object('day', o.work_date, 'to', o.state,
      'effect', o.effect, 'note', o.decision_reason)
    FROM objection o WHERE o.owner_id = $1 AND o.work_date >= $2 AND o.work_date < $3 AND o.decided_at IS NOT NULL
    UNION ALL
    SELECT p.decided_at, 'u' || p.id, 'fakta_gagal', p.decided_by, jsonb_build_object('name', p.name, 'value', p.value,
      'to', p.decision, 'note', p.reason)
    FROM fact_proposal p WHERE p.employee_id = $1 AND p.month <= $2 AND coalesce(p.until_month, p.month) >= $2
      AND p.decision IN ('ditolak', 'ditarik')
    UNION ALL
    SELECT g.at, 'w' || g.id, 'pegawai', g.recorded_by, jsonb_build_object('code', g.kind, 'day', g.effective_on, 'document', g.decree)
    FROM staff_change g WHERE g.employee_id = $1 AND g.effective_on >= $2 AND g.effective_on < $3
    UNION ALL
    SELECT c.at, 'x' || lpad(c.id::text, 20, '0'), 'sebab', c.actor_id, jsonb_build_object('code', c.kind, 'note', c.note)
    FROM adjustment_cause c WHERE c.employee_id = $1 AND c.month = $2
    UNION ALL
    SELECT s.at, 'y' || lpad(d.id::text, 20, '0'), 'penyesuaian', NULL, jsonb_build_object('month', d.of_month, 'run', r.month,
      'paid', d.paid_net::text, 'due', d.due_net::text, 'taken', d.taken_net::text)
    FROM payroll_adjustment d JOIN payroll_run r ON r.id = d.run_id
    JOIN payroll_run_event s ON s.run_id = r.id AND s.to_state = 'DIHITUNG'
    WHERE d.employee_id = $1 AND (d.of_month = $2 OR d.run_id IN (SELECT id FROM runs))
    UNION ALL
    SELECT max(v.at), 'z' || (v.at AT TIME ZONE $4)::date || v.viewer_id || v.what, 'lihat', v.viewer_id,
      jsonb_build_object('what', v.what, 'count', count(*))
    FROM data_view v WHERE v.subject_id = $1 AND v.at >= $2::timestamp AT TIME ZONE $4 AND v.at < $3::timestamp AT TIME ZONE $4
    GROUP BY (v.at AT TIME ZONE $4)::date, v.viewer_id, v.what
    UNION ALL ${ofRuns(
      'SELECT l.gross FROM payroll_line l WHERE l.run_id = r.id AND l.employee_id = $1',
      'SELECT l.net FROM payroll_line l WHERE l.run_id = r.id AND l.employee_id = $1',
    )})`;
