import { decide, type Edge, type EntryAction, type EntryStatus } from '../../domain/activity/lifecycle.ts';
import { overlapping } from '../../domain/activity/day-points.ts';
import { parseVolume } from '../../domain/activity/points.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { EXCLUSION, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { EntryInput } from './entry-form.ts';
import { factsFor, type Facts, type FactsQuestion } from './judgement.ts';
import { entryOf, type FullEntry } from './queries.ts';
import { conflict, EntryRefused, overlapText, wrongStatusText } from './refusal.ts';
import { closedText } from './rules.ts';
import { ChangedMeanwhile, PeriodClosed, type Doing } from './transition.ts';

/** Who submits, and when: domain time. */
export interface By {
  readonly employeeId: string;
  readonly requestId: string;
}

/** One's own entry, inside the writing transaction, as the page showed it. @throws NotFound, ChangedMeanwhile */
export async function ownEntryAsShown(tx: Tx, by: By, id: string, version: number): Promise<FullEntry> {
  const entry = await entryOf(tx, by.employeeId, id);
  if (!entry) throw new NotFound('entry');
  if (entry.version !== version) throw new ChangedMeanwhile();
  return entry;
}

const DONE_WORDS: Readonly<Partial<Record<EntryAction, string>>> = {
  ubah: 'diubah',
  kirim: 'dikirim',
  tarik: 'ditarik',
  hapus: 'dihapus',
};

/** The edge of an owner's step. @throws EntryRefused 409 in a wrong state or a closed period */
export function edgeOf(action: EntryAction, entry: FullEntry, facts: Facts): Edge {
  const decision = decide(action, {
    status: entry.status,
    parts: ['pemilik'],
    actorIsOwner: true,
    actorVerified: false,
    oneStep: facts.frame.seat?.oneStep ?? false,
    periodOpen: facts.frame.periodOpen,
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

/** The owner's part in a transition. */
export const ownerStep = (by: By, at: Date): Doing => ({
  actorId: by.employeeId,
  part: 'pemilik',
  at,
  requestId: by.requestId,
});

/** What judging an input of this person asks of the database. */
export const question = (by: Pick<By, 'employeeId'>, input: EntryInput, entryId: string | null): FactsQuestion => ({
  employeeId: by.employeeId,
  workDate: input.workDate,
  itemId: input.itemId,
  targetId: input.targetId,
  entryId,
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
  const { neighbours } = await factsFor(deps.pool, question({ employeeId }, input, entryId ?? null));
  const spans = neighbours.flatMap(({ name, start, end }) =>
    start === null || end === null ? [] : [{ name, start, end }],
  );
  const other = overlapping({ start: input.startMinute ?? 0, end: input.endMinute ?? 0 }, spans);
  return conflict(
    'mulai',
    other ? overlapText(other) : `Waktunya bertumpuk dengan kegiatan lain pada ${dateShort(input.workDate)}`,
  );
}
