import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { flash } from '../../platform/web/flash.ts';
import { localPath } from '../../platform/web/local-path.ts';
import type { Handler } from '../../platform/web/route.ts';
import { UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';
import { notificationsModel, type NotificationsPage } from './pages.ts';
import { notificationsOf, openNotification, readUpTo } from './queries.ts';

const lineId = (text: unknown): bigint | null =>
  typeof text === 'string' && /^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null;

const readAllForm = z.strictObject({ sampai: z.string().default('') }, UNKNOWN_FIELD);
const openForm = z.strictObject({}, UNKNOWN_FIELD);

/** What one is told: the list, opening a line, marking all as read. */
export function notificationHandlers(deps: Deps): Readonly<Record<'list' | 'open' | 'readAll', Handler>> {
  return {
    list: async (req, res, { actor }) => {
      const { rows, more } = await notificationsOf(deps.pool, actor.employeeId, lineId(req.query['sebelum']));
      page<NotificationsPage>(res, 'notifications/list', notificationsModel(rows, more, deps.regency.zone));
    },

    open: async (req, res, { actor, body }) => {
      if (!openForm.safeParse(body).success) throw new Malformed(UNKNOWN_FIELD);
      const id = lineId(req.params['id']);
      const href = id === null ? undefined : await openNotification(deps.pool, actor.employeeId, id, deps.clock.now());
      if (href === undefined) throw new NotFound('notification');
      res.redirect(303, localPath(href) ?? '/notifikasi');
    },

    readAll: async (_req, res, { actor, body }) => {
      const parsed = readAllForm.safeParse(body);
      const last = parsed.success ? lineId(parsed.data.sampai) : null;
      if (last === null) throw new Malformed('Muat ulang halaman, lalu kirim lagi.');
      await readUpTo(deps.pool, actor.employeeId, last, deps.clock.now());
      flash(res, { kind: 'berhasil', text: 'Semua notifikasi ditandai sudah dibaca.' });
      res.redirect(303, '/notifikasi');
    },
  };
}
