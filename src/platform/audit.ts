import type { Tx } from './database/sql.ts';

/** A state change that is not an activity entry's own (those go to activity_event). */
export interface AuditRow {
  readonly at: Date;
  readonly actorId: string | null;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
  readonly requestId?: string;
}

const INSERT = `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, before, after, reason, request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes the audit row of a change in the same transaction as the change. */
export async function audit(tx: Tx, row: AuditRow): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await tx.query(INSERT, [
    row.at,
    row.actorId,
    row.action,
    row.objectType,
    row.objectId,
    json(row.before),
    json(row.after),
    row.reason ?? null,
    row.requestId ?? null,
  ]);
}
