import { audit } from '../../platform/audit.ts';
import { whileOpen } from '../../platform/database/open-month.ts';
import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { newId, sha256 } from '../../platform/identity.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import { readStored, storeFile } from '../evidence/store.ts';
import { deriveDays } from '../attendance/derive.ts';
import { shownName } from '../imports/batch.ts';
import { type Batch, holdBatch, type Profile, rememberedProfile, savedTwin } from './batch.ts';
import { type Look, type LookFrame, lookThrough } from './look.ts';
import type { NamedUnit } from './machine-queries.ts';
import { headerOf, openFile, type RawFile, type Understood, understandFile } from './raw-file.ts';
import { type Progress, reachOf, type Reach, spanOf, writePlan } from './writer.ts';

/** Who brings a file in, and for whose people they may. */
export interface Importer {
  readonly actorId: string | null;
  readonly scope: readonly string[] | null;
  readonly requestId?: string | undefined;
}

/** A file as it came, for a unit. */
export interface GivenFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly unit: NamedUnit;
}

const STALE = 'Berkas ini sudah berubah sejak halamannya dibuka. Periksa lagi di bawah.';
const LOST = 'Berkas ini tidak ada lagi di penyimpanan. Unggah lagi.';

/** 'Berkas ini sudah disimpan pada … sebagai …' */
export const twinInWords = (twin: Batch): string =>
  `Berkas yang sama sudah disimpan (${twin.fileName}). Urungkan impor itu dulu bila hendak mengulang`;

/** A file opened and looked through with what is remembered for its header. @throws Unreadable, ReadersBusy */
export interface Examined {
  readonly raw: RawFile;
  readonly profile: Profile;
  readonly look: Look;
}

/** Opens a file and looks through it; nothing is written. @throws Unreadable, ReadersBusy */
export async function examine(
  deps: Deps,
  { fileName, bytes, unit }: GivenFile,
  by: Importer,
  chosen: Profile = {},
): Promise<Examined> {
  const raw = await openFile(bytes);
  const profile = await profileFor(deps, raw, { fileName, unit }, chosen);
  const read = await understandFile(raw, profile);
  const compare = (tx: Tx): Promise<Look> => lookThrough(tx, deps, raw, frameOf({ fileName, unit }, by, profile), read);
  return { raw, profile, look: await transaction(deps.pool, compare, { statementMs: LOOK_MS }) };
}

/** How long one statement may take that compares a quarter of a million punches while somebody waits, in milliseconds. */
const LOOK_MS = 20_000;

/** What was chosen for the file, and for the last one with the same header where nothing was. */
async function profileFor(
  deps: Deps,
  raw: RawFile,
  { fileName, unit }: Pick<GivenFile, 'fileName' | 'unit'>,
  chosen: Profile,
): Promise<Profile> {
  const headerHash = headerOf(raw, fileName);
  return { ...(await rememberedProfile(deps.pool, unit.id, headerHash)), ...chosen, headerHash };
}

const frameOf = (
  { fileName, unit }: Pick<GivenFile, 'fileName' | 'unit'>,
  by: Importer,
  profile: Profile,
): LookFrame => ({ unitId: unit.id, unitCode: unit.code, scope: by.scope, fileName, profile });

const CREATE = `INSERT INTO attendance_batch (id, kind, file_name, sha256, size, payroll_unit_id, profile, report, rows, state,
    uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pratinjau', $10, $11)`;

/**
 * Keeps a file that was looked through until it is saved or dropped. Its bytes lie with the evidence files already.
 * @returns the batch's id
 */
export async function keepFile(
  tx: Tx,
  deps: Deps,
  file: GivenFile & Pick<Examined, 'profile' | 'look'>,
  by: Importer,
): Promise<string> {
  const at = deps.clock.now();
  const id = newId(at);
  const name = shownName(file.fileName);
  await tx.query(CREATE, [
    id,
    file.look.kind,
    name,
    sha256(file.bytes),
    file.bytes.length,
    file.unit.id,
    JSON.stringify(file.profile),
    JSON.stringify(file.look.report),
    file.look.rows,
    by.actorId,
    at,
  ]);
  await note(tx, deps, id, 'presensi.unggah', by, { kind: file.look.kind, name });
  return id;
}

