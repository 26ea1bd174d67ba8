import type { LocalDate } from '../../domain/local-date.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { DAY_FULL, EXCLUSION, NotFound } from '../../platform/errors.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { ShownEntry } from './copy-form.ts';
import { SHORT_REASONS, shortReason } from './copy-rules.ts';
import { missingIn } from './entry-form.ts';
import { writeChange, type Writing } from './entry-writer.ts';
import { inSavepoint } from './many.ts';
import { entryFor, inputOf, type By } from './owner-step.ts';
import { conflict, EntryRefused } from './refusal.ts';
import { dailyOn } from './service.ts';
import { ChangedMeanwhile, PeriodClosed } from './transition.ts';

/** What became of a press of the button. */
export interface SentDrafts {
  readonly sent: number;
  /** Why each of the others stays a draft, in few words. */
  readonly left: readonly string[];
  /** A work date of what was sent. */
  readonly firstDay: LocalDate;
}

/**
 * Sends several of one's own drafts as they stand, in one transaction; what cannot be sent stays as it is and is reported.
 * @throws EntryRefused 409 where none could be sent
 */
export async function sendDrafts(deps: Deps, by: By, shown: readonly ShownEntry[]): Promise<SentDrafts> {
  const now = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const rules = new Map<LocalDate, InForceDaily | undefined>();
    const days: LocalDate[] = [];
    const left: string[] = [];
    for (const entry of shown) {
      const outcome = await sendOne({ tx, deps, by, now }, entry, rules);
      if ('day' in outcome) days.push(outcome.day);
      else left.push(outcome.why);
    }
    const [firstDay] = days;
    if (firstDay === undefined)
      throw conflict('', `Tidak ada draf yang bisa dikirim: ${[...new Set(left)].join('; ')}`);
    return { sent: days.length, left, firstDay };
  });
}

async function sendOne(
  writing: Omit<Writing, 'daily'>,
  { id, version }: ShownEntry,
  rules: Map<LocalDate, InForceDaily | undefined>,
): Promise<{ readonly day: LocalDate } | { readonly why: string }> {
  const { tx, deps, by } = writing;
  try {
    const stored = await entryFor(tx, by, id);
    if (stored.status !== 'draf') return { why: 'bukan draf lagi' };
    if (stored.preparedById !== null) return { why: 'disiapkan pembantu, periksa dulu' };
    const missing = missingIn(stored);
    if (missing.length > 0) return { why: 'belum lengkap' };
    if (!rules.has(stored.workDate)) rules.set(stored.workDate, await dailyOn(deps, stored.workDate));
    const input = { ...inputOf(stored), version, removedEvidence: [] };
    await inSavepoint(tx, () => writeChange({ ...writing, daily: rules.get(stored.workDate) }, id, input, []));
    return { day: stored.workDate };
  } catch (error) {
    return { why: whyNot(error) };
  }
}

/** @throws the error itself where it is not about one entry */
function whyNot(error: unknown): string {
  if (error instanceof EntryRefused) return shortReason(error);
  if (error instanceof NotFound) return 'tidak ditemukan';
  if (error instanceof ChangedMeanwhile) return 'baru saja diubah';
  if (error instanceof PeriodClosed) return 'bulan sudah ditutup';
  if (sqlStateOf(error) === EXCLUSION) return SHORT_REASONS.mulai;
  if (sqlStateOf(error) === DAY_FULL) return SHORT_REASONS.volume;
  throw error;
}
