import type { Office, Person } from '../../support/browser.ts';
import { firstEntry } from '../entries.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

/** Presses a button of the queue with nothing ticked. */
const pressUnticked = async ({ page }: Person): Promise<Readonly<Record<string, string>>> => {
  await page.locator('.bilah button[value="setujui"]').click();
  return {};
};

/** Pages of this part of the product, as somebody opens them. */
export async function listReview(office: Office): Promise<ListedPage[]> {
  const { rows } = await office.app.deps.pool.query<{ id: string }>(
    "SELECT id FROM objection WHERE state = 'diajukan' ORDER BY id LIMIT 1",
  );
  const objection = `/keberatan/${rows[0]?.id ?? ''}`;
  const refused = await firstEntry(office, 'staf1', 'ditolak');
  return [
    { route: '/verifikasi', as: 'atasan', address: '/verifikasi?tanda=ada', spoil: pressUnticked, refusal: 422 },
    { route: '/verifikasi/riwayat', as: 'atasan', address: '/verifikasi/riwayat?bulan=2026-11' },
    { route: '/validasi/riwayat', as: 'validator', address: '/validasi/riwayat?bulan=2026-11' },
    {
      route: '/verifikasi/delegasi',
      as: 'atasan',
      address: '/verifikasi/delegasi',
      spoil: fill({ mulai: 'besok', selesai: 'lusa', nomor_surat: '' }, 'Tunjuk pengganti'),
      refusal: 422,
    },
    { route: '/unit', as: 'validator', address: '/unit?bulan=2026-11' },
    { route: '/keberatan', as: 'staf1', address: '/keberatan' },
    { route: '/keberatan', as: 'kepala', address: '/keberatan' },
    {
      route: '/keberatan/:id',
      as: 'kepala',
      address: objection,
      spoil: fill({ alasan: 'pendek' }, 'Simpan keputusan'),
      refusal: 422,
    },
    {
      route: '/keberatan/baru',
      as: 'staf1',
      address: `/keberatan/baru?kegiatan=${refused}`,
      spoil: fill({ alasan: 'terlalu pendek' }, 'Kirim keberatan'),
      refusal: 422,
    },
    {
      route: '/keberatan/:id',
      as: 'atasan',
      address: objection,
      spoil: fill({ tanggapan: 'pendek' }, 'Simpan tanggapan'),
      refusal: 422,
    },
    {
      route: '/keberatan/:id',
      as: 'staf2',
      address: objection,
      spoil: async person => {
        await person.page.locator('details.lipat > summary').click();
        return stale(/^Tarik/)(person);
      },
      refusal: 409,
    },
  ];
}
