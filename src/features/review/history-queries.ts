import type { Part } from '../../domain/activity/lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { eventMonth } from '../activity-log/access.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** One event of an entry's history. */
export interface HistoryRow {
  readonly seq: number;
  readonly action: string;
  readonly part: Part;
  readonly toStatus: string | null;
  readonly actorName: string;
  /** Title of the chair a superior decided from. */
  readonly chairTitle: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

const HISTORY = prepared(
  'review.history',
  `SELECT h.seq, h.action, h.part, h.to_status, ${fullNameOf('p')} AS actor_name, h.reason_code, h.reason, h.at,
     (SELECT v.title FROM position_version v WHERE v.position_id = h.chair_id AND v.from_date <= h.at::date
      ORDER BY v.from_date DESC LIMIT 1) AS chair_title
   FROM activity_event h JOIN employee p ON p.id = h.actor_id
   WHERE h.activity_id = $1 AND h.entry_month = ${eventMonth('$1::uuid')}
   ORDER BY h.seq DESC`,
);

/** The history of an entry that the caller may see, newest first. */
export async function historyOf(sql: Sql, id: string): Promise<readonly HistoryRow[]> {
  const { rows } = await sql.query<{
    seq: number;
    action: string;
    part: Part;
    to_status: string | null;
    actor_name: string;
    chair_title: string | null;
    reason_code: string | null;
    reason: string | null;
    at: Date;
  }>(HISTORY, [id]);
  return rows.map(row => ({
    seq: row.seq,
    action: row.action,
    part: row.part,
    toStatus: row.to_status,
    actorName: row.actor_name,
    chairTitle: row.chair_title,
    reasonCode: row.reason_code,
    reason: row.reason,
    at: row.at,
  }));
}

/** A kept file. */
export interface EvidenceRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

const EVIDENCE = prepared(
  'review.evidence',
  'SELECT id, name, size FROM evidence WHERE activity_id = $1 AND removed_at IS NULL ORDER BY added_at, id',
);

/** The evidence of an entry that the caller may see. */
export async function evidenceOf(sql: Sql, id: string): Promise<readonly EvidenceRow[]> {
  return (await sql.query<EvidenceRow & Record<string, unknown>>(EVIDENCE, [id])).rows;
}