/** Puts the bytes where evidence lies; before the transaction that names them. */
export const keepBytes = (deps: Pick<Deps, 'uploads'>, bytes: Buffer): Promise<string> =>
  storeFile(deps.uploads, bytes);

/** Opens the file of a batch again. @throws Conflict where it is gone */
export async function openKept(deps: Pick<Deps, 'uploads'>, batch: Pick<Batch, 'sha256'>): Promise<RawFile> {
  const bytes = await readStored(deps.uploads, batch.sha256);
  if (!bytes) throw new Conflict(LOST);
  return openFile(bytes);
}

const look = (
  tx: Tx,
  deps: Deps,
  raw: RawFile,
  batch: Batch,
  scope: Importer['scope'],
  profile: Profile,
  read?: Understood,
): Promise<Look> =>
  lookThrough(tx, deps, raw, { ...batch, scope, profile }, read).catch((error: unknown) => {
    throw error instanceof Unreadable ? new Conflict(`${error.message}.`) : error;
  });

const REMEMBER = `UPDATE attendance_batch SET profile = $2, report = $3, kind = $4, version = version + 1 WHERE id = $1`;

/** Takes a choice (machine, order of dates, month, columns) for a file that waits, and looks through it again. @throws Conflict */
export async function chooseFor(
  tx: Tx,
  deps: Deps,
  raw: RawFile,
  asked: { readonly id: string; readonly version: number; readonly profile: Profile },
  by: Importer,
): Promise<Batch | undefined> {
  const batch = await holdWaiting(tx, asked, by);
  if (!batch) return undefined;
  const profile = { ...asked.profile, headerHash: batch.profile.headerHash ?? '' };
  const { report, kind } = await look(tx, deps, raw, batch, by.scope, profile);
  await tx.query(REMEMBER, [batch.id, JSON.stringify(profile), JSON.stringify(report), kind]);
  await note(tx, deps, batch.id, 'presensi.atur', by, profile);
  return batch;
}

/** The batch, held, still waiting and unchanged since its page was shown. @throws Conflict */
export async function holdWaiting(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  by: Importer,
): Promise<Batch | undefined> {
  const batch = await holdBatch(tx, id, by.scope);
  if (batch && (batch.state !== 'pratinjau' || batch.version !== version)) throw new Conflict(STALE);
  return batch;
}

// One file at a time: two that hold the same punches do not both find them new.
const TURN = `SELECT pg_advisory_xact_lock(hashtextextended('takar.attendance-files', 0))`;
const SAVED = `UPDATE attendance_batch SET state = 'disimpan', report = $2, machine_id = $3, first_day = $4, last_day = $5,
  accepted = $6, unmatched = $7, saved_at = $8, kind = $9, version = version + 1 WHERE id = $1`;

/**
 * Saves a file that waits: compares it anew, writes what is new, and judges the days it is about again.
 * @param onStep is told how many rows are written
 * @param read the file as it was understood before the transaction, by the profile of the version asked for
 * @throws Conflict where something is still to be chosen, the file is saved already, or a month was closed meanwhile
 */
export async function saveHeld(
  tx: Tx,
  deps: Deps,
  raw: RawFile,
  asked: { readonly id: string; readonly version: number },
  by: Importer,
  onStep?: Progress,
  read?: Understood,
): Promise<Batch['report'] | undefined> {
  const batch = await holdWaiting(tx, asked, by);
  if (!batch) return undefined;
  await tx.query(TURN);
  const twin = await savedTwin(tx, batch.sha256, by.scope === null ? null : [batch.unitId]);
  if (twin) throw new Conflict(`${twinInWords(twin)}.`);
  return saveLooked(tx, deps, batch, await look(tx, deps, raw, batch, by.scope, batch.profile, read), by, onStep);
}

/**
 * Comparing a quarter of a million rows takes longer between two statements than a page's transaction may idle: jobs and the
 * command line ask for as much patience there as their statements have.
 */
