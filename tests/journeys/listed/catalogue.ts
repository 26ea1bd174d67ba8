import type { Office, Person } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill, stale } from '../page-spoilers.ts';

const LIST = '/kepegawaian/aktivitas';
const CALENDAR = '/kepegawaian/kalender-kerja';

/** Pages of catalogue, work calendar and completeness, as somebody opens them. */
export async function listCatalogue({ app }: Office): Promise<ListedPage[]> {
  const item = async (code: string): Promise<string> => {
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM catalogue_item WHERE code = $1', [code]);
    return rows[0]!.id;
  };
  const [izin, arsip, boks] = [await item('PERIZINAN-01'), await item('UMUM-11'), await item('UMUM-03')];
  const { rows } = await app.deps.pool.query<{ id: string }>(
    "SELECT id FROM catalogue_proposal WHERE state = 'menunggu' ORDER BY due_on LIMIT 1",
  );
  const proposal = rows[0]!.id;
  const hours = await app.deps.pool.query<{ id: string }>('SELECT id FROM special_hours LIMIT 1');
  const ramadan = hours.rows[0]!.id;
  const opened =
    (summary: string, then: NonNullable<ListedPage['spoil']>): NonNullable<ListedPage['spoil']> =>
    async (person: Person) => {
      await person.page.locator('main summary').filter({ hasText: summary }).click();
      return then(person);
    };
  return [
    {
      route: '/katalog/usul',
      as: 'staf1',
      address: '/katalog/usul',
      spoil: fill({ nama: '', menit: 'lama', alasan: 'perlu' }, 'Kirim usul'),
      refusal: 422,
    },
    { route: LIST, as: 'kepegawaian1', address: LIST },
    { route: LIST, as: 'pengelola', address: `${LIST}?jabatan=kesehatan&cari=pasien` },
    {
      route: `${LIST}/baru`,
      as: 'kepegawaian1',
      address: `${LIST}/baru`,
      spoil: fill(
        { nama: '', poin: '500', menit_wajar: '0', maks_per_hari: 'banyak', berlaku_mulai: '40/1' },
        /^Simpan/,
      ),
      refusal: 422,
    },
    {
      route: `${LIST}/:id`,
      as: 'kepegawaian1',
      address: `${LIST}/${izin}`,
      spoil: opened('Tetapkan harapan', fill({ harian: 'dua', mulai: 'besok' }, 'Simpan harapan')),
      refusal: 422,
    },
    {
      route: `${LIST}/:id/ubah`,
      as: 'kepegawaian1',
      address: `${LIST}/${izin}/ubah`,
      spoil: fill({ poin: '0', satuan: '' }, /^Simpan/),
      refusal: 422,
    },
    { route: `${LIST}/mirip`, as: 'kepegawaian1', address: `${LIST}/mirip` },
    {
      route: `${LIST}/gabung`,
      as: 'kepegawaian1',
      address: `${LIST}/gabung?dari=${arsip}&ke=${boks}`,
      spoil: stale(/^Gabungkan/),
      refusal: 409,
    },
    { route: `${LIST}/di-luar-katalog`, as: 'kepegawaian1', address: `${LIST}/di-luar-katalog` },
    { route: `${LIST}/tanpa-aktivitas`, as: 'kepegawaian1', address: `${LIST}/tanpa-aktivitas` },
    { route: `${LIST}/usulan`, as: 'kepegawaian1', address: `${LIST}/usulan` },
    {
      route: `${LIST}/usulan/:id`,
      as: 'kepegawaian1',
      address: `${LIST}/usulan/${proposal}`,
      spoil: fill({ alasan: '' }, 'Kirim jawaban'),
      refusal: 422,
    },
    {
      route: CALENDAR,
      as: 'kepegawaian1',
      address: CALENDAR,
      spoil: fill({ tanggal: '31/2/2026', keterangan: '' }, 'Tambah'),
      refusal: 422,
    },
    {
      route: `${CALENDAR}/:tanggal/:jenis/hapus`,
      as: 'kepegawaian1',
      address: `${CALENDAR}/2026-12-25/libur/hapus`,
      spoil: stale(/^Hapus/),
      refusal: 409,
    },
    {
      route: `${CALENDAR}/jam/:id/hapus`,
      as: 'kepegawaian1',
      address: `${CALENDAR}/jam/${ramadan}/hapus`,
      spoil: stale(/^Hapus/),
      refusal: 409,
    },
    { route: '/kepegawaian/kelengkapan', as: 'pengelola', address: '/kepegawaian/kelengkapan' },
    { route: '/kepegawaian/kelengkapan', as: 'kepegawaian1', address: '/kepegawaian/kelengkapan' },
  ];
}
