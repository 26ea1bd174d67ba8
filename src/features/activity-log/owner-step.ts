import { decide, type Edge, type EntryAction, type EntryStatus, type Part } from '../../domain/activity/lifecycle.ts';
import { overlapping } from '../../domain/activity/day-points.ts';
import { parseVolume } from '../../domain/activity/points.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { DAY_FULL, EXCLUSION, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { EntryInput } from './entry-form.ts';
import { factsFor, type Facts, type FactsQuestion } from './judgement.ts';
import { entryOf, type FullEntry } from './queries.ts';
import { conflict, EntryRefused, malformed, overlapText, wrongStatusText } from './refusal.ts';
import { closedText, volumeProblems } from './rules.ts';
import { ChangedMeanwhile, PeriodClosed, type Doing } from './transition.ts';

/** Whose entry it is, and who writes it. */
export interface By {
  /** The owner. */
  readonly employeeId: string;
  /** The named helper who writes drafts for the owner; absent where the owner writes. */
  readonly helperId?: string | undefined;
  readonly requestId: string;
}

/** The person at the keyboard. */
export const writerOf = (by: By): string => by.helperId ?? by.employeeId;

/**
 * The owner's entry of this id. A helper sees what that helper prepared, while it is still a draft.
 * @throws NotFound for anything else
 */
export async function entryFor(sql: Sql, by: Pick<By, 'employeeId' | 'helperId'>, id: string): Promise<FullEntry> {
  const entry = await entryOf(sql, by.employeeId, id);
  if (!entry) throw new NotFound('entry');
  const hidden = by.helperId !== undefined && (entry.preparedById !== by.helperId || entry.status !== 'draf');
  if (hidden) throw new NotFound('entry');
  return entry;
}

/** The entry, inside the writing transaction, as the page showed it. @throws NotFound, ChangedMeanwhile */
export async function ownEntryAsShown(tx: Tx, by: By, id: string, version: number): Promise<FullEntry> {
  const entry = await entryFor(tx, by, id);
  if (entry.version !== version) throw new ChangedMeanwhile();
  return entry;
}

const DONE_WORDS: Readonly<Partial<Record<EntryAction, string>>> = {
  ubah: 'diubah',
  kirim: 'dikirim',
  tarik: 'ditarik',
  hapus: 'dihapus',
};

/** The edge of an owner's or a helper's step. @throws EntryRefused 409 in a wrong state or a closed period */
export function edgeOf(by: By, action: EntryAction, entry: FullEntry, facts: Facts): Edge {
  const decision = decide(action, {
    status: entry.status,
    parts: [partOf(by)],
    actorIsOwner: by.helperId === undefined,
    actorVerified: false,
    oneStep: facts.frame.seat?.oneStep ?? false,
    period: facts.frame.periodOpen ? 'terbuka' : 'tertutup',
  });
  if (decision.ok) return decision.edge;
  if (decision.blockers.includes('period-closed')) throw conflict('', closedText(entry.workDate));
  throw conflict('', wrongStatusText(entry.status, DONE_WORDS[action] ?? 'diubah'));
}

/** The status after a step that keeps the entry. */
export const edgeStatus = ({ to }: Edge): EntryStatus => {
  if (to === 'terhapus') throw new Error('a deleted entry has no status');
  return to;
};

const partOf = (by: By): Part => (by.helperId === undefined ? 'pemilik' : 'pembantu');

/** The writer's part in a transition. */
export const ownerStep = (by: By, at: Date): Doing => ({
  actorId: writerOf(by),
  part: partOf(by),
  at,
  requestId: by.requestId,
});

/**
 * What judging an input of this person asks of the database.
 * @param entry the entry as it is, when it exists already
 * @param sentOn the day of sending; null where nobody gets it next
 */
export const question = (
  by: Pick<By, 'employeeId'>,
  input: EntryInput,
  entry: Pick<FullEntry, 'id' | 'targetId'> | undefined,
  sentOn: LocalDate | null,
): FactsQuestion => ({
  employeeId: by.employeeId,
  workDate: input.workDate,
  itemId: input.itemId,
  targetId: input.targetId,
  entryId: entry?.id ?? null,
  keptTargetId: entry?.targetId ?? null,
  sentOn,
});

/** What a stored entry says, as if it had just been typed. */
export const inputOf = (entry: FullEntry): EntryInput => ({
  itemId: entry.itemId,
  targetId: entry.targetId,
  description: entry.description,
  volume: entry.volume === null ? null : parseVolume(entry.volume),
  workDate: entry.workDate,
  startMinute: entry.startMinute,
  endMinute: entry.endMinute,
  uncoveredReason: entry.uncoveredReason ?? '',
  send: true,
});

/**
 * Turns what the database alone can refuse (another entry committed meanwhile, a period closed meanwhile, a key used
 * before) into the same words as the rules.
 */
export async function refusing<Result>(
  deps: Deps,
  employeeId: string,
  input: EntryInput | undefined,
  entryId: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyReused) throw new EntryRefused(422, [{ field: '', message: KEY_REUSED }], true);
    if (error instanceof ChangedMeanwhile || error instanceof PeriodClosed) throw conflict('', error.reason);
    if (sqlStateOf(error) === EXCLUSION && input) throw await overlapRefusal(deps, employeeId, input, entryId);
    if (sqlStateOf(error) === DAY_FULL && input) throw await volumeRefusal(deps, employeeId, input, entryId);
    throw error;
  }
}

const KEY_REUSED =
  'Formulir ini sudah pernah dikirim dengan isi lain. Periksa daftar kegiatan. Kalau ini kegiatan baru, kirim sekali lagi';

async function overlapRefusal(
  deps: Deps,
  employeeId: string,
  input: EntryInput,
  entryId: string | undefined,
): Promise<EntryRefused> {
  const { neighbours } = await factsNow(deps, employeeId, input, entryId);
  const spans = neighbours.flatMap(({ name, start, end }) =>
    start === null || end === null ? [] : [{ name, start, end }],
  );
  const other = overlapping({ start: input.startMinute ?? 0, end: input.endMinute ?? 0 }, spans);
  return conflict(
    'mulai',
    other ? overlapText(other) : `Waktunya bertumpuk dengan kegiatan lain pada ${dateShort(input.workDate)}`,
  );
}

async function volumeRefusal(
  deps: Deps,
  employeeId: string,
  input: EntryInput,
  entryId: string | undefined,
): Promise<EntryRefused> {
  const { item } = await factsNow(deps, employeeId, input, entryId);
  const [problem] = item ? volumeProblems(input, item) : [];
  return malformed('volume', problem?.message ?? 'Volume kegiatan ini hari itu baru saja berubah. Kirim sekali lagi');
}

/** What is there now that something was committed meanwhile. */
const factsNow = (deps: Deps, employeeId: string, input: EntryInput, entryId: string | undefined): Promise<Facts> =>
  factsFor(deps.pool, { ...question({ employeeId }, input, undefined, null), entryId: entryId ?? null });
