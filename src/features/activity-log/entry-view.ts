import { timeText } from '../../domain/activity/entry-rules.ts';
import { isReturnReason, RETURN_REASONS, type EntryStatus } from '../../domain/activity/lifecycle.ts';
import { ended, number } from '../../platform/render/format.ts';
import { actionsFor, deadlineText, lastSendDay, type ActionContext, type ActionView } from './actions.ts';
import { paths } from './paths.ts';
import type { LoggedEntry, Returned } from './queries.ts';

/** One entry as a list prints it. */
export interface EntryView {
  readonly id: string;
  readonly status: EntryStatus;
  readonly points: number;
  readonly href: string;
  readonly time: string;
  readonly item: string;
  readonly description: string;
  /** '2 dokumen · 60 poin · 1 bukti dukung' */
  readonly amount: string;
  /** Who returned it and why; empty otherwise. */
  readonly returned: string;
  /** Why it can no longer be sent; empty otherwise. */
  readonly late: string;
  /** Who prepared it; empty where its owner did. */
  readonly prepared: string;
  readonly actions: readonly ActionView[];
}

/** A return reason in words, with what the superior added. */
export function reasonText(code: string | null, note: string | null): string {
  const word = code !== null && isReturnReason(code) ? RETURN_REASONS[code] : '';
  return [code === 'lainnya' && note ? '' : word, note ?? ''].filter(part => part !== '').join(': ');
}

/** @param until by when it is sent again, in words; undefined when that time is over */
export function returnedText({ by, reasonCode, reason }: Returned, until: string | undefined): string {
  const told = `${by} mengembalikan kegiatan ini: "${reasonText(reasonCode, reason).replace(/\.$/u, '')}".`;
  return until === undefined ? told : `${told} Perbaiki lalu kirim lagi sebelum ${until}.`;
}

/** What the owner is told of a draft that a helper prepared (ux.md, bantu.isi). */
export const preparedText = (helper: string): string =>
  `${ended(`Draf ini disiapkan ${helper}`)} Periksa, lalu kirim sendiri.`;

export const spanText = (start: number | null, end: number | null): string =>
  start === null || end === null ? 'Jam belum diisi' : `${timeText(start)}\u2013${timeText(end)}`;

export const volumeText = (volume: string | null, unitName: string): string =>
  volume === null ? 'Volume belum diisi' : `${number(volume)} ${unitName}`;

export function entryView(entry: LoggedEntry, context: ActionContext): EntryView {
  const last = lastSendDay(entry, context);
  const amount = [volumeText(entry.volume, entry.unitName), `${number(entry.points)} poin`];
  if (entry.evidenceCount > 0) amount.push(`${String(entry.evidenceCount)} bukti dukung`);
  const waitsForOwner = entry.status === 'draf' || entry.status === 'dikembalikan';
  return {
    id: entry.id,
    status: entry.status,
    points: entry.points,
    href: paths.entry(entry.id),
    time: spanText(entry.startMinute, entry.endMinute),
    item: entry.itemName,
    description: entry.description === '' ? 'Uraian belum ditulis' : entry.description,
    amount: amount.join(' \u00b7 '),
    returned: entry.returned
      ? returnedText(entry.returned, context.today > last ? undefined : deadlineText(last, context.today))
      : '',
    late: waitsForOwner && context.today > last ? 'Batas mengirim sudah lewat, jadi tidak dihitung.' : '',
    prepared: preparedWords(entry),
    actions: actionsFor(entry, context),
  };
}

/** Of a draft what to do with it, of a sent entry who helped; empty where the owner wrote it. */
export const preparedWords = ({ preparedBy, status }: Pick<LoggedEntry, 'preparedBy' | 'status'>): string =>
  preparedBy === undefined ? '' : status === 'draf' ? preparedText(preparedBy) : `Dibantu ${preparedBy}`;
