import { lastCorrectionDay } from '../../domain/activity/correction.ts';
import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { toDecimalText } from '../../domain/ratio.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { attach, detach, MAX_EVIDENCE, storeAll, type AcceptedFile, type StoredFile } from '../evidence/service.ts';
import { regulationOn, type InForceDaily } from '../policies/queries.ts';
import { zoneOf, type DayFrame } from './day-frame.ts';
import { missingIn, type ChangedEntryInput, type NewEntryInput } from './entry-form.ts';
import { factsFor, type Facts } from './judgement.ts';
import { entryOf, type FullEntry } from './queries.ts';
import { edgeOf, edgeStatus, inputOf, ownEntryAsShown, ownerStep, question, refusing, type By } from './owner-step.ts';
import { conflict, dateRefusalText, EntryRefused, malformed } from './refusal.ts';
import { judge } from './rules.ts';
import { applyTransition, createEntry, type EntryFields } from './transition.ts';

/** A submission carried out. */
export interface Done {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly positionId: string;
  readonly status: EntryStatus;
  /** Points expected of the day, and what of it counts at most: for the message that follows. */
  readonly target: number;
  readonly cap: number;
}

/**
 * Writes a new entry, at most once per person and key: the same key with the same content gives the first result.
 * @throws EntryRefused 422 or 409; neither uses up the key
 */
export async function submitNew(
  deps: Deps,
  by: By,
  input: NewEntryInput,
  files: readonly AcceptedFile[],
): Promise<Done> {
  const daily = await dailyOn(deps, input.workDate);
  const stored = await storeAll(deps.uploads, files);
  const now = deps.clock.now();
  return refusing(deps, by.employeeId, input, undefined, () =>
    transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: input.key, hash: contentHash(input, stored) };
      const { result } = await once(tx, use, async (): Promise<Done> => {
        const facts = await factsFor(tx, question(by, input, null));
        const judged = judge({ input, facts, daily, now, regencyZone: deps.regency.zone, judgeWindow: true });
        const id = newId(now);
        const status = input.send ? 'dikirim' : 'draf';
        await attach(tx, { activityId: id, actorId: by.employeeId, at: now }, stored);
        await createEntry(
          tx,
          { ...judged, id, employeeId: by.employeeId, status, preparedBy: null },
          { at: now, requestId: by.requestId },
        );
        return { id, status, ...dayOf(judged, facts, daily) };
      });
      return result;
    }),
  );
}

/**
 * Changes a draft or a returned entry, and sends it when asked. A corrected entry starts again at `dikirim`: nobody has
 * verified what it says now (rulings.md 15).
 * @throws NotFound for anybody else's entry; EntryRefused 422 or 409
 */
export async function change(
  deps: Deps,
  by: By,
  id: string,
  input: ChangedEntryInput,
  files: readonly AcceptedFile[],
): Promise<Done> {
  const daily = await dailyOn(deps, input.workDate);
  const stored = await storeAll(deps.uploads, files);
  const now = deps.clock.now();
  return refusing(deps, by.employeeId, input, id, () =>
    transaction(deps.pool, async tx => {
      const entry = await ownEntryAsShown(tx, by, id, input.version);
      const facts = await factsFor(tx, question(by, input, id));
      const edge = edgeOf(input.send ? 'kirim' : 'ubah', entry, facts);
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
      await changeEvidence(tx, by, entry, input.removedEvidence, stored, now);
      await applyTransition(tx, {
        ...ownerStep(by, now),
        entry,
        edge,
        set: { ...judged, ...(input.send ? sentFields(now) : {}) },
      });
      return { id, status: edgeStatus(edge), ...dayOf(judged, facts, daily) };
    }),
  );
}

/**
 * Sends a draft or a returned entry as it stands.
 * @throws NotFound; EntryRefused 422 for an incomplete draft, 409 for what a rule or state refuses
 */
export async function send(deps: Deps, by: By, id: string, version: number): Promise<Done> {
  const stored = await ownEntryFor(deps, by, id);
  if (stored.status === 'draf') {
    const missing = missingIn(stored);
    if (missing.length > 0) throw new EntryRefused(422, missing);
  }
  return change(deps, by, id, { ...inputOf(stored), version, removedEvidence: [] }, []);
}

async function ownEntryFor(deps: Deps, by: By, id: string): Promise<FullEntry> {
  const entry = await entryOf(deps.pool, by.employeeId, id);
  if (!entry) throw new NotFound('entry');
  return entry;
}

function dayOf(
  entry: Pick<EntryFields, 'workDate' | 'positionId'>,
  { frame }: Facts,
  daily: InForceDaily | undefined,
): Omit<Done, 'id' | 'status'> {
  const worked = daily && frame.seat && frame.dayOffName === undefined;
  return {
    workDate: entry.workDate,
    positionId: entry.positionId,
    target: worked ? daily.dailyTarget(frame.seat.workPattern) : 0,
    cap: daily?.dailyCap ?? Number.MAX_SAFE_INTEGER,
  };
}

const sentFields = (at: Date): Partial<EntryFields> => ({
  sentAt: at,
  verifiedBy: null,
  verifiedChairId: null,
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
  const last = lastCorrectionDay(entry.workDate, dayIn(zone, entry.returned.at), daily);
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
  await attach(tx, { activityId: entry.id, actorId: by.employeeId, at }, added);
}

const contentHash = (input: NewEntryInput, files: readonly StoredFile[]): string =>
  requestHash('kegiatan-harian', {
    ...input,
    key: undefined,
    volume: input.volume && toDecimalText(input.volume),
    files: files.map(file => file.sha256),
  });

/** The rules of the work date; of today for a date before all regulations, which is then refused as too late. */
async function dailyOn(deps: Deps, day: LocalDate): Promise<InForceDaily | undefined> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  return ((await regulationOn(deps.pool, day)) ?? (await regulationOn(deps.pool, today)))?.daily;
}
