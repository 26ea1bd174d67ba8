import { monthIn } from '../../platform/clock.ts';
import { audit } from '../../platform/audit.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { isUuid, newId, sha256 } from '../../platform/identity.ts';
import type { ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { readSpreadsheet } from '../../platform/spreadsheet/read.ts';
import { shownName, type BatchState } from '../imports/batch.ts';
import { withoutSecrets } from '../imports/header.ts';
import { decideProposals, type DecisionReport } from './decision-service.ts';
import { checkFacts, type CheckedFacts, type FactReport } from './import-check.ts';
import { writeProposals, type EnteredBy } from './proposal-service.ts';

/** Proposing tens of thousands of facts takes a while between two statements. */
const TAKE_TIME = "SELECT set_config('idle_in_transaction_session_timeout', '120000', true)";
/** Kept in the table of all imports; other pages of imports do not show this kind. */
const KEEP = `INSERT INTO import_batch (id, kind, file_name, sha256, size, mapping, report, rows, created_by, created_at)
  VALUES ($1, 'fakta', $2, $3, $4, '{}', $5, $6, $7, $8)`;
const APPLIED = `UPDATE import_batch SET state = 'diterapkan', report = $2, rows = $3, applied_at = $4, version = version + 1
  WHERE id = $1`;
const DROPPED = `UPDATE import_batch SET state = 'dibatalkan', rows = NULL, version = version + 1 WHERE id = $1`;

/** A file of facts. */
export interface FactFile {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** A file that was brought in, or waits for its sender to confirm. */
export interface FactBatch {
  readonly id: string;
  readonly fileName: string;
  readonly state: BatchState;
  readonly version: number;
  readonly report: FactReport;
  readonly createdBy: string;
  readonly creator: string;
  readonly createdAt: Date;
}

const COLUMNS = `b.id, b.file_name AS "fileName", b.state, b.version, b.report, b.created_by AS "createdBy", e.name AS creator,
  b.created_at AS "createdAt" FROM import_batch b JOIN employee e ON e.id = b.created_by WHERE b.kind = 'fakta'`;
/** `$1` the reader, `$2` whether the reader sees the files of others. */
const SEEN = 'AND (b.created_by = $1 OR $2)';
const ONE = `SELECT ${COLUMNS} ${SEEN} AND b.id = $3`;
const RECENT = `SELECT ${COLUMNS} ${SEEN} ORDER BY b.created_at DESC, b.id DESC LIMIT 20`;
const HOLD = "SELECT 1 FROM import_batch WHERE id = $1 AND kind = 'fakta' FOR UPDATE";
const ROWS = 'SELECT rows FROM import_batch WHERE id = $1';

/** Whose files a person sees: one's own, or (both offices) everybody's. */
export interface BatchReader {
  readonly employeeId: string;
  readonly all: boolean;
}

export async function factBatch(sql: Sql, id: string, reader: BatchReader): Promise<FactBatch | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query<FactBatch & Record<string, unknown>>(ONE, [reader.employeeId, reader.all, id]);
  return rows[0];
}

export async function recentFactBatches(sql: Sql, reader: BatchReader): Promise<FactBatch[]> {
  const { rows } = await sql.query<FactBatch & Record<string, unknown>>(RECENT, [reader.employeeId, reader.all]);
  return rows;
}

/** The sheets of a batch as read; after the confirmation only what was refused; null where nothing is kept. */
export async function factSheets(sql: Sql, id: string): Promise<readonly ReadSheet[] | null> {
  const { rows } = await sql.query<{ rows: readonly ReadSheet[] | null }>(ROWS, [id]);
  return rows[0]?.rows ?? null;
}

const readingOf = (deps: Deps, by: EnteredBy, fileName: string) => ({
  scope: by.scope,
  source: `Impor ${shownName(fileName)}`,
  running: monthIn(deps.regency.zone, deps.clock.now()),
});

/** Reads a file (in a child process) and compares it. @throws Unreadable in words, ReadersBusy */
export async function readFacts(
  deps: Deps,
  file: FactFile,
  by: EnteredBy,
): Promise<CheckedFacts & { readonly sheets: readonly ReadSheet[] }> {
  const sheets = withoutSecrets(await readSpreadsheet(file.bytes));
  return { sheets, ...(await checkFacts(deps.pool, sheets, readingOf(deps, by, file.fileName))) };
}

/** Keeps a checked file until its sender confirms or drops it. @returns the batch's id */
export async function keepFacts(
  tx: Tx,
  deps: Deps,
  file: FactFile,
  checked: { readonly sheets: readonly ReadSheet[]; readonly report: FactReport },
  by: EnteredBy,
): Promise<string> {
  const at = deps.clock.now();
  const id = newId(at);
  await tx.query(KEEP, [
    id,
    shownName(file.fileName),
    sha256(file.bytes),
    file.bytes.length,
    JSON.stringify(checked.report),
    JSON.stringify(checked.sheets),
    by.employeeId,
    at,
  ]);
  await trail(tx, by, at, id, 'impor.unggah', { kind: 'fakta', rows: checked.report.accepted });
  return id;
}

const trail = (tx: Tx, by: EnteredBy, at: Date, id: string, action: string, after: object): Promise<void> =>
  audit(tx, {
    at,
    actorId: by.employeeId,
    action,
    objectType: 'import_batch',
    objectId: id,
    after,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  });

const STALE = 'Impor ini sudah berubah sejak halamannya dibuka. Periksa lagi di bawah.';

/** The sender's own batch, held, still to be confirmed. @throws Conflict */
async function holdOwn(tx: Tx, by: EnteredBy, id: string, version: number): Promise<FactBatch> {
  await tx.query(HOLD, [id]);
  const batch = await factBatch(tx, id, { employeeId: by.employeeId, all: false });
  if (batch?.state !== 'diperiksa' || batch.version !== version) throw new Conflict(STALE);
  return batch;
}

/**
 * Turns a kept file into proposals: compared anew, so that what happened since the upload counts.
 * @throws Conflict where it changed meanwhile, or nothing is ready
 */
export async function confirmFacts(deps: Deps, by: EnteredBy, id: string, version: number): Promise<FactReport> {
  return transaction(deps.pool, async tx => apply(tx, deps, by, await holdOwn(tx, by, id, version)));
}

async function apply(
  tx: Tx,
  deps: Deps,
  by: EnteredBy,
  batch: Pick<FactBatch, 'id' | 'fileName'>,
): Promise<FactReport> {
  await tx.query(TAKE_TIME);
  const sheets = await factSheets(tx, batch.id);
  if (!sheets) throw new Conflict('Isi berkas ini sudah tidak disimpan. Unggah lagi.');
  const { table, proposals, report } = await checkFacts(tx, sheets, readingOf(deps, by, batch.fileName));
  if (report.accepted === 0) throw new Conflict('Tidak ada baris yang siap disimpan.');
  const at = deps.clock.now();
  await writeProposals(tx, by, at, proposals, batch.id);
  const refused = new Set(report.rejected.map(({ row }) => row));
  const rest = sheets.map(({ name, rows }, index) => ({
    name,
    rows:
      index === table.index
        ? rows.map((cells, row) => (row + 1 <= table.headerRow || refused.has(row + 1) ? cells : []))
        : [],
  }));
  await tx.query(APPLIED, [batch.id, JSON.stringify(report), refused.size > 0 ? JSON.stringify(rest) : null, at]);
  const { accepted, unchanged, facts } = report;
  await trail(tx, by, at, batch.id, 'impor.simpan', { accepted, unchanged, facts, rejected: refused.size });
  return report;
}

/** Drops a kept file; its rows are forgotten. @throws Conflict */
export async function dropFacts(deps: Deps, by: EnteredBy, id: string, version: number): Promise<void> {
  await transaction(deps.pool, async tx => {
    await holdOwn(tx, by, id, version);
    await tx.query(DROPPED, [id]);
    await trail(tx, by, deps.clock.now(), id, 'impor.batal', {});
  });
}

/** What the command line's way led to. */
export interface ImportedFacts {
  readonly report: FactReport;
  /** What the second person did; null where nobody was named, or nothing was new. */
  readonly decision: DecisionReport | null;
}

/**
 * The command line's way: reads, compares and, unless it is a trial, proposes at once; a second person who is named approves.
 * @throws Unreadable, ReadersBusy, Conflict
 */
export async function importFacts(
  deps: Deps,
  file: FactFile,
  by: EnteredBy | 'dry run',
  approverId: string | null,
): Promise<ImportedFacts> {
  const reader = by === 'dry run' ? { employeeId: '', scope: null } : by;
  const checked = await readFacts(deps, file, reader);
  if (by === 'dry run' || checked.report.accepted === 0) return { report: checked.report, decision: null };
  const { id, report } = await transaction(deps.pool, async tx => {
    const batchId = await keepFacts(tx, deps, file, checked, by);
    return { id: batchId, report: await apply(tx, deps, by, { id: batchId, fileName: file.fileName }) };
  });
  if (approverId === null) return { report, decision: null };
  const act = { proposals: [], batches: [id], decision: 'setujui', reason: null } as const;
  return { report, decision: await decideProposals(deps, { employeeId: approverId }, act) };
}
