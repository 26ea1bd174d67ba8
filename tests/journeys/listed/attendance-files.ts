import { examine, keepBytes, keepFile } from '../../../src/features/attendance-files/service.ts';
import { unitsOf } from '../../../src/features/attendance-files/machine-queries.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

/** Punches of nobody's PIN, and a line that is none. */
const FILE = Buffer.from('      771\t2026-11-02 07:28:15\t1\t0\t1\t0\n      771\t2026-02-30 07:28:15\t1\t0\t1\t0\n');
const PAGE = '/kepegawaian/presensi/impor';

/** Pages of attendance files, as somebody opens them. */
export async function listAttendanceFiles({ app }: Office): Promise<ListedPage[]> {
  const { deps } = app;
  const [unit] = await unitsOf(deps.pool, null);
  if (!unit) throw new Error('the demo has no payroll unit');
  const file = { fileName: 'attlog.dat', bytes: FILE, unit };
  const by = { actorId: null, scope: null };
  const examined = await examine(deps, file, by);
  await keepBytes(deps, FILE);
  const batch = await transaction(deps.pool, tx => keepFile(tx, deps, { ...file, ...examined }, by));
  return [
    {
      route: PAGE,
      as: 'kepegawaian1',
      address: PAGE,
      spoil: async ({ page }) => {
        await page.locator('main').getByRole('button', { name: 'Unggah dan periksa' }).click();
        return {};
      },
      refusal: 422,
    },
    {
      route: `${PAGE}/:id`,
      as: 'kepegawaian1',
      address: `${PAGE}/${batch}`,
      spoil: stale(/^Batalkan/),
      refusal: 409,
    },
    {
      route: '/kepegawaian/presensi/mesin',
      as: 'kepegawaian1',
      address: '/kepegawaian/presensi/mesin',
      spoil: fill({ kode: 'a b' }, 'Daftarkan mesin'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/presensi/pin',
      as: 'kepegawaian1',
      address: '/kepegawaian/presensi/pin',
      spoil: fill({ pin: '12', nip: '1', sejak: 'kemarin' }, 'Hubungkan PIN'),
      refusal: 422,
    },
  ];
}
