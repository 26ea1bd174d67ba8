import type { Sql } from '../../platform/database/sql.ts';
import type { UploadedFile } from '../../platform/web/route.ts';
import { checkFiles, type AcceptedFile } from '../evidence/service.ts';
import { RecordRefused } from '../organisation/refusal.ts';

/** The paper that came with a proposed fact. */
export interface FactDocument {
  readonly proposalId: string;
  readonly id: string;
  readonly name: string;
}

/** One JSON value, a FactDocument or null: the paper of the proposal whose id `proposal` is. */
export const documentOf = (proposal: string): string =>
  `(SELECT json_build_object('proposalId', d.object_id, 'id', d.id, 'name', d.name) FROM attachment d
    WHERE d.object_type = 'fact_proposal' AND d.object_id = ${proposal} ORDER BY d.added_at, d.id LIMIT 1)`;

/** The paper of a form that passed every check, or none. @throws RecordRefused 422 */
export function acceptedPaper(files: readonly UploadedFile[]): readonly AcceptedFile[] {
  const checked = checkFiles(files);
  if ('error' in checked) throw new RecordRefused(422, [checked.error]);
  return checked.accepted;
}

/** A stored paper as it is sent. */
export interface StoredPaper extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly employeeId: string | null;
}

/* $1 proposal, $2 file, $3 reader, $4 payroll units of the reader (null: all). */
const PAPER = `SELECT d.id, d.name, d.media_type AS "mediaType", d.sha256, p.employee_id AS "employeeId"
  FROM attachment d JOIN fact_proposal p ON p.id = d.object_id
  WHERE d.object_type = 'fact_proposal' AND p.id = $1 AND d.id = $2 AND (p.proposed_by = $3 OR $4::uuid[] IS NULL
    OR coalesce(p.payroll_unit_id, takar_paying_unit(p.employee_id, p.month)) = ANY ($4::uuid[]))`;

/** The paper of a proposal, for a reader of these units; undefined for anybody else. */
export async function paperOf(
  sql: Sql,
  asked: { readonly proposalId: string; readonly fileId: string },
  reader: { readonly employeeId: string; readonly scope: readonly string[] | null },
): Promise<StoredPaper | undefined> {
  const values = [asked.proposalId, asked.fileId, reader.employeeId, reader.scope && [...reader.scope]];
  return (await sql.query<StoredPaper>(PAPER, values)).rows[0];
}
