import type { Sql } from '../database/sql.ts';

/** Somebody asked for a page of another role. */
export interface Refusal {
  readonly at: Date;
  /** The employee who asked. */
  readonly actorId: string;
  /** The pattern of the route, never the address as typed. */
  readonly route: string;
  readonly requestId: string;
}

/** One line per person, route and hour: who asks a thousand times leaves one line, not a full table. */
const RECORD = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, request_id)
  SELECT $1::timestamptz, $2::uuid, 'akses.ditolak', 'route', $3::text, $4::text
  WHERE NOT EXISTS (SELECT 1 FROM audit_event x WHERE x.object_type = 'route' AND x.object_id = $3::text
    AND x.actor_id = $2::uuid AND x.at > $1::timestamptz - interval '1 hour')`;

/** Writes to the trail that a page was refused. */
export async function recordRefusal(sql: Sql, { at, actorId, route, requestId }: Refusal): Promise<void> {
  await sql.query(RECORD, [at, actorId, route, requestId]);
}
