import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

const FACTS = '/kepegawaian/fakta';

/** Pages of facts, as somebody opens them. */
export async function listFacts({ app }: Office): Promise<ListedPage[]> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = 'staf1'",
  );
  return [
    { route: FACTS, as: 'kepegawaian1', address: FACTS },
    { route: FACTS, as: 'bendahara', address: FACTS },
    {
      route: `${FACTS}/baru`,
      as: 'kepegawaian1',
      address: `${FACTS}/baru`,
      spoil: fill({ pegawai: '1234', nilai: '', bulan: 'kemarin', sumber: '' }, 'Usulkan'),
      refusal: 422,
    },
    {
      route: `${FACTS}/usulan`,
      as: 'kepegawaian2',
      address: `${FACTS}/usulan`,
      spoil: fill({ alasan: 'x' }, 'Tolak yang dicentang'),
      refusal: 422,
    },
    {
      route: `${FACTS}/pagu`,
      as: 'keuangan1',
      address: `${FACTS}/pagu`,
      spoil: fill({ tahun: 'besok', jumlah: 'banyak', sumber: '' }, 'Usulkan pagu'),
      refusal: 422,
    },
    { route: `${FACTS}/pegawai/:id`, as: 'kepegawaian1', address: `${FACTS}/pegawai/${rows[0]!.id}` },
  ];
}
