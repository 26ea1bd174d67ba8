import { toDecimalText } from '../../domain/ratio.ts';
import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { countsForDay, dayPoints } from '../../domain/activity/day-points.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { newId } from '../../platform/identity.ts';
import { NotFound } from '../../platform/errors.ts';
import { requestHash, type Use } from '../../platform/idempotency.ts';
import { stillAssists } from '../assistance/queries.ts';
import { attach, detach, MAX_EVIDENCE, type StoredFile } from '../evidence/service.ts';
import { linkEntry } from '../orders/entry-link.ts';
import { pointsDue } from '../policies/must-log.ts';
import type { InForceDaily } from '../policies/queries.ts';
import { zoneOf, type DayFrame } from './day-frame.ts';
import type { ChangedEntryInput, EntryInput, NewEntryInput } from './entry-form.ts';
import { factsFor, type Facts } from './judgement.ts';
import { completeNote } from './note-queries.ts';
import { edgeOf, edgeStatus, ownEntryAsShown, ownerStep, question, writerOf, type By } from './owner-step.ts';
import type { FullEntry } from './queries.ts';
import { conflict, dateRefusalText, malformed } from './refusal.ts';
import { judge } from './rules.ts';
import { applyTransition, createEntry, type EntryFields, type NewEntry } from './transition.ts';
import { lastSendDayOf } from './window.ts';

/** A submission carried out. Kept under its key: the same key gives the same answer. */
export interface Done {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly status: EntryStatus;
  /** Who gets it next, by name; null for a draft and where nobody holds such a chair. */
  readonly recipient: string | null;
  /** What counts of the day now, and what is expected of it. */
  readonly counted: number;
  readonly target: number;
}

/** Where and when something is written, and under which rules of the work date. */
export interface Writing {
  readonly tx: Tx;
  readonly deps: Deps;
  readonly by: By;
  /** Domain time. */
  readonly now: Date;
  readonly daily: InForceDaily | undefined;
}

/**
 * Judges and writes a new entry under its key, and keeps what it returns there; the order it carries out and the quick note
 * it completes are done with it. Where nothing else is written with it, it is one statement, else a transaction.
 * @param facts in which the key was still free
 * @throws EntryRefused 422 or 409; KeyTaken where another submission under the key was committed since
 */
export async function writeNew(
  { deps, by, now, daily }: Omit<Writing, 'tx'>,
  { use, facts }: { readonly use: Use; readonly facts: Facts },
  input: Omit<NewEntryInput, 'key'>,
  files: readonly StoredFile[],
): Promise<Done> {
  const judged = judge({ input, facts, daily, now, regencyZone: deps.regency.zone, judgeWindow: true });
  const id = newId(now);
  const status = input.send ? 'dikirim' : 'draf';
  const done = doneOf({ ...judged, id, status }, facts, daily);
  const { employeeId, requestId } = by;
  const entry: NewEntry = { ...judged, id, employeeId, status, preparedBy: by.helperId ?? null };
  const create = (sql: Sql): Promise<void> => createEntry(sql, entry, { at: now, requestId }, { use, result: done });
  if (isAllThereIs(by, input, files)) {
    await create(deps.pool);
    return done;
  }
  return transaction(deps.pool, async tx => {
    await refuseStrangers({ tx, deps, by, now });
    await attach(tx, { activityId: id, actorId: writerOf(by), at: now }, files);
    await create(tx);
    if (input.orderId !== null) await carryOutOrder(tx, by, input.orderId, id, now);
    if (input.noteId !== null) await completeNote(tx, employeeId, input.noteId, id, now);
    return done;
  });
}

/** Nothing is written or asked beside the entry itself. */
const isAllThereIs = (
  by: By,
  input: Pick<NewEntryInput, 'orderId' | 'noteId'>,
  files: readonly StoredFile[],
): boolean => by.helperId === undefined && input.orderId === null && input.noteId === null && files.length === 0;

/**
 * Judges and writes a changed entry in the caller's transaction, and sends it when asked.
 * @throws NotFound for anybody else's entry, ChangedMeanwhile for a stale version, EntryRefused 422 or 409
 */
