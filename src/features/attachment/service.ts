import type { Tx } from '../../platform/database/sql.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import type { StoredFile } from '../evidence/service.ts';

/** What a file may belong to, beside an entry. */
export type AttachedTo =
  | 'objection'
  | 'dispensation'
  | 'staff_change'
  | 'skp_realisation'
  | 'attendance_batch'
  | 'attendance_record'
  | 'leave_record'
  | 'payroll_scan'
  | 'fact_proposal';

export interface Attachment {
  readonly id: string;
  readonly objectId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

const ATTACH = `INSERT INTO attachment (id, object_type, object_id, sha256, media_type, size, name, added_by, added_at)
  SELECT f.id, $1, $2, f.sha256, f.media_type, f.size, f.name, $3, $4
  FROM unnest($5::uuid[], $6::text[], $7::text[], $8::int[], $9::text[]) AS f (id, sha256, media_type, size, name)`;

/**
 * Attaches files that passed `checkFiles` and lie on the disk (`storeAll`, before the transaction commits) to an object.
 * The caller has checked that the object takes them.
 */
export async function attachTo(
  tx: Tx,
  to: { readonly type: AttachedTo; readonly id: string; readonly by: string; readonly at: Date },
  files: readonly StoredFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx.query(ATTACH, [
    to.type,
    to.id,
    to.by,
    to.at,
    files.map(() => newId(to.at)),
    files.map(f => f.sha256),
    files.map(f => f.mediaType),
    files.map(f => f.size),
    files.map(f => f.name),
  ]);
}

const OF = `SELECT id, object_id AS "objectId", name, media_type AS "mediaType", size, sha256
  FROM attachment WHERE object_type = $1 AND object_id = ANY ($2::uuid[]) ORDER BY added_at, name, id`;

/** Files of several objects. The caller has checked that the reader may see the objects. */
export async function attachmentsOf(sql: Sql, type: AttachedTo, objectIds: readonly string[]): Promise<Attachment[]> {
  const { rows } = await sql.query<Attachment & Record<string, unknown>>(OF, [type, [...objectIds]]);
  return rows;
}
