import { decide, type EntryAction, type StepFacts } from '../../domain/activity/lifecycle.ts';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { LoggedEntry } from './queries.ts';
import { paths } from './paths.ts';
import { lastSendDayOf } from './window.ts';

/** A step offered to the owner: a link to a page, or a small form that does it. */
export interface ActionView {
  readonly kind: 'tautan' | 'kirim';
  readonly href: string;
  readonly label: string;
  /** What the step is about, for those who hear the page. */
  readonly what: string;
  readonly version: string;
}

/** What the offered steps depend on beside the entry. */
export interface ActionContext {
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly periodOpen: boolean;
  readonly oneStep: boolean;
  readonly daily: InForceDaily | undefined;
  /** Until when a dispensation opens the entry's day. */
  readonly openUntil: LocalDate | undefined;
}

/** The last day on which an entry may be sent: the window of its work date, or the one a return opened anew. */
export function lastSendDay(entry: Pick<LoggedEntry, 'workDate' | 'returned'>, context: ActionContext): LocalDate {
  const { daily, zone, openUntil } = context;
  if (!daily) return entry.workDate;
  return lastSendDayOf({ workDate: entry.workDate, returnedAt: entry.returned?.at, openUntil }, zone, daily);
}

/** A deadline in words: 'hari ini pukul 23.59', 'besok pukul 23.59', 'Min 22 Nov pukul 23.59'. */
export function deadlineText(last: LocalDate, today: LocalDate): string {
  const away = daysBetween(today, last);
  const day = away === 0 ? 'hari ini' : away === 1 ? 'besok' : dateShort(last);
  return `${day} pukul 23.59`;
}

const ORDER: readonly { readonly action: EntryAction; readonly label: string }[] = [
  { action: 'ubah', label: 'Ubah' },
  { action: 'kirim', label: 'Kirim' },
  { action: 'tarik', label: 'Tarik' },
  { action: 'hapus', label: 'Hapus' },
];

/**
 * The steps to offer for one's own entry: what `decide` allows, less what would be a trap: nothing can be sent after
 * its window, and what is withdrawn then could not be sent again.
 */
export function actionsFor(
  entry: Pick<LoggedEntry, 'id' | 'workDate' | 'status' | 'version' | 'itemName' | 'returned'>,
  context: ActionContext,
): ActionView[] {
  const open = context.today <= lastSendDay(entry, context);
  const facts: StepFacts = {
    status: entry.status,
    parts: ['pemilik'],
    actorIsOwner: true,
    actorVerified: false,
    oneStep: context.oneStep,
    period: context.periodOpen ? 'terbuka' : 'tertutup',
  };
  return ORDER.filter(
    ({ action }) => decide(action, facts).ok && (open || action === 'ubah' || action === 'hapus'),
  ).map(({ action, label }) => ({
    kind: action === 'ubah' || action === 'hapus' ? ('tautan' as const) : ('kirim' as const),
    href: action === 'ubah' ? paths.edit(entry.id) : paths.step(entry.id, action as 'kirim' | 'tarik' | 'hapus'),
    label,
    what: `${entry.itemName}, ${dateShort(entry.workDate)}`,
    version: String(entry.version),
  }));
}
