import { timeText } from '../../domain/activity/entry-rules.ts';
import { number } from '../../platform/render/format.ts';
import type { FormState } from '../../platform/render/forms.ts';
import type { FormOffer } from './form-facts.ts';
import type { QuickNote } from './note-queries.ts';
import type { FullEntry } from './queries.ts';

export type EntryField =
  | 'aktivitas'
  | 'alasan_luar'
  | 'uraian'
  | 'volume'
  | 'tanggal'
  | 'mulai'
  | 'selesai'
  | 'sasaran'
  | 'bukti'
  | 'cari'
  | 'hapus_bukti';
export type EntryFormState = FormState<EntryField>;

/** Where a day's first activity is assumed to start, and how long one is assumed to take: a start to correct, no rule. */
const USUAL_START = 8 * 60;
const USUAL_LENGTH = 60;
const END_OF_DAY = 24 * 60;

/** The values of a new form: today or the day asked for, an hour from where the day's last entry ended (ux.md, T1). */
export const freshValues = (offer: FormOffer): EntryFormState['values'] => {
  const ends = offer.taken.filter(time => time.day === offer.day).map(time => time.end);
  const start = ends.length === 0 ? USUAL_START : Math.max(...ends);
  const times =
    start + USUAL_LENGTH > END_OF_DAY ? {} : { mulai: timeText(start), selesai: timeText(start + USUAL_LENGTH) };
  return { tanggal: offer.day, volume: '1', ...times };
};

/** What a quick note fills in. */
export const noteValues = (note: QuickNote): EntryFormState['values'] => ({
  tanggal: note.workDate,
  uraian: note.text,
});

/** A volume as it would be typed. */
export const typedVolume = (volume: string | null): string =>
  volume === null ? '' : number(volume).replaceAll('.', '');

/** The values of an entry that exists, as they would be typed. */
export const storedValues = (entry: FullEntry): EntryFormState['values'] => ({
  aktivitas: entry.itemId,
  alasan_luar: entry.uncoveredReason ?? '',
  uraian: entry.description,
  volume: typedVolume(entry.volume),
  tanggal: entry.workDate,
  mulai: entry.startMinute === null ? '' : timeText(entry.startMinute),
  selesai: entry.endMinute === null ? '' : timeText(entry.endMinute),
  sasaran: entry.targetId ?? '',
});
