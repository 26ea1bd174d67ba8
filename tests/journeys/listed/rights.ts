import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

/** Rights, accounts, announcements, notifications and one's own data, as somebody opens them. */
export async function listRights(office: Office): Promise<ListedPage[]> {
  const { pool } = office.app.deps;
  const idOf = async (statement: string, values: unknown[] = []): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(statement, values);
    if (!rows[0]) throw new Error(`the demo has nothing for: ${statement}`);
    return rows[0].id;
  };
  const waiting = await idOf('SELECT id FROM role_grant WHERE confirmed_by IS NULL AND NOT waived LIMIT 1');
  const announcement = await idOf("SELECT id FROM announcement WHERE audience = 'semua' AND important LIMIT 1");
  const report = await idOf("SELECT id FROM data_report WHERE state = 'baru' ORDER BY created_at LIMIT 1");
  const person = office.cast.staf2.employeeId;
  return [
    { route: '/sistem/peran', as: 'admin', address: '/sistem/peran' },
    { route: '/sistem/operasi', as: 'admin', address: '/sistem/operasi' },
    {
      route: '/sistem/peran/baru',
      as: 'admin',
      address: `/sistem/peran/baru?cari=${encodeURIComponent(office.cast.staf2.name.split(' ')[0]!)}`,
      spoil: fill({ sk: 'x', mulai: 'kemarin', selesai: '' }, 'Beri hak'),
      refusal: 422,
    },
    {
      route: '/sistem/peran/:id',
      as: 'kepegawaian1',
      address: `/sistem/peran/${waiting}`,
      spoil: stale(/^Sahkan/),
      refusal: 409,
    },
    { route: '/kepegawaian/aktivasi', as: 'pengelola', address: '/kepegawaian/aktivasi' },
    { route: '/kepegawaian/pegawai/:id/akun', as: 'pengelola', address: `/kepegawaian/pegawai/${person}/akun` },
    {
      route: '/lupa-kata-sandi',
      as: 'stranger',
      address: '/lupa-kata-sandi',
      spoil: fill({ nip: '1968' }, 'Minta kode baru'),
      refusal: 422,
    },
    { route: '/akun/data', as: 'staf1', address: '/akun/data' },
    {
      route: '/akun/kontak',
      as: 'staf1',
      address: '/akun/kontak',
      spoil: fill({ hp: 'nol delapan', email: 'bukan alamat' }, 'Simpan'),
      refusal: 422,
    },
    { route: '/akun/tampilan', as: 'staf1', address: '/akun/tampilan' },
    { route: '/akun/dilihat', as: 'staf1', address: '/akun/dilihat' },
    {
      route: '/akun/data-keliru',
      as: 'staf1',
      address: '/akun/data-keliru',
      spoil: fill({ pesan: 'pendek' }, 'Kirim laporan'),
      refusal: 422,
    },
    { route: '/kepegawaian/laporan-data', as: 'pengelola', address: '/kepegawaian/laporan-data' },
    {
      route: '/kepegawaian/laporan-data/:id',
      as: 'pengelola',
      address: `/kepegawaian/laporan-data/${report}`,
      spoil: fill({ jawaban: 'ya' }, 'Kirim jawaban'),
      refusal: 422,
    },
    { route: '/notifikasi', as: 'staf1', address: '/notifikasi' },
    { route: '/pengumuman', as: 'staf1', address: '/pengumuman' },
    { route: '/pengumuman/:id', as: 'staf1', address: `/pengumuman/${announcement}` },
    { route: '/kepegawaian/pengumuman', as: 'kepegawaian1', address: '/kepegawaian/pengumuman' },
    {
      route: '/kepegawaian/pengumuman/baru',
      as: 'kepegawaian1',
      address: '/kepegawaian/pengumuman/baru',
      spoil: fill({ judul: '', isi: '', mulai: 'besok', selesai: 'lusa' }, 'Umumkan'),
      refusal: 422,
    },
    {
      route: '/kepegawaian/pengumuman/:id',
      as: 'kepegawaian1',
      address: `/kepegawaian/pengumuman/${announcement}`,
      spoil: stale(/^Tarik/),
      refusal: 409,
    },
    {
      route: '/kepegawaian/pengumuman/:id/ubah',
      as: 'kepegawaian1',
      address: `/kepegawaian/pengumuman/${announcement}/ubah`,
      spoil: fill({ judul: '', selesai: '01/01/2020' }, 'Simpan perubahan'),
      refusal: 422,
    },
  ];
}
