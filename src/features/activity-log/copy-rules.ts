import { parseVolume } from '../../domain/activity/points.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { add, parseRatio, toDecimalText, ZERO } from '../../domain/ratio.ts';
import type { Zone } from '../../platform/clock.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { CopyFacts, CopySource } from './copy-queries.ts';
import type { DayFrame } from './day-frame.ts';
import { missingIn, type EntryInput } from './entry-form.ts';
import { EntryRefused } from './refusal.ts';
import { judge, type Judged } from './rules.ts';

/** What becomes of one entry that is to be copied. */
export interface CopyOutcome {
  readonly source: CopySource;
  readonly result: { readonly judged: Judged } | { readonly refused: EntryRefused };
}

export interface CopyContext {
  readonly to: LocalDate;
  readonly frame: DayFrame;
  readonly daily: InForceDaily | undefined;
  readonly now: Date;
  readonly regencyZone: Zone;
  readonly send: boolean;
}

/** What a copy says. Evidence is not copied: it shows the work of the other day. */
const inputOf = (source: CopySource, { to, send }: CopyContext): EntryInput => ({
  itemId: source.itemId,
  targetId: source.targetId,
  description: source.description,
  volume: source.volume === null ? null : parseVolume(source.volume),
  workDate: to,
  startMinute: source.startMinute,
  endMinute: source.endMinute,
  uncoveredReason: source.uncoveredReason ?? '',
  send,
});

/**
 * Judges copies one after another by the rules of a submission, each as if those before it were written already: the page's
 * preview and the writing ask the same.
 */
export function judgeCopies(
  sources: readonly CopySource[],
  facts: Pick<CopyFacts, 'neighbours'>,
  context: CopyContext,
): CopyOutcome[] {
  const neighbours = [...facts.neighbours];
  const copied = new Map<string, string>();
  return sources.map(source => {
    const used = add(
      parseRatio(source.item?.usedThatDay ?? '0') ?? ZERO,
      parseRatio(copied.get(source.itemId) ?? '0') ?? ZERO,
    );
    const item = source.item && { ...source.item, usedThatDay: toDecimalText(used, 2) };
    const input = inputOf(source, context);
    try {
      const missing = context.send ? missingIn(source) : [];
      if (missing.length > 0) throw new EntryRefused(422, missing);
      const judged = judge({
        input,
        facts: { frame: context.frame, item, targetKnown: true, neighbours, recipient: null },
        daily: context.daily,
        now: context.now,
        regencyZone: context.regencyZone,
        judgeWindow: true,
      });
      neighbours.push({
        id: source.id,
        name: source.itemName,
        status: 'draf',
        start: judged.startMinute,
        end: judged.endMinute,
        points: judged.points,
      });
      const before = parseRatio(copied.get(source.itemId) ?? '0') ?? ZERO;
      copied.set(source.itemId, toDecimalText(add(before, input.volume ?? ZERO), 2));
      return { source, result: { judged } };
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      return { source, result: { refused: error } };
    }
  });
}

/** Why an entry is left as it is, in few words, by the field that is wrong. */
export const SHORT_REASONS = {
  mulai: 'waktu bertumpuk',
  selesai: 'lama kegiatan di luar batas',
  volume: 'volume sehari terlampaui',
  aktivitas: 'tidak ada lagi di katalog',
  tanggal: 'tanggal tidak bisa diisi',
  alasan_luar: 'alasan di luar katalog belum ditulis',
} as const;

/** Why a copy was not made, in few words, for a report of many. */
export function shortReason(refused: EntryRefused): string {
  if (refused.status === 422 && refused.errors.some(error => ['uraian', 'mulai', 'selesai'].includes(error.field)))
    return refused.errors.length > 1 || refused.errors[0]?.field === 'uraian' ? 'belum lengkap' : reasonOf(refused);
  return reasonOf(refused);
}

const reasonOf = ({ errors }: EntryRefused): string =>
  (SHORT_REASONS as Readonly<Record<string, string>>)[errors[0]?.field ?? ''] ??
  errors[0]?.message ??
  'tidak bisa disimpan';
