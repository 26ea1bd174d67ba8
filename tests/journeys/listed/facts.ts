import { transaction } from '../../../src/platform/database/transaction.ts';
import { keepFacts, readFacts } from '../../../src/features/facts/import-batch.ts';
import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

const FACTS = '/kepegawaian/fakta';

/** Pages of facts, as somebody opens them. */
export async function listFacts({ app }: Office): Promise<ListedPage[]> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = 'staf1'",
  );
  const file = { fileName: 'gaji.csv', bytes: Buffer.from('NIP;Bulan;Gaji bruto sebulan\n1;Oktober 2026;1\n') };
  const sender = await app.deps.pool.query<{ id: string }>(
    "SELECT a.employee_id AS id FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = 'kepegawaian1'",
  );
  const by = { employeeId: sender.rows[0]!.id, scope: null };
  const checked = await readFacts(app.deps, file, by);
  const batch = await transaction(app.deps.pool, tx => keepFacts(tx, app.deps, file, checked, by));
  return [
    {
      route: `${FACTS}/impor`,
      as: 'kepegawaian1',
      address: `${FACTS}/impor`,
      spoil: async ({ page }) => {
        await page.locator('main').getByRole('button', { name: 'Unggah dan periksa' }).click();
        return {};
      },
      refusal: 422,
    },
    {
      route: `${FACTS}/impor/:id`,
      as: 'kepegawaian1',
      address: `${FACTS}/impor/${batch}`,
      spoil: stale(/^Batalkan/),
      refusal: 409,
    },
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