export const WAIT_LONGER = `SET LOCAL idle_in_transaction_session_timeout = ${String(LONG_STATEMENT_MS)}`;

/** Writes what a look has found new, and judges the days it is about again; the look was taken in the turn that still holds. */
async function saveLooked(
  tx: Tx,
  deps: Deps,
  batch: Pick<Batch, 'id' | 'unitId'>,
  { plan, report, machine, realm, kind }: Look,
  by: Importer,
  onStep?: Progress,
): Promise<Batch['report']> {
  if (report.open[0]) throw new Conflict(`${report.open[0].message}.`);
  if (report.accepted === 0) throw new Conflict('Tidak ada baris yang siap disimpan.');
  const at = deps.clock.now();
  const writing = { batchId: batch.id, kind, machineId: machine?.id ?? null, realm, actorId: by.actorId, at };
  await whileOpen(CLOSED, () => writePlan(tx, plan, writing, onStep));
  const span = spanOf(plan);
  await tx.query(SAVED, [
    batch.id,
    JSON.stringify(report),
    writing.machineId,
    span?.from ?? null,
    span?.until ?? null,
    report.accepted,
    report.unmatched,
    at,
    kind,
  ]);
  await note(tx, deps, batch.id, 'presensi.simpan', by, counts(report));
  await deriveReach(tx, deps, reachOf(plan), batch.unitId);
  return report;
}

const counts = ({ accepted, unchanged, outOfPeriod, unmatched, rejectedCount }: Batch['report']): object => ({
  accepted,
  unchanged,
  outOfPeriod,
  unmatched,
  rejected: rejectedCount,
});

/**
 * Judges the days anew that a change of punches, records or PINs is about. A file also says for its whole unit which days
 * were watched: whoever is in none of its rows was absent on them.
 */
export async function deriveReach(tx: Tx, deps: Deps, reach: Reach | null, unitId?: string): Promise<void> {
  if (!reach) return;
  if (unitId !== undefined) await deriveDays(tx, deps, { payrollUnitId: unitId, from: reach.from, until: reach.until });
  if (reach.employeeIds.length > 0) await deriveDays(tx, deps, reach);
}

const CLOSED = 'Bulan ini baru saja ditutup. Berkasnya tidak bisa disimpan atau diurungkan lagi.';

const DROP = `UPDATE attendance_batch SET state = 'dibatalkan', undone_by = $2, undone_at = $3, version = version + 1 WHERE id = $1`;

/** Drops a file that waits. @throws Conflict */
export async function dropHeld(
  tx: Tx,
  deps: Deps,
  asked: { readonly id: string; readonly version: number },
  by: Importer,
): Promise<Batch | undefined> {
  const batch = await holdWaiting(tx, asked, by);
  if (!batch) return undefined;
  await tx.query(DROP, [batch.id, by.actorId, deps.clock.now()]);
  await note(tx, deps, batch.id, 'presensi.batal', by, {});
  return batch;
}

const REACHED = `SELECT array_agg(DISTINCT employee_id) AS ids FROM (
    SELECT p.employee_id FROM attendance_punch x JOIN attendance_pin p ON p.pin_realm = x.pin_realm AND p.pin = x.pin
    WHERE x.batch_id = $1
    UNION SELECT employee_id FROM attendance_record WHERE batch_id = $1) reached`;
const CLOSED_MONTHS = `SELECT 1 FROM attendance_record r JOIN payroll_period pp ON pp.kind = 'TPP' AND NOT pp.open
    AND pp.payroll_unit_id = r.payroll_unit_id AND pp.month = date_trunc('month', r.day::timestamp)::date WHERE r.batch_id = $1
  UNION ALL SELECT 1 FROM attendance_day d JOIN payroll_period pp ON pp.kind = 'TPP' AND NOT pp.open
    AND pp.payroll_unit_id = d.payroll_unit_id AND pp.month = date_trunc('month', d.day::timestamp)::date
  WHERE d.employee_id = ANY ($2) AND d.day BETWEEN $3 AND $4 LIMIT 1`;

