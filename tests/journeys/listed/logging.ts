import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

/** Pages of logging, assisted entry and dispensation, as somebody opens them. */
export async function listLogging({ app, cast }: Office): Promise<ListedPage[]> {
  const one = async (text: string, values: unknown[]): Promise<string> => {
    const { rows } = await app.deps.pool.query<{ id: string }>(text, values);
    return rows[0]!.id;
  };
  const owner = cast.staf3.employeeId;
  const prepared = await one(
    "SELECT id FROM activity WHERE employee_id = $1 AND prepared_by IS NOT NULL AND status = 'draf' LIMIT 1",
    [owner],
  );
  const request = await one("SELECT id FROM dispensation WHERE employee_id = $1 AND state = 'diajukan'", [
    cast.staf2.employeeId,
  ]);
  const helping = `/bantu/${owner}`;
  return [
    { route: '/kegiatan-harian', as: 'staf3', address: '/kegiatan-harian?tampilan=kalender&bulan=2026-11' },
    { route: '/kegiatan-harian', as: 'staf3', address: '/kegiatan-harian?tampilan=pekan&tanggal=2026-11-18' },
    { route: '/kegiatan-harian/:id', as: 'staf3', address: `/kegiatan-harian/${prepared}` },
    { route: '/kegiatan-harian/salin', as: 'staf1', address: '/kegiatan-harian/salin' },
    {
      route: '/kegiatan-harian/favorit',
      as: 'staf3',
      address: '/kegiatan-harian/favorit',
      spoil: fill({ volume: 'banyak' }, 'Tambah favorit'),
      refusal: 422,
    },
    {
      route: '/kegiatan-harian/catatan',
      as: 'staf3',
      address: '/kegiatan-harian/catatan',
      spoil: fill({ teks: 'x' }, 'Simpan catatan'),
      refusal: 422,
    },
    {
      route: '/akun/bantuan',
      as: 'staf3',
      address: `/akun/bantuan?cari=${encodeURIComponent(cast.staf1.name.slice(0, 4))}`,
      spoil: fill({ mulai: 'besok', alasan: 'bantu' }, 'Tunjuk pembantu'),
      refusal: 422,
    },
    { route: '/bantu', as: 'pengelola', address: '/bantu' },
    { route: '/bantu/:ownerId', as: 'pengelola', address: helping },
    {
      route: '/bantu/:ownerId/kegiatan/baru',
      as: 'pengelola',
      address: `${helping}/kegiatan/baru`,
      spoil: fill({ volume: 'banyak', mulai: '25.99' }, /^Simpan/),
      refusal: 422,
    },
    {
      route: '/bantu/:ownerId/kegiatan/:id/ubah',
      as: 'pengelola',
      address: `${helping}/kegiatan/${prepared}/ubah`,
      spoil: fill({ volume: 'banyak' }, /^Simpan/),
      refusal: 422,
    },
    { route: '/dispensasi', as: 'staf3', address: '/dispensasi' },
    { route: '/dispensasi', as: 'pengelola', address: '/dispensasi' },
    {
      route: '/dispensasi/baru',
      as: 'pengelola',
      address: '/dispensasi/baru',
      spoil: fill({ tanggal: 'kemarin', keterangan: 'putus' }, 'Kirim permintaan'),
      refusal: 422,
    },
    {
      route: '/dispensasi/:id',
      as: 'pengelola',
      address: `/dispensasi/${request}`,
      spoil: fill({ jawaban: 'tidak' }, 'Simpan keputusan'),
      refusal: 422,
    },
    { route: '/dispensasi/:id', as: 'staf2', address: `/dispensasi/${request}`, spoil: stale(/^Tarik/), refusal: 409 },
  ];
}
