import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import type { SummaryRow } from '../../platform/render/components.ts';
import { Malformed } from '../../platform/errors.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { date, nip } from '../../platform/render/format.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler } from '../../platform/web/route.ts';
import { UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';
import { nextChair, seatOn } from '../organisation/queries.ts';

/** views/account/own-data.ejs */
export interface OwnDataPage extends PageModel {
  readonly rows: readonly SummaryRow[];
  /** Since when its owner has said that it is right; null: not yet. */
  readonly checked: string | null;
}

const OWN = `SELECT e.nip, e.phone, e.email, s.status, s.rank_grade, a.data_checked_at
  FROM employee e JOIN account a ON a.employee_id = e.id
  LEFT JOIN LATERAL (SELECT status, rank_grade FROM employee_status x WHERE x.employee_id = e.id AND x.from_date <= $2
    ORDER BY x.from_date DESC LIMIT 1) s ON true
  WHERE e.id = $1`;
const CHECKED = 'UPDATE account SET data_checked_at = $2 WHERE id = $1';

interface Row extends Record<string, unknown> {
  readonly nip: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly status: string | null;
  readonly rank_grade: string | null;
  readonly data_checked_at: Date | null;
}

/** What is recorded about oneself, to be looked through once at the beginning and whenever one wants. */
export function ownDataHandlers(deps: Deps): Readonly<Record<'show' | 'check', Handler>> {
  const { pool, clock, regency } = deps;
  return {
    show: async (_req, res, { actor }) => {
      const today = dayIn(regency.zone, clock.now());
      const row = (await pool.query<Row>(OWN, [actor.employeeId, today])).rows[0]!;
      const seat = await seatOn(pool, actor.employeeId, today);
      const chair = seat && (await nextChair(pool, seat.positionId, [actor.employeeId], today));
      const superior = chair
        ? { text: chair.holders.map(holder => holder.name).join(', '), hint: chair.title }
        : 'belum tercatat';
      page<OwnDataPage>(res, 'account/own-data', {
        title: 'Data saya',
        rows: [
          { label: 'Nama', value: actor.name },
          ...(row.nip === null ? [] : [{ label: 'NIP', value: nip(row.nip) }]),
          { label: 'Status', value: row.status ?? '–' },
          { label: 'Golongan', value: row.rank_grade ?? '–' },
          { label: 'Jabatan', value: seat?.title ?? 'belum tercatat' },
          { label: 'Unit', value: seat?.unitName ?? 'belum tercatat' },
          { label: 'Atasan yang memeriksa', value: superior },
          {
            label: 'HP',
            value: row.phone ?? 'belum diisi',
            change: { href: '/akun/kontak', label: 'Ubah', what: 'nomor telepon' },
          },
          {
            label: 'Email',
            value: row.email ?? 'belum diisi',
            change: { href: '/akun/kontak', label: 'Ubah', what: 'email' },
          },
        ],
        checked: row.data_checked_at ? date(dayIn(regency.zone, row.data_checked_at)) : null,
      });
    },

    check: async (_req, res, { actor, body, requestId }) => {
      if (Object.keys(body).length > 0) throw new Malformed(UNKNOWN_FIELD);
      await transaction(pool, async tx => {
        await tx.query(CHECKED, [actor.accountId, clock.now()]);
        await audit(tx, {
          at: clock.now(),
          actorId: actor.employeeId,
          action: 'data.diperiksa',
          objectType: 'account',
          objectId: actor.accountId,
          requestId,
        });
      });
      flash(res, { kind: 'berhasil', text: 'Terima kasih. Data Anda ditandai sudah benar.' });
      res.redirect(303, '/dasbor');
    },
  };
}
