import type { Zone } from '../../platform/clock.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import type { Notification } from './queries.ts';

/** views/notifications/list.ejs */
export interface NotificationsPage extends PageModel {
  readonly lines: readonly NotificationLine[];
  /** The newest line shown, for "mark all"; null where nothing is unread. */
  readonly readAll: Readonly<Record<string, string>> | null;
  readonly next: string | null;
}

export interface NotificationLine {
  readonly text: string;
  readonly when: string;
  readonly unread: boolean;
  /** Where an unread line is opened; null for a read one. */
  readonly open: string | null;
  /** Where a read line leads. */
  readonly href: string | null;
}

/** One's lines. */
export function notificationsModel(rows: readonly Notification[], more: boolean, zone: Zone): NotificationsPage {
  const [first] = rows;
  const last = rows.at(-1);
  return {
    title: 'Notifikasi',
    lines: rows.map(row => ({
      text: row.text,
      when: instant(row.createdAt, zone),
      unread: row.readAt === null,
      open: row.readAt === null ? `/notifikasi/${String(row.id)}/buka` : null,
      href: row.readAt === null ? null : row.href,
    })),
    readAll: first && rows.some(row => row.readAt === null) ? { sampai: String(first.id) } : null,
    next: more && last ? `/notifikasi?sebelum=${String(last.id)}` : null,
  };
}
