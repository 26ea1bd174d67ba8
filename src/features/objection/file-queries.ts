import { prepared, type Sql } from '../../platform/database/sql.ts';

/** What is needed to hand a file out. */
export interface StoredFileRow {
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
}

const FILE = prepared(
  'objection.file',
  `SELECT v.name, v.media_type AS "mediaType", v.sha256 FROM evidence v
   WHERE v.activity_id = $1 AND v.id = $3 AND v.removed_at IS NULL
   UNION ALL
   SELECT t.name, t.media_type, t.sha256 FROM attachment t
   WHERE t.object_type = 'objection' AND t.object_id = $2 AND t.id = $3`,
);

/** A file of the entry or of the objection itself; the caller has checked that the reader may see the objection. */
export async function storedFileOf(
  sql: Sql,
  objection: { readonly id: string; readonly activityId: string },
  fileId: string,
): Promise<StoredFileRow | undefined> {
  const { rows } = await sql.query<StoredFileRow & Record<string, unknown>>(FILE, [
    objection.activityId,
    objection.id,
    fileId,
  ]);
  return rows[0];
}
