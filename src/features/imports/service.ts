import { audit } from '../../platform/audit.ts';
import { violatedConstraint } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { newId } from '../../platform/identity.ts';
import { IMPORT_ROWS, enqueue } from '../jobs/queue.ts';
import { tellOwners } from '../people/account-notice.ts';
import { applyPlan, type Applying, takeTurn } from './apply.ts';
import { type Batch, holdBatch, keepBatch, sheetsOf } from './batch.ts';
import { checkFile, checkSheets, type Checked } from './check.ts';
import type { ReadSheet } from '../../platform/spreadsheet/cell.ts';
import type { ImportReport } from './report.ts';
import type { ImportKind, SheetKey } from './sheets.ts';

/** So many rows are written while the person waits; more become a job with progress. */
export const ROWS_WHILE_WAITING = 1_000;

export const CHANGED_MEANWHILE = 'Data berubah selagi impor disimpan. Muat ulang halaman, lalu simpan lagi.';

const APPLIED = `UPDATE import_batch SET state = 'diterapkan', report = $2, rows = $3, applied_at = $4, job_id = NULL,
  version = version + 1 WHERE id = $1`;

/** Who does it. */
export interface ImportActor {
  readonly actorId: string | null;
  readonly requestId?: string | undefined;
}

/** '4.996 baris disimpan. 12 baris tidak.' */
export function savedInWords(
  { accepted, unchanged, rejected }: ImportReport,
  number: (value: number) => string,
): string {
  const same = unchanged > 0 ? ` ${number(unchanged)} baris sudah sama.` : '';
  const left = rejected.length > 0 ? ` ${number(rejected.length)} baris tidak.` : '';
  return `${number(accepted)} baris disimpan.${left}${same}`;
}

/**
 * Applies a batch that the transaction holds: plans its rows anew, so that what happened since the check counts, and
 * writes everything. Of the rows only the refused ones are kept, for the list of corrections.
 */
export async function applyHeld(
  tx: Tx,
  deps: Deps,
  batch: Pick<Batch, 'id' | 'kind' | 'mapping' | 'createdBy'>,
  by: ImportActor & { readonly onStep?: Applying['onStep']; readonly only?: SheetKey | undefined },
): Promise<ImportReport> {
  await takeTurn(tx);
  const sheets = await sheetsOf(tx, batch.id);
  if (!sheets) throw new Conflict('Isi berkas ini sudah tidak disimpan. Unggah lagi.');
  const checked = await checkSheets(tx, deps, sheets, { ...batch, only: by.only, self: by.actorId });
  const at = deps.clock.now();
  await applyPlan(tx, checked.plan, {
    batchId: batch.id,
    actorId: by.actorId,
    at,
    requestId: by.requestId,
    ...(by.onStep ? { onStep: by.onStep } : {}),
  }).catch((error: unknown) => {
    // Somebody took a chair or a number between our look and our writing.
    throw violatedConstraint(error) === undefined ? error : new Conflict(CHANGED_MEANWHILE);
  });
  await tellOwners(tx, accountsIn(checked.plan.changes), { dedupe: batch.id, at });
  const rest = refusedRows(checked);
  await tx.query(APPLIED, [batch.id, JSON.stringify(checked.report), rest && JSON.stringify(rest), at]);
  await auditBatch(tx, batch.id, 'impor.simpan', by, at, {
    accepted: checked.report.accepted,
    unchanged: checked.report.unchanged,
    rejected: checked.report.rejected.length,
  });
  return checked.report;
}

/** Whose account for the pay is written over. */
export const accountsIn = (
  changes: readonly { readonly table: string; readonly id: string; readonly before: object }[],
): string[] =>
  changes.flatMap(({ table, id, before }) =>
    table === 'employee' && ('bank_name' in before || 'bank_account' in before) ? [id] : [],
  );

/** The sheets with their headers and the refused rows alone, each at its place; null where none was refused. */
function refusedRows({ sheets, tables, plan }: Checked): readonly ReadSheet[] | null {
  const refused = new Set(
    plan.outcomes.flatMap(each => (each.result === 'tolak' ? [`${each.sheet}|${String(each.row)}`] : [])),
  );
  if (refused.size === 0) return null;
  return sheets.map(({ name, rows }, index) => {
    const table = tables.find(each => each.index === index);
    if (!table) return { name, rows: [] };
    const keep = (row: number): boolean => row <= table.headerRow || refused.has(`${table.sheet}|${String(row)}`);
    return { name, rows: rows.map((cells, at) => (keep(at + 1) ? cells : [])) };
  });
}

async function auditBatch(tx: Tx, id: string, action: string, by: ImportActor, at: Date, after: object): Promise<void> {
  await audit(tx, {
    at,
    actorId: by.actorId,
    action,
    objectType: 'import_batch',
    objectId: id,
    after,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  });
}

