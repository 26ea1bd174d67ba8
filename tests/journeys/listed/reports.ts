import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

/** Pages of this part of the product, as somebody opens them. */
export const listReports = async (office: Office): Promise<ListedPage[]> => {
  const leave = await office.app.deps.pool.query<{ id: string }>(
    'SELECT id FROM leave_record ORDER BY first_day LIMIT 1',
  );
  const record = await office.app.deps.pool.query<{ id: string }>(
    `SELECT id FROM attendance_record WHERE source = 'manual' LIMIT 1`,
  );
  const line = await office.app.deps.pool.query<{ run: string; person: string }>(
    `SELECT l.run_id AS run, l.employee_id AS person FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
     WHERE r.month = '2026-09-01' AND l.employee_id = $1`,
    [office.cast.staf1.employeeId],
  );
  const { run, person } = line.rows[0]!;
  return [
    { route: '/laporan', as: 'atasan', address: '/laporan?bulan=2026-10' },
    {
      route: '/laporan/tpp-saya/kalau',
      as: 'staf1',
      address: '/laporan/tpp-saya/kalau?bulan=2026-11',
      spoil: fill({ poin: 'banyak', terlambat_kali: '99', tanpa_keterangan: '-1' }, 'Hitung'),
    },
    {
      route: '/laporan/tpp-saya/kalau',
      as: 'staf2',
      address: '/laporan/tpp-saya/kalau?bulan=2026-11&hitung=ya&penuh=sisa&terlambat_kali=2&terlambat_lama=1',
    },
    { route: '/laporan/tpp-saya/kalau', as: 'bupati', address: '/laporan/tpp-saya/kalau?bulan=2026-11' },
    { route: '/laporan/lkh', as: 'staf1', address: '/laporan/lkh?bulan=2026-11' },
    { route: '/laporan/lkh', as: 'staf2', address: '/laporan/lkh?bulan=2026-01' },
    { route: '/laporan/rekap', as: 'pengelola', address: '/laporan/rekap?bulan=2026-10' },
    { route: '/laporan/rekap', as: 'kepegawaian1', address: '/laporan/rekap?bulan=2026-11' },
    { route: '/presensi', as: 'staf1', address: '/presensi?bulan=2026-10' },
    { route: '/presensi', as: 'bupati', address: '/presensi' },
    { route: '/pengawasan/jejak', as: 'auditor', address: '/pengawasan/jejak' },
    { route: '/pengawasan/jejak', as: 'auditor', address: '/pengawasan/jejak?unit=DPMPTSP&bulan=2026-09' },
    { route: '/pengawasan/jejak/acak', as: 'auditor', address: '/pengawasan/jejak/acak?bulan=2026-09&benih=TETAP' },
    {
      route: '/pengawasan/jejak/jumlah/:run/:pegawai',
      as: 'auditor',
      address: `/pengawasan/jejak/jumlah/${run}/${person}?hitung=ulang`,
    },
    { route: '/kepegawaian/presensi', as: 'kepegawaian1', address: '/kepegawaian/presensi?bulan=2026-10' },
    { route: '/kepegawaian/presensi', as: 'pengelola', address: '/kepegawaian/presensi?bulan=2026-11' },
    { route: '/kepegawaian/presensi/izin', as: 'pengelola', address: '/kepegawaian/presensi/izin' },
    { route: '/kepegawaian/presensi/izin/baru', as: 'pengelola', address: '/kepegawaian/presensi/izin/baru' },
    {
      route: '/kepegawaian/presensi/izin/:id',
      as: 'pengelola',
      address: `/kepegawaian/presensi/izin/${leave.rows[0]!.id}`,
    },
    { route: '/kepegawaian/jam-kerja', as: 'kepegawaian1', address: '/kepegawaian/jam-kerja' },
    {
      route: '/kepegawaian/jam-kerja/baru',
      as: 'kepegawaian1',
      address: '/kepegawaian/jam-kerja/baru',
      spoil: fill({ tmt: 'besok', masuk: '25', dasar: 'SE 1/2026' }, 'Simpan'),
    },
    {
      route: '/kepegawaian/presensi/manual',
      as: 'kepegawaian1',
      address: '/kepegawaian/presensi/manual',
      spoil: fill({ alasan: 'tidak' }, 'Tolak yang dicentang'),
    },
    {
      route: '/kepegawaian/presensi/manual/baru',
      as: 'pengelola',
      address: '/kepegawaian/presensi/manual/baru',
      spoil: fill({ nip: '12', tanggal: 'besok', alasan: 'Mesin rusak' }, 'Simpan'),
    },
    {
      route: '/kepegawaian/presensi/manual/:id',
      as: 'pengelola',
      address: `/kepegawaian/presensi/manual/${record.rows[0]!.id}`,
    },
    { route: '/panduan', as: 'staf1', address: '/panduan' },
    { route: '/panduan', as: 'atasan', address: '/panduan?cari=kembali' },
    { route: '/panduan', as: 'staf2', address: '/panduan?cari=zzz' },
    { route: '/panduan/:topik', as: 'staf1', address: '/panduan/mencatat-kegiatan' },
  ];
};
