import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { CHAIRS, NEAR_ITS_ID, decidedByMe, waitsForMe } from '../review/access.ts';
import { VALIDATION, VERIFICATION } from '../review/step.ts';
import type { MediaType } from './file-kind.ts';

/** What is needed to hand a file out. */
export interface EvidenceFile {
  readonly name: string;
  readonly mediaType: MediaType;
  readonly sha256: string;
}

// Evidence is seen by who sees its entry: the owner, whose step it is now, who decided on it (contract, 404 row).
const READABLE = prepared(
  'evidence.readable',
  `${CHAIRS}
   SELECT e.name, e.media_type, e.sha256 FROM activity a JOIN evidence e ON e.activity_id = a.id
   WHERE ${NEAR_ITS_ID} AND e.id = $4 AND e.removed_at IS NULL
     AND (a.employee_id = $1
       OR (${waitsForMe(VERIFICATION)}) OR (${waitsForMe(VALIDATION)})
       OR ${decidedByMe(VERIFICATION)} OR ${decidedByMe(VALIDATION)})`,
);

/**
 * A file of an entry, if this person may read it on this day; undefined otherwise.
 * @param today the regency's day, on which the steps are judged
 */
export async function readableEvidence(
  sql: Sql,
  readerId: string,
  today: LocalDate,
  activityId: string,
  evidenceId: string,
): Promise<EvidenceFile | undefined> {
  const { rows } = await sql.query<{ name: string; media_type: MediaType; sha256: string }>(READABLE, [
    readerId,
    today,
    activityId,
    evidenceId,
  ]);
  const row = rows[0];
  return row && { name: row.name, mediaType: row.media_type, sha256: row.sha256 };
}