/** A file and what it is taken for. */
export interface GivenFile {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/**
 * Keeps a checked file as a batch that waits for its confirmation.
 * @returns the batch's id
 */
export async function keepChecked(
  tx: Tx,
  deps: Deps,
  file: GivenFile,
  checked: Checked,
  by: ImportActor,
): Promise<string> {
  const at = deps.clock.now();
  const id = newId(at);
  await keepBatch(tx, { id, ...file }, checked, { actorId: by.actorId, at });
  await auditBatch(tx, id, 'impor.unggah', by, at, { kind: file.kind, rows: checked.plan.outcomes.length });
  return id;
}

/** The command line's way: reads, compares and, unless it is a trial, writes at once. @throws Unreadable, ReadersBusy */
export async function importFile(
  deps: Deps,
  file: GivenFile & { readonly only?: SheetKey },
  by: ImportActor | 'dry run',
): Promise<ImportReport & { readonly missing: readonly Checked['tables'][number][] }> {
  const checked = await checkFile(deps, file.bytes, { ...file, self: by === 'dry run' ? null : by.actorId });
  const missing = checked.tables.filter(table => table.missing.length > 0);
  if (by === 'dry run' || missing.length > 0 || checked.report.accepted === 0) return { ...checked.report, missing };
  const report = await transaction(deps.pool, async tx => {
    const id = await keepChecked(tx, deps, file, checked, by);
    return applyHeld(tx, deps, { id, kind: file.kind, mapping: {}, createdBy: by.actorId }, { ...by, only: file.only });
  });
  return { ...report, missing };
}

const WAIT = `UPDATE import_batch SET job_id = $2, version = version + 1 WHERE id = $1`;
const DROP = `UPDATE import_batch SET state = 'dibatalkan', rows = NULL, version = version + 1 WHERE id = $1`;

const STALE = 'Impor ini sudah berubah sejak halamannya dibuka. Periksa lagi di bawah.';

/** The batch, held, still waiting and unchanged since its page was shown. @throws Conflict */
export async function holdWaiting(
  tx: Tx,
  id: string,
  kinds: readonly ImportKind[],
  version: number,
): Promise<Batch | undefined> {
  const batch = await holdBatch(tx, id, kinds);
  if (!batch) return undefined;
  if (batch.state !== 'diperiksa' || batch.jobId !== null || batch.version !== version) throw new Conflict(STALE);
  return batch;
}

/** What confirming led to: done, or a job that does it. */
export type Confirmed = { readonly report: ImportReport } | { readonly jobId: string };

/** Confirms a held batch: a small one is written at once, a large one by a job. @throws Conflict */
export async function confirmHeld(
  tx: Tx,
  deps: Deps,
  batch: Batch,
  by: ImportActor & { readonly actorId: string },
): Promise<Confirmed> {
  if (batch.report.accepted === 0) throw new Conflict('Tidak ada baris yang siap disimpan.');
  if (batch.report.accepted <= ROWS_WHILE_WAITING) return { report: await applyHeld(tx, deps, batch, by) };
  const jobId = await enqueue(tx, {
    kind: IMPORT_ROWS,
    payload: { batchId: batch.id },
    createdBy: by.actorId,
    payrollUnitId: null,
  });
  await tx.query(WAIT, [batch.id, jobId]);
  return { jobId };
}

/** Drops a batch that waits; its rows are forgotten. */
export async function dropHeld(tx: Tx, deps: Deps, batch: Batch, by: ImportActor): Promise<void> {
  await tx.query(DROP, [batch.id]);
  await auditBatch(tx, batch.id, 'impor.batal', by, deps.clock.now(), {});
}

const REMEMBER = `INSERT INTO import_mapping (kind, header_hash, columns, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kind, header_hash) DO UPDATE SET columns = excluded.columns, saved_by = excluded.saved_by, saved_at = excluded.saved_at`;
const REMAP = 'UPDATE import_batch SET mapping = $2, report = $3, version = version + 1 WHERE id = $1';

/** Takes a choice of columns for a held batch, checks its rows anew, and remembers the choice for files with these headers. */
export async function mapHeld(
  tx: Tx,
  deps: Deps,
  batch: Batch,
  mapping: Batch['mapping'],
  by: ImportActor,
): Promise<void> {
  const sheets = await sheetsOf(tx, batch.id);
  if (!sheets) throw new Conflict('Isi berkas ini sudah tidak disimpan. Unggah lagi.');
  const checked = await checkSheets(tx, deps, sheets, {
    kind: batch.kind,
    mapping,
    self: by.actorId,
    createdBy: batch.createdBy,
  });
  const at = deps.clock.now();
  for (const table of checked.tables) {
    const columns = mapping[String(table.index)];
    if (columns) await tx.query(REMEMBER, [table.sheet, table.headerHash, JSON.stringify(columns), by.actorId, at]);
  }
  await tx.query(REMAP, [batch.id, JSON.stringify(mapping), JSON.stringify(checked.report)]);
  await auditBatch(tx, batch.id, 'impor.kolom', by, at, mapping);
}
