/**
 * Which topic helps on which page: the beginning of a route's pattern, and the topic. The longest beginning wins; a
 * pattern that ends with `!` is that page alone. A test walks the route table: a page without a topic fails it.
 */
const HELP: readonly (readonly [beginning: string, slug: string])[] = [
  ['/!', 'beranda'],
  ['/masuk', 'masuk'],
  ['/aktivasi', 'masuk'],
  ['/lupa-kata-sandi', 'masuk'],
  ['/siapkan', 'administrator'],
  ['/akun', 'akun'],
  ['/akun/bantuan', 'bantuan-pengisian'],
  ['/dasbor', 'beranda'],
  ['/pengumuman', 'pengumuman'],
  ['/notifikasi', 'pengumuman'],
  ['/input-pimpinan', 'perintah-pimpinan'],
  ['/progres', 'realisasi'],
  ['/sasaran', 'menyusun-skp'],
  ['/sasaran/bawahan', 'skp-bawahan'],
  ['/kegiatan-harian', 'mencatat-kegiatan'],
  ['/kegiatan-harian/salin', 'menyalin'],
  ['/kegiatan-harian/favorit', 'menyalin'],
  ['/kegiatan-harian/catatan', 'menyalin'],
  ['/kegiatan-harian/:id/bukti', 'bukti-dukung'],
  ['/katalog/usul', 'mencatat-kegiatan'],
  ['/keberatan', 'keberatan'],
  ['/dispensasi', 'dispensasi'],
  ['/bantu', 'bantuan-pengisian'],
  ['/laporan', 'laporan-lkh'],
  ['/laporan/tpp-saya', 'tpp-saya'],
  ['/laporan/rekap', 'rekap-unit'],
  ['/presensi', 'presensi'],
  ['/kepegawaian/presensi', 'presensi-unit'],
  ['/panduan', 'beranda'],
  ['/verifikasi', 'memeriksa-kegiatan'],
  ['/verifikasi/delegasi', 'delegasi'],
  ['/validasi', 'validasi'],
  ['/unit', 'rekap-unit'],
  ['/opd', 'kelengkapan'],
  ['/kepegawaian!', 'data-pegawai'],
  ['/kepegawaian/unit', 'unit-dan-jabatan'],
  ['/kepegawaian/jabatan', 'unit-dan-jabatan'],
  ['/kepegawaian/hierarki', 'unit-dan-jabatan'],
  ['/kepegawaian/pegawai', 'data-pegawai'],
  ['/kepegawaian/laporan-data', 'data-pegawai'],
  ['/kepegawaian/pegawai/impor', 'impor'],
  ['/kepegawaian/pegawai/:id/akun', 'aktivasi-dan-reset'],
  ['/kepegawaian/unit/impor', 'impor'],
  ['/kepegawaian/aktivitas/impor', 'impor'],
  ['/kepegawaian/impor', 'impor'],
  ['/kepegawaian/presensi/impor', 'impor'],
  ['/kepegawaian/presensi/mesin', 'impor'],
  ['/kepegawaian/presensi/pin', 'impor'],
  ['/kepegawaian/kalender-kerja', 'kalender-kerja'],
  ['/kepegawaian/jam-kerja', 'kalender-kerja'],
  ['/kepegawaian/aktivitas', 'katalog'],
  ['/kepegawaian/pengumuman', 'membuat-pengumuman'],
  ['/kepegawaian/kelengkapan', 'kelengkapan'],
  ['/kepegawaian/gangguan', 'gangguan'],
  ['/kepegawaian/aktivasi', 'aktivasi-dan-reset'],
  ['/kepegawaian/akun', 'aktivasi-dan-reset'],
  ['/kepegawaian/aturan', 'peraturan-tpp'],
  ['/kepegawaian/fakta', 'data-tpp'],
  ['/kepegawaian/penyesuaian', 'penyesuaian'],
  ['/kepegawaian/periode', 'menutup-bulan'],
  ['/kepegawaian/periode/uji-coba', 'uji-coba'],
  ['/kepegawaian/periode/:bulan/uji-coba', 'uji-coba'],
  ['/kepegawaian/pembayaran-khusus', 'pembayaran-khusus'],
  ['/kepegawaian/aturan/draf/:id/simulasi', 'simulasi-peraturan'],
  ['/pekerjaan', 'pekerjaan'],
  ['/keuangan', 'keuangan'],
  ['/cek-dokumen', 'keuangan'],
  ['/pengawasan', 'jejak-audit'],
  ['/sistem/operasi', 'operasi'],
  ['/sistem/peran', 'hak-akses'],
];

const longestFirst = [...HELP].sort(([a], [b]) => b.length - a.length);

/** The topic of a page by the pattern of its route, such as `/kegiatan-harian/:id`; undefined where none is written. */
export function topicOf(pattern: string): string | undefined {
  return longestFirst.find(([beginning]) =>
    beginning.endsWith('!')
      ? pattern === beginning.slice(0, -1)
      : pattern === beginning || pattern.startsWith(`${beginning}/`) || pattern.startsWith(`${beginning}.`),
  )?.[1];
}

/** The way to the help of a page; without a topic to the guide's first page. */
export function helpFor(pattern: string | undefined): string {
  const slug = pattern === undefined || pattern.startsWith('/panduan') ? undefined : topicOf(pattern);
  return slug === undefined ? '/panduan' : `/panduan/${slug}`;
}