/**
 * Takes a saved file back as a whole, until a month it is about is closed. Its punches stay, and count no more.
 * @throws Conflict
 */
export async function undoHeld(
  tx: Tx,
  deps: Deps,
  asked: { readonly id: string; readonly version: number },
  by: Importer,
): Promise<Batch | undefined> {
  const batch = await holdBatch(tx, asked.id, by.scope);
  if (!batch) return undefined;
  if (batch.state !== 'disimpan' || batch.version !== asked.version) throw new Conflict(STALE);
  await tx.query(TURN);
  const { rows } = await tx.query<{ ids: string[] | null }>(REACHED, [batch.id]);
  const employeeIds = rows[0]?.ids ?? [];
  const closed = await tx.query(CLOSED_MONTHS, [batch.id, employeeIds, batch.firstDay, batch.lastDay]);
  if (closed.rows.length > 0)
    throw new Conflict('Bulan berkas ini sudah ditutup. Impornya tidak bisa diurungkan lagi.');
  await whileOpen(CLOSED, () => tx.query(DROP, [batch.id, by.actorId, deps.clock.now()]));
  await note(tx, deps, batch.id, 'presensi.urungkan', by, {});
  if (batch.firstDay && batch.lastDay)
    await deriveReach(tx, deps, { employeeIds, from: batch.firstDay, until: batch.lastDay }, batch.unitId);
  return batch;
}

async function note(tx: Tx, deps: Deps, id: string, action: string, by: Importer, after: object): Promise<void> {
  await audit(tx, {
    at: deps.clock.now(),
    actorId: by.actorId,
    action,
    objectType: 'attendance_batch',
    objectId: id,
    after,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  });
}

/** What the command line tells: the report with every refused row. */
export type ImportedFile = Batch['report'] & { readonly rejected: Look['plan']['rejected'] };

/**
 * The command line's way: looks through and, unless it is a trial, saves at once. One look is enough: it is taken in the
 * turn that saves.
 * @throws Unreadable, ReadersBusy, Conflict
 */
export async function importFile(
  deps: Deps,
  file: GivenFile,
  by: Importer,
  { chosen, dryRun }: { readonly chosen: Profile; readonly dryRun: boolean },
): Promise<ImportedFile> {
  const units = by.scope === null ? null : [file.unit.id];
  const twin = await savedTwin(deps.pool, sha256(file.bytes), units);
  if (dryRun || twin) {
    const { look: seen } = await examine(deps, file, by, chosen);
    const whole = { ...seen.report, rejected: seen.plan.rejected };
    return twin ? { ...whole, accepted: 0, unchanged: whole.accepted + whole.unchanged, open: [] } : whole;
  }
  const raw = await openFile(file.bytes);
  const profile = await profileFor(deps, raw, file, chosen);
  const read = await understandFile(raw, profile);
  const work = (tx: Tx): Promise<ImportedFile> => importRead(tx, deps, { ...file, raw, profile, read }, by);
  return transaction(deps.pool, work, { statementMs: LONG_STATEMENT_MS });
}

async function importRead(
  tx: Tx,
  deps: Deps,
  file: GivenFile & { readonly raw: RawFile; readonly profile: Profile; readonly read: Understood },
  by: Importer,
): Promise<ImportedFile> {
  await tx.query(WAIT_LONGER);
  await tx.query(TURN);
  const twin = await savedTwin(tx, sha256(file.bytes), by.scope === null ? null : [file.unit.id]);
  if (twin) throw new Conflict(`${twinInWords(twin)}.`);
  const seen = await lookThrough(tx, deps, file.raw, frameOf(file, by, file.profile), file.read);
  const { report, plan } = seen;
  const whole = { ...report, rejected: plan.rejected };
  if (report.open.length > 0 || report.accepted === 0) return whole;
  await keepBytes(deps, file.bytes);
  const id = await keepFile(tx, deps, { ...file, look: seen }, by);
  await saveLooked(tx, deps, { id, unitId: file.unit.id }, seen, by);
  return whole;
}
