import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { firstResult, KeyTaken, resultFor } from '../../platform/idempotency.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { regulationOn, type InForceDaily } from '../policies/queries.ts';
import { missingIn, type ChangedEntryInput, type NewEntryInput } from './entry-form.ts';
import { contentHash, writeChange, writeNew, type Done } from './entry-writer.ts';
import { submissionFacts } from './judgement.ts';
import { entryFor, inputOf, question, refusing, writerOf, type By } from './owner-step.ts';
import { EntryRefused } from './refusal.ts';

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
  const stored = await storeAll(deps.uploads, files);
  const now = deps.clock.now();
  const today = dayIn(deps.regency.zone, now);
  const use = { actorId: writerOf(by), key: input.key, hash: contentHash(by, input, stored) };
  return refusing(deps, by.employeeId, input, undefined, async () => {
    const asked = question(by, input, undefined, input.send ? today : null);
    const { first, facts, daily } = await submissionFacts(deps.pool, use, asked, today);
    if (first) return resultFor<Done>(first, use);
    try {
      return await writeNew({ deps, by, now, daily }, { use, facts }, input, stored);
    } catch (error) {
      if (error instanceof KeyTaken) return firstResult<Done>(deps.pool, use);
      throw error;
    }
  });
}

/**
 * Changes a draft or a returned entry, and sends it when asked.
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
    transaction(deps.pool, tx => writeChange({ tx, deps, by, now, daily }, id, input, stored)),
  );
}

/**
 * Sends a draft or a returned entry as it stands.
 * @throws NotFound; EntryRefused 422 for an incomplete draft, 409 for what a rule or state refuses
 */
export async function send(deps: Deps, by: By, id: string, version: number): Promise<Done> {
  const stored = await entryFor(deps.pool, by, id);
  if (stored.status === 'draf') {
    const missing = missingIn(stored);
    if (missing.length > 0) throw new EntryRefused(422, missing);
  }
  return change(deps, by, id, { ...inputOf(stored), version, removedEvidence: [] }, []);
}

/** The rules of the work date; of today for a date before all regulations, which is then refused as too late. */
export async function dailyOn(deps: Deps, day: LocalDate): Promise<InForceDaily | undefined> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  return ((await regulationOn(deps.pool, day)) ?? (await regulationOn(deps.pool, today)))?.daily;
}