export async function writeChange(
  { tx, deps, by, now, daily }: Writing,
  id: string,
  input: ChangedEntryInput,
  files: readonly StoredFile[],
): Promise<Done> {
  await refuseStrangers({ tx, deps, by, now });
  const entry = await ownEntryAsShown(tx, by, id, input.version);
  const facts = await factsFor(tx, question(by, input, entry, input.send ? dayIn(deps.regency.zone, now) : null));
  const edge = edgeOf(by, input.send ? 'kirim' : 'ubah', entry, facts);
  const sameDate = input.workDate === entry.workDate;
  const judged = judge({
    input,
    facts,
    daily,
    now,
    regencyZone: deps.regency.zone,
    judgeWindow: !sameDate || (input.send && entry.status === 'draf'),
  });
  if (input.send && sameDate) refuseLateCorrection(deps, entry, facts.frame, daily, now);
  await changeEvidence(tx, by, entry, input.removedEvidence, files, now);
  await applyTransition(tx, {
    ...ownerStep(by, now),
    entry,
    edge,
    set: { ...judged, ...(input.send ? sentFields(now) : {}) },
  });
  return doneOf({ ...judged, id, status: edgeStatus(edge) }, facts, daily);
}

/** @throws EntryRefused 409 for an order that is not the owner's, is closed, or has its entry already */
async function carryOutOrder(tx: Tx, by: By, orderId: string, activityId: string, at: Date): Promise<void> {
  const { employeeId, requestId } = by;
  const linked = by.helperId === undefined && (await linkEntry(tx, orderId, { employeeId, activityId, at, requestId }));
  if (!linked) throw conflict('', ORDER_CLOSED);
}

const ORDER_CLOSED =
  'Perintah ini sudah ditutup atau sudah punya kegiatan. Kirim lagi untuk mencatat kegiatan tanpa perintah';

/** A helper writes only while the owner's word holds. @throws NotFound */
export async function refuseStrangers({ tx, deps, by, now }: Omit<Writing, 'daily'>): Promise<void> {
  if (by.helperId === undefined) return;
  if (!(await stillAssists(tx, by.employeeId, by.helperId, dayIn(deps.regency.zone, now)))) throw new NotFound('owner');
}

function doneOf(
  entry: Pick<EntryFields, 'workDate' | 'points'> & { readonly id: string; readonly status: EntryStatus },
  { frame, neighbours, recipient }: Facts,
  daily: InForceDaily | undefined,
): Done {
  const worked = daily && frame.seat && frame.dayOffName === undefined;
  const { id, workDate, status } = entry;
  return {
    id,
    workDate,
    status,
    recipient: countsForDay(status) ? recipient : null,
    counted: dayPoints([...neighbours, entry], daily?.dailyCap ?? Number.MAX_SAFE_INTEGER).counted,
    target: worked ? pointsDue(daily, frame.seat) : 0,
  };
}

/** A corrected entry starts again at `dikirim`: nobody has verified what it says now (rulings.md 15). */
const sentFields = (at: Date): Partial<EntryFields> => ({
  sentAt: at,
  verifiedBy: null,
  verifiedChairId: null,
  validatorChairId: null,
  validatedBy: null,
});

function refuseLateCorrection(
  deps: Deps,
  entry: FullEntry,
  frame: DayFrame,
  daily: InForceDaily | undefined,
  now: Date,
): void {
  if (entry.status !== 'dikembalikan' || !entry.returned || !daily) return;
  const zone = zoneOf(frame.seat, deps.regency.zone);
  const window = { workDate: entry.workDate, returnedAt: entry.returned.at, openUntil: frame.openUntil };
  const last = lastSendDayOf(window, zone, daily);
  if (dayIn(zone, now) > last)
    throw conflict('tanggal', dateRefusalText({ rule: 'too-late', lastDay: last }, entry.workDate));
}

async function changeEvidence(
  tx: Tx,
  by: By,
  entry: FullEntry,
  removed: readonly string[],
  added: readonly StoredFile[],
  at: Date,
): Promise<void> {
  const kept = entry.evidence.filter(file => !removed.includes(file.id));
  if (kept.length + added.length > MAX_EVIDENCE)
    throw malformed('bukti', `Bukti dukung paling banyak ${String(MAX_EVIDENCE)} berkas. Hapus satu dulu`);
  await detach(tx, entry.id, removed, at);
  await attach(tx, { activityId: entry.id, actorId: writerOf(by), at }, added);
}

/** What a key stands for: the whole content of the form, files included, and for whom it is. */
export const contentHash = (
  by: By,
  input: EntryInput & { readonly noteId: string | null; readonly orderId: string | null },
  files: readonly StoredFile[],
): string =>
  requestHash('kegiatan-harian', {
    ...input,
    key: undefined,
    orderId: input.orderId ?? undefined,
    owner: by.employeeId,
    volume: input.volume && toDecimalText(input.volume),
    files: files.map(file => file.sha256),
  });
