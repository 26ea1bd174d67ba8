import { checkFile } from '../../../src/features/imports/check.ts';
import { keepChecked } from '../../../src/features/imports/service.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { stale } from '../page-spoilers.ts';

/** A file with a row that is ready, one that is not, and a column nobody knows. */
const FILE = Buffer.from(
  [
    'nip;nama;jabatan;kelas;kode_unit;hobi',
    '199001012020129101;Pegawai Daftar;Pengadministrasi Perkantoran;7;DPMPTSP;catur',
    '19900101;Pegawai Salah;Pengadministrasi Perkantoran;7;DPMPTSP;',
  ].join('\n'),
);

/** Pages of imports, as somebody opens them. */
export async function listImports({ app }: Office): Promise<ListedPage[]> {
  const { deps } = app;
  const checked = await checkFile(deps, FILE, { kind: 'pegawai' });
  const batch = await transaction(deps.pool, tx =>
    keepChecked(tx, deps, { kind: 'pegawai', fileName: 'pegawai.csv', bytes: FILE }, checked, { actorId: null }),
  );
  const upload = (path: string): ListedPage => ({
    route: path,
    as: 'kepegawaian1',
    address: path,
    spoil: async ({ page }) => {
      await page.locator('main').getByRole('button', { name: 'Unggah dan periksa' }).click();
      return {};
    },
    refusal: 422,
  });
  return [
    upload('/kepegawaian/pegawai/impor'),
    upload('/kepegawaian/unit/impor'),
    upload('/kepegawaian/aktivitas/impor'),
    {
      route: '/kepegawaian/impor/:id',
      as: 'kepegawaian1',
      address: `/kepegawaian/impor/${batch}`,
      spoil: stale(/^Batalkan/),
      refusal: 409,
    },
  ];
}
