import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { POSTPONED_LIST } from '../../../src/features/adjustments/paths.ts';
import { paths as POSTPONED_PATHS } from '../../../src/features/postponed-pay/paths.ts';
import type { Month } from '../../../src/domain/month.ts';
import { markPostponed } from '../../features/postponed-pay/marked.ts';
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
  const { rows } = await app.deps.pool.query<{ id: string; month: string }>(
    `SELECT a.employee_id AS id, max(r.month)::text AS month FROM demo_account d JOIN account a ON a.id = d.account_id
     JOIN payroll_line l ON l.employee_id = a.employee_id
     JOIN payroll_run r ON r.id = l.run_id AND r.state IN ('DISETUJUI', 'DIBAYAR') WHERE d.key = 'staf1' GROUP BY 1`,
  );
  const { id, month } = rows[0]!;
  await markPostponed(app.deps.pool, id, month);
  const release = POSTPONED_PATHS.release(month.slice(0, 7) as Month, id);
  return [
    { route: POSTPONED_LIST, as: 'kepegawaian1', address: POSTPONED_LIST },
    {
      route: POSTPONED_PATHS.release(':bulan' as Month, ':id'),
      as: 'kepegawaian1',
      address: release,
      spoil: fill({ sumber: 'surat' }, 'Usulkan pelepasan'),
      refusal: 422,
    },
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
