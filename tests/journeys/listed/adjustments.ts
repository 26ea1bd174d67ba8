import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

const ADJUSTMENTS = '/kepegawaian/penyesuaian';

/** Pages of adjustments, as somebody opens them: with a month that waits to be computed again. */
export async function listAdjustments({ app }: Office): Promise<ListedPage[]> {
  await app.deps.pool.query(
    `INSERT INTO adjustment_cause (employee_id, month, kind, note, actor_id, at)
     SELECT a.employee_id, date_trunc('month', $1::timestamptz - interval '2 months')::date, 'manual', 'Berita acara presensi',
       a.employee_id, $1 FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = 'staf1'`,
    [app.deps.clock.now()],
  );
  return [
    {
      route: ADJUSTMENTS,
      as: 'kepegawaian1',
      address: ADJUSTMENTS,
      spoil: fill({ pegawai: '1234', bulan: 'kemarin', alasan: '' }, 'Minta hitung ulang'),
      refusal: 422,
    },
    { route: ADJUSTMENTS, as: 'bendahara', address: ADJUSTMENTS },
  ];
}
