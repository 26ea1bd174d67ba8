import type { Sql, Tx } from '../../platform/database/sql.ts';
import { isUuid, sha256 } from '../../platform/identity.ts';
import type { ReadSheet } from '../../platform/spreadsheet/cell.ts';
import type { Checked } from './check.ts';
import type { Mapping } from './interpret.ts';
import type { ImportReport } from './report.ts';
import type { ImportKind } from './sheets.ts';

export type BatchState = 'diperiksa' | 'diterapkan' | 'dibatalkan' | 'mengurungkan' | 'diurungkan' | 'ditolak';

/** One file that was brought in, or waits to be. */
export interface Batch {
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly state: BatchState;
  readonly version: number;
  readonly mapping: Mapping;
  readonly report: ImportReport;
  readonly jobId: string | null;
  readonly createdBy: string | null;
  readonly creator: string | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly undoer: string | null;
}

const NAME_LENGTH = 120;

/** The name a file is shown under: its last part, without what cannot be seen. */
export function shownName(given: string): string {
  const base = given.replaceAll('\\', '/').split('/').at(-1) ?? '';
  return [...base.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()].slice(0, NAME_LENGTH).join('') || 'berkas';
}

const CREATE = `INSERT INTO import_batch (id, kind, file_name, sha256, size, mapping, report, rows, created_by, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Keeps a checked file until it is applied or dropped. */
export async function keepBatch(
  tx: Tx,
  batch: { readonly id: string; readonly kind: ImportKind; readonly fileName: string; readonly bytes: Buffer },
  checked: Checked,
  by: { readonly actorId: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(CREATE, [
    batch.id,
    batch.kind,
    shownName(batch.fileName),
    sha256(batch.bytes),
    batch.bytes.length,
    '{}',
    JSON.stringify(checked.report),
    JSON.stringify(checked.sheets),
    by.actorId,
    by.at,
  ]);
}

const COLUMNS = `b.id, b.kind, b.file_name AS "fileName", b.state, b.version, b.mapping, b.report, b.job_id AS "jobId",
  b.created_by AS "createdBy", e.name AS creator, b.created_at AS "createdAt", b.applied_at AS "appliedAt",
  b.undone_at AS "undoneAt", u.name AS undoer`;
const FROM = `FROM import_batch b LEFT JOIN employee e ON e.id = b.created_by LEFT JOIN employee u ON u.id = b.undone_by`;
const ONE = `SELECT ${COLUMNS} ${FROM} WHERE b.id = $1`;
const HOLD = 'SELECT 1 FROM import_batch WHERE id = $1 FOR UPDATE';
const ROWS = 'SELECT rows FROM import_batch WHERE id = $1';

/** A batch of one of the kinds; undefined for any other. */
export async function batchById(sql: Sql, id: string, kinds: readonly ImportKind[]): Promise<Batch | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query<Batch & Record<string, unknown>>(ONE, [id]);
  return rows[0] && kinds.includes(rows[0].kind) ? rows[0] : undefined;
}

/** The same, held until the transaction ends. */
export async function holdBatch(tx: Tx, id: string, kinds: readonly ImportKind[]): Promise<Batch | undefined> {
  if (isUuid(id)) await tx.query(HOLD, [id]);
  return batchById(tx, id, kinds);
}

/** The sheets of a batch as they were read; null where they are no longer kept. */
export async function sheetsOf(sql: Sql, id: string): Promise<readonly ReadSheet[] | null> {
  const { rows } = await sql.query<{ rows: readonly ReadSheet[] | null }>(ROWS, [id]);
  return rows[0]?.rows ?? null;
}

/** A batch as a line of the list of past imports. */
export interface BatchLine {
  readonly id: string;
  readonly fileName: string;
  readonly state: BatchState;
  readonly creator: string | null;
  readonly createdAt: Date;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
}

const RECENT = `SELECT b.id, b.file_name AS "fileName", b.state, e.name AS creator, b.created_at AS "createdAt",
    coalesce((b.report ->> 'accepted')::int, 0) AS accepted, coalesce((b.report ->> 'unchanged')::int, 0) AS unchanged,
    coalesce(jsonb_array_length(b.report -> 'rejected'), 0) AS rejected
  FROM import_batch b LEFT JOIN employee e ON e.id = b.created_by
  WHERE b.kind = $1 ORDER BY b.created_at DESC, b.id DESC LIMIT 20`;

/** The latest imports of a kind. */
export async function recentBatches(sql: Sql, kind: ImportKind): Promise<readonly BatchLine[]> {
  return (await sql.query<BatchLine & Record<string, unknown>>(RECENT, [kind])).rows;
}
