import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import type { Zone } from '../../platform/clock.ts';
import { firstDay, addMonths, type Month } from '../../domain/month.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { chairTitleOf, holdingOf } from '../review/history-queries.ts';

/** Something that happened to a month; `data` is what the words of its kind need. */
export interface Happening extends Record<string, unknown> {
  readonly at: Date;
  /** Its place among those of the same moment. */
  readonly place: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly data: Readonly<Record<string, string | number | null>>;
}

export const PAGE_ROWS = 50;

/* Of all statements: $1 whose, $2 first day of the month, $3 first day of the next, $4 zone, $5 and $6 the place to go on after. */
const ordered = (happened: string): string => `${happened}
  SELECT h.at, h.place, h.kind, ${`CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END`} AS actor, h.data
  FROM happened h LEFT JOIN employee e ON e.id = h.actor_id
  WHERE $5::timestamptz IS NULL OR (h.at, h.place COLLATE "C") > ($5::timestamptz, $6::text)
  ORDER BY h.at, h.place COLLATE "C" LIMIT ${String(PAGE_ROWS + 1)}`;

/** Steps, files and downloads of the runs `runs(id)`; `amounts` gives the gross and net that a computation brought. */
const ofRuns = (gross: string, net: string): string => `
  SELECT s.at, 'r' || s.run_id || lpad(s.seq::text, 6, '0') AS place, 'periode' AS kind, s.actor_id,
    jsonb_build_object('to', s.to_state, 'note', s.note, 'revision', r.revision,
      'gross', CASE WHEN s.to_state = 'DIHITUNG' THEN (${gross})::text END,
      'net', CASE WHEN s.to_state = 'DIHITUNG' THEN (${net})::text END,
      'payment', CASE WHEN s.to_state = 'DIBAYAR' THEN r.payment_date::text END) AS data
  FROM runs JOIN payroll_run r ON r.id = runs.id JOIN payroll_run_event s ON s.run_id = r.id
  UNION ALL
  SELECT f.built_at, 's' || f.id, 'berkas', NULL, jsonb_build_object('name', f.name, 'sha256', f.sha256)
  FROM runs JOIN payroll_file f ON f.scope LIKE 'run:' || runs.id || ':%'
  UNION ALL
  SELECT d.at, 't' || lpad(d.id::text, 20, '0'), 'unduh', d.actor_id, jsonb_build_object('name', f.name, 'via', d.via)
  FROM runs JOIN payroll_file f ON f.scope LIKE 'run:' || runs.id || ':%' JOIN file_download d ON d.file_id = f.id`;

const OF_PERSON = prepared(
  'oversight.person',
  ordered(`WITH runs AS (
    SELECT r.id FROM payroll_run r JOIN payroll_input i ON i.run_id = r.id WHERE i.employee_id = $1 AND r.month = $2
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
    UNION ALL ${ofRuns(
      'SELECT l.gross FROM payroll_line l WHERE l.run_id = r.id AND l.employee_id = $1',
      'SELECT l.net FROM payroll_line l WHERE l.run_id = r.id AND l.employee_id = $1',
    )})`),
);

const OF_UNIT = prepared(
  'oversight.unit',
  ordered(`WITH runs AS (SELECT id FROM payroll_run WHERE payroll_unit_id = $1 AND month = $2
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
      AND f.employee_id IN (SELECT i.employee_id FROM runs JOIN payroll_input i ON i.run_id = runs.id)
    GROUP BY f.recorded_at, f.recorded_by, f.source
    UNION ALL
    SELECT x.asked_at, 'n' || x.id, 'kecuali', x.asked_by, jsonb_build_object('note', x.reason,
      'name', (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = x.employee_id))
    FROM payroll_exclusion x WHERE x.payroll_unit_id = $1 AND x.month = $2
    UNION ALL
    SELECT x.decided_at, 'o' || x.id, 'kecuali_putus', x.decided_by, jsonb_build_object('to', x.state,
      'name', (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = x.employee_id))
    FROM payroll_exclusion x WHERE x.payroll_unit_id = $1 AND x.month = $2 AND x.decided_at IS NOT NULL
    UNION ALL
    SELECT g.asked_at, 'p' || g.id, 'batal', g.asked_by, jsonb_build_object('note', g.reason)
    FROM runs JOIN run_discard g ON g.run_id = runs.id
    UNION ALL ${ofRuns('r.gross', 'r.net')})`),
);

/** Where a page of the trail begins: after what was shown last. */
export interface After {
  readonly at: Date;
  readonly place: string;
}

interface Asked {
  readonly id: string;
  readonly month: Month;
  readonly zone: Zone;
  readonly after: After | null;
}

/** What happened to one person's month, oldest first: one row more than a page where there is more. */
export const happeningsOfPerson = (sql: Sql, asked: Asked): Promise<Happening[]> => read(sql, OF_PERSON, asked);

/** What happened to a payroll unit's month; the decisions on entries counted by day and person. */
export const happeningsOfUnit = (sql: Sql, asked: Asked): Promise<Happening[]> => read(sql, OF_UNIT, asked);

async function read(sql: Sql, statement: Prepared, { id, month, zone, after }: Asked): Promise<Happening[]> {
  const values = [id, firstDay(month), firstDay(addMonths(month, 1)), zone, after?.at ?? null, after?.place ?? null];
  return (await sql.query<Happening>(statement, values)).rows;
}
