// The pictures of the guide (src/features/guide/pictures): which page, who looks at it, and what to bring it to before.
// `from` is where a picture begins, where that is not the top of the page's own part.
// Names are those that the topics in src/features/guide/topics use; a test holds the two together.

const month = '2026-11';

async function typeActivity(page) {
  await page.locator('label:has(input[name="aktivitas"])').first().click();
  await page.locator('[name="uraian"]').fill('2 surat undangan rapat koordinasi perizinan');
}

const openFirst = selector => async page => {
  await page.locator(selector).first().click();
  await page.waitForLoadState('load');
};

async function unfoldFirst(page) {
  await page.locator('main .rincian details > summary').first().click();
}

export const GUIDE_PICTURES = [
  { name: 'masuk', as: null, address: '/masuk' },
  { name: 'beranda', as: 'staf1', address: '/dasbor', from: 'main .kisi' },
  { name: 'akun', as: 'staf1', address: '/akun' },
  { name: 'formulir', as: 'staf1', address: '/kegiatan-harian/baru', ready: typeActivity },
  { name: 'salin', as: 'staf1', address: '/kegiatan-harian/salin' },
  {
    name: 'dikembalikan',
    as: 'staf1',
    address: `/kegiatan-harian?bulan=${month}`,
    ready: openFirst('main [data-status="dikembalikan"] a[href^="/kegiatan-harian/"]'),
  },
  { name: 'keberatan', as: 'staf1', address: '/keberatan' },
  { name: 'dispensasi', as: 'staf1', address: '/dispensasi' },
  { name: 'skp', as: 'staf1', address: '/sasaran?tahun=2026' },
  { name: 'realisasi', as: 'staf1', address: '/progres?tahun=2026' },
  { name: 'perintah', as: 'staf1', address: '/input-pimpinan?tab=perintah' },
  { name: 'lkh', as: 'staf1', address: `/laporan/lkh?bulan=${month}` },
  { name: 'tpp-saya', as: 'staf1', address: '/laporan/tpp-saya?bulan=2026-09', ready: unfoldFirst },
  { name: 'antrean', as: 'atasan', address: '/verifikasi' },
  { name: 'keputusan', as: 'atasan', address: '/verifikasi', ready: openFirst('main li[data-id] a') },
  { name: 'validasi', as: 'validator', address: '/validasi' },
  { name: 'delegasi', as: 'atasan', address: '/verifikasi/delegasi' },
  { name: 'rekap', as: 'atasan', address: '/laporan/rekap?bulan=2026-10' },
  { name: 'kelengkapan', as: 'pengelola', address: '/kepegawaian/kelengkapan' },
  { name: 'jabatan', as: 'kepegawaian1', address: '/kepegawaian/jabatan' },
  { name: 'pegawai', as: 'kepegawaian1', address: '/kepegawaian/pegawai' },
  { name: 'impor', as: 'kepegawaian1', address: '/kepegawaian/pegawai/impor' },
  { name: 'hak-akses', as: 'kepegawaian1', address: '/sistem/peran' },
  { name: 'pengumuman', as: 'kepegawaian1', address: '/kepegawaian/pengumuman' },
  { name: 'tutup-periode', as: 'kepegawaian1', address: '/kepegawaian/periode/2026-10/DPMPTSP/tutup' },
  { name: 'katalog', as: 'kepegawaian1', address: '/kepegawaian/aktivitas' },
  { name: 'keuangan', as: 'keuangan1', address: '/keuangan/tpp?bulan=2026-09' },
];
