import { prepared, type Sql } from '../../platform/database/sql.ts';

/** A line for one person. `dedupe` names the event: the same line is written once, however often it is asked for. */
export interface Notice {
  readonly employeeId: string;
  readonly kind:
    | 'dikembalikan'
    | 'ditolak'
    | 'keberatan'
    | 'dispensasi'
    | 'perintah'
    | 'skp'
    | 'usul'
    | 'pengingat'
    | 'data'
    | 'hak';
  /** Plain Indonesian, one or two sentences. */
  readonly text: string;
  readonly href: string | null;
  readonly dedupe: string;
}

const NOTIFY = prepared(
  'notifications.write',
  `INSERT INTO notification (employee_id, kind, text, href, dedupe, created_at)
   SELECT n.employee_id, n.kind, n.text, n.href, n.dedupe, $6
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS n (employee_id, kind, text, href, dedupe)
   ON CONFLICT (employee_id, dedupe) DO NOTHING`,
);

/** Tells people, in the transaction of what they are told about. */
export async function notify(sql: Sql, notices: readonly Notice[], at: Date): Promise<void> {
  if (notices.length === 0) return;
  await sql.query(NOTIFY, [
    notices.map(n => n.employeeId),
    notices.map(n => n.kind),
    notices.map(n => n.text),
    notices.map(n => n.href),
    notices.map(n => n.dedupe),
    at,
  ]);
}
