import type { LocalDate } from '../../domain/local-date.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { DAY_FULL, EXCLUSION } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { MANY, type CopyInput } from './copy-form.ts';
import { copyFacts } from './copy-queries.ts';
import { judgeCopies, SHORT_REASONS, shortReason, type CopyContext } from './copy-rules.ts';
import { framesOf, todayOf } from './day-frame.ts';
import { inSavepoint } from './many.ts';
import { refusing, type By } from './owner-step.ts';
import { EntryRefused, malformed } from './refusal.ts';
import type { Judged } from './rules.ts';
import { dailyOn } from './service.ts';
import { createEntry } from './transition.ts';

/** What became of a press of the button. */
export interface Copied {
  readonly to: LocalDate;
  readonly sent: boolean;
  readonly copied: number;
  /** Why each of the others was not copied, in few words. */
  readonly left: readonly string[];
}

/**
 * Copies entries to another day in one transaction, each with an outcome of its own; at most once per person and key.
 * @throws EntryRefused 422 for entries that are not on that day; 409 where none could be copied, and then nothing is written
 */
export async function copyEntries(deps: Deps, by: By, input: CopyInput): Promise<Copied> {
  const daily = await dailyOn(deps, input.to);
  const now = deps.clock.now();
  return refusing(deps, by.employeeId, undefined, undefined, () =>
    transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: input.key, hash: requestHash('salin', { ...input, key: undefined }) };
      const { result } = await once(tx, use, async () => {
        const [frame] = await framesOf(tx, by.employeeId, [input.to]);
        if (!frame) throw new Error('a day has a frame');
        const regencyZone = deps.regency.zone;
        const context = { to: input.to, frame, daily, now, regencyZone, send: input.send };
        return copyAll(tx, by, input, context, todayOf(frame.seat, regencyZone, now));
      });
      return result;
    }),
  );
}

async function copyAll(tx: Tx, by: By, input: CopyInput, context: CopyContext, today: LocalDate): Promise<Copied> {
  const { employeeId } = by;
  const facts = await copyFacts(tx, { employeeId, from: input.from, to: input.to, today });
  const chosen = facts.sources.filter(source => input.ids.includes(source.id));
  if (chosen.length !== input.ids.length) throw malformed(MANY, 'Pilih kegiatan dari daftar');
  const left: string[] = [];
  const refusals: EntryRefused[] = [];
  for (const { result } of judgeCopies(chosen, facts, context)) {
    if ('refused' in result) {
      refusals.push(result.refused);
      left.push(shortReason(result.refused));
    } else {
      const taken = await copyOne(tx, by, result.judged, context);
      if (taken !== undefined) left.push(SHORT_REASONS[taken]);
    }
  }
  const copied = chosen.length - left.length;
  if (copied === 0) throw noneCopied(refusals);
  return { to: input.to, sent: input.send, copied, left };
}

/** What an entry committed meanwhile takes: the time, or what the catalogue allows a day; undefined where it was copied. */
async function copyOne(
  tx: Tx,
  by: By,
  judged: Judged,
  { now, send }: CopyContext,
): Promise<'mulai' | 'volume' | undefined> {
  const entry = {
    ...judged,
    id: newId(now),
    employeeId: by.employeeId,
    status: send ? ('dikirim' as const) : ('draf' as const),
    preparedBy: null,
  };
  try {
    await inSavepoint(tx, () => createEntry(tx, entry, { at: now, requestId: by.requestId }));
    return undefined;
  } catch (error) {
    if (sqlStateOf(error) === EXCLUSION) return 'mulai';
    if (sqlStateOf(error) === DAY_FULL) return 'volume';
    throw error;
  }
}

/** Nothing was written. Where all were refused for the day, that is what is wrong; else each line says its own reason. */
function noneCopied(refusals: readonly EntryRefused[]): EntryRefused {
  const day = refusals.flatMap(({ errors }) => errors).find(error => error.field === 'tanggal');
  return new EntryRefused(409, [
    day ?? { field: MANY, message: 'Tidak ada yang bisa disalin. Alasannya tertulis di tiap kegiatan' },
  ]);
}
