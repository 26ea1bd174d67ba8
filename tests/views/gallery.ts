import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAssets } from '../../src/platform/render/assets.ts';
import type { ExplanationNode } from '../../src/platform/render/components.ts';
import { createViews } from '../../src/platform/render/engine.ts';
import { blankForm, failedForm } from '../../src/platform/render/forms.ts';
import type { Shell } from '../../src/platform/render/shell.ts';

/** Sample props of every component, for the tests that read the markup and for a page that shows them all. */

const here = path.dirname(fileURLToPath(import.meta.url));
export const viewsRoot = path.resolve(here, '../../views');
export const publicRoot = path.resolve(here, '../../public');
export const assets = loadAssets(publicRoot);
export const views = createViews({ root: viewsRoot, cache: true, assets });

/** A value that would run if any template printed it raw. */
export const HOSTILE = `"><script>alert('x')</script>`;

export const shell: Shell = {
  appName: 'e-Kinerja',
  regencyName: 'Pemerintah Kabupaten Contoh',
  user: { name: 'Amat Fauzi', role: 'Pengadministrasi Umum', key: 'k3j9', day: 20_780 },
  nav: [
    { href: '/dasbor', label: 'Beranda', icon: 'rumah', current: true },
    { href: '/kegiatan-harian', label: 'Kegiatan harian', icon: 'pena' },
    { href: '/laporan/tpp-saya', label: 'TPP saya', icon: 'uang' },
    { href: '/verifikasi', label: 'Verifikasi', icon: 'centang', badge: 40 },
    { href: '/akun', label: 'Akun', icon: 'orang' },
  ],
  demoBanner: 'Ini peragaan. Semua nama dan angka di sini karangan.',
  flash: {
    kind: 'berhasil',
    text: 'Kegiatan dikirim ke Rahmat Hidayat. Poin hari ini 180 dari 300.',
    links: [{ href: '/kegiatan-harian/baru', label: 'Catat lagi' }],
    savedForm: 'kegiatan-harian',
  },
  serverTime: '21 Nov 2026 pukul 08.30 WITA',
  helpHref: '/panduan',
};

export const filled = blankForm({
  nip: '19680312 199403 1 005',
  uraian: 'Dua undangan rapat koordinasi perizinan',
  aktivitas: '2',
  tanggal: '2026-11-21',
  sasaran: 's2',
  id: ['a', 'b'],
});
export const refused = failedForm({ nip: HOSTILE, uraian: HOSTILE, aktivitas: '9', volume: '12' }, [
  { field: 'nip', message: 'NIP harus 18 angka. Anda mengisi 12 angka' },
  { field: 'uraian', message: 'Tulis uraian kegiatan, paling sedikit 10 huruf' },
  { field: 'aktivitas', message: 'Pilih kegiatan' },
  { field: 'tanggal', message: 'Pilih tanggal' },
  { field: 'sasaran', message: 'Pilih target SKP' },
  { field: 'bukti', message: 'Ukuran berkas 3,1 MB. Paling besar 2 MB' },
  { field: 'kata_sandi', message: 'Isi kata sandi' },
  { field: 'id', message: 'Centang paling sedikit 1 kegiatan' },
]);

const activities = [
  { value: '1', label: 'Menyusun surat dinas', note: '30 poin per dokumen' },
  { value: '2', label: 'Melayani pemohon', note: '15 poin per orang', hint: 'Loket atau telepon' },
  { value: '3', label: 'Mengikuti rapat', note: '1 poin per menit' },
  { value: '4', label: '09.00–10.00 Menyusun surat dinas', hint: '2 surat', problem: 'Tidak bisa: jam 09.00 sudah terisi' },
];
const days = [
  { value: '2026-11-21', label: 'Hari ini', hint: 'Sab 21 Nov' },
  { value: '2026-11-20', label: 'Jum 20 Nov' },
  { value: '2026-11-19', label: 'Kam 19 Nov' },
  { value: '2026-11-18', label: 'Rab 18 Nov' },
];
const targets = [
  { value: 's1', label: 'Izin terbit paling lama 3 hari', group: 'Utama' },
  { value: 's2', label: 'Arsip tertata', group: 'Utama' },
  { value: 's3', label: 'Membantu panitia HUT', group: 'Tambahan' },
];

export const explained: ExplanationNode = {
  label: 'TPP bruto',
  sentence: 'Produktivitas ditambah disiplin.',
  cite: 'Perbup contoh 2026 Pasal 5',
  amount: 2_430_000n,
  inputs: [],
  children: [
    {
      label: 'Produktivitas',
      sentence: 'Besaran TPP dikali 60 % dikali capaian poin.',
      cite: 'Pasal 6 ayat (1)',
      amount: 1_490_400n,
      inputs: [
        { label: 'Besaran TPP', value: 'Rp2.700.000' },
        { label: 'Capaian poin', value: '92 %' },
      ],
      children: [
        {
          label: 'Capaian poin',
          sentence: 'Poin divalidasi dibagi target sebulan.',
          cite: 'Pasal 7',
          value: '92 %',
          inputs: [
            { label: 'Poin divalidasi', value: '5.520' },
            { label: 'Target', value: '6.000' },
          ],
          children: [],
          links: [{ href: '/kegiatan-harian?bulan=2026-10', label: 'Kegiatan Oktober 2026' }],
        },
      ],
    },
    {
      label: 'Pengurangan TPP',
      sentence: 'Terlambat 2 kali, masing-masing 0,5 %.',
      cite: 'Pasal 9',
      amount: -27_005n,
      inputs: [],
      children: [],
    },
  ],
};

/** Each component with props, plain and, where it has one, in its refused state. */
export const samples: readonly { readonly name: string; readonly props: object }[] = [
  { name: 'page-head', props: { title: 'Kegiatan harian', back: { href: '/dasbor', label: 'Beranda' }, status: 'dikirim', lead: 'Batas mengisi: 3 hari.' } },
  { name: 'error-summary', props: { form: refused } },
  { name: 'flash', props: { flash: shell.flash } },
  { name: 'notice', props: { kind: 'awas', text: 'Tinggal 1 hari. Kegiatan Kam 19 Nov harus dikirim paling lambat besok pukul 23.59 WITA.' } },
  { name: 'notice', props: { kind: 'terkunci', text: 'Oktober 2026 sudah ditutup 3 Nov. Data hanya bisa dilihat.' } },
  { name: 'ring', props: { id: 'hari-ini', value: 180, target: 300, unit: 'poin', text: 'Kurang 120 poin untuk hari ini.' } },
  { name: 'task-list', props: { items: [{ label: 'Perbaiki 1 kegiatan', href: '/kegiatan-harian/8', hint: 'Batas besok 23.59', tag: { text: 'Dikembalikan', tone: 'kuning' } }, { label: 'Ganti kata sandi', done: true }] } },
  { name: 'field', props: { form: filled, name: 'nip', label: 'NIP', hint: '18 angka, boleh pakai spasi', inputmode: 'numeric', autocomplete: 'username' } },
  { name: 'field', props: { form: refused, name: 'nip', label: 'NIP', hint: '18 angka, boleh pakai spasi', inputmode: 'numeric', id: 'nip' } },
  { name: 'field', props: { form: refused, name: 'volume', label: 'Volume', suffix: 'dokumen', width: 'pendek', inputmode: 'decimal' } },
  { name: 'password', props: { form: refused, name: 'kata_sandi', label: 'Kata sandi', autocomplete: 'current-password' } },
  { name: 'radios', props: { form: refused, name: 'aktivitas', legend: 'Kegiatan apa?', hint: 'Yang sering dipakai', options: activities } },
  { name: 'textarea', props: { form: refused, name: 'uraian', label: 'Uraian', hint: 'Apa hasilnya? Contoh: 2 undangan rapat' } },
  { name: 'date-chips', props: { form: refused, name: 'tanggal', legend: 'Tanggal', options: days } },
  { name: 'select', props: { form: refused, name: 'sasaran', label: 'Target SKP', options: targets, empty: 'Belum dipilih', optional: true } },
  { name: 'checkboxes', props: { form: refused, name: 'id', legend: 'Kegiatan yang disalin', options: activities } },
  { name: 'file', props: { form: refused, name: 'bukti', label: 'Bukti dukung', hint: 'Foto atau PDF, paling besar 2 MB', accept: '.jpg,.png,.pdf', multiple: true, optional: true } },
  { name: 'hidden', props: { fields: { kunci_kirim: '0d2c', versi: HOSTILE }, owner: 'c2FtcGxl' } },
  { name: 'kept-query', props: { fields: { bulan: '2026-11', cari: HOSTILE } } },
  { name: 'button', props: { label: 'Simpan dan kirim', name: 'aksi', value: 'kirim', icon: 'kirim' } },
  { name: 'button', props: { label: 'Simpan draf', name: 'aksi', value: 'draf', kind: 'kedua' } },
  {
    name: 'list-search',
    props: {
      search: {
        label: 'Cari unit',
        action: '/kepegawaian/periode',
        hidden: { bulan: '2026-11' },
        form: blankForm({ cari: HOSTILE, keadaan: '' }),
        states: [{ value: 'TERBUKA', label: 'Terbuka (12)' }],
      },
    },
  },
  { name: 'month-nav', props: { label: 'November 2026', previous: { href: '?bulan=2026-10', label: 'Oktober 2026' }, next: null } },
  { name: 'heat-map', props: { caption: 'Poin November', weeks: [[null, { day: '3', points: '310', text: '310 poin', level: 4, href: '?t=3' }, { day: '4', points: '260', text: '260 poin', level: 3 }, { day: '5', points: '160', text: '160 poin', level: 2 }, { day: '6', points: '60', text: '60 poin', level: 1 }, { day: '7', points: '0', text: '0 poin', level: 0 }, { day: '8', points: '–', text: 'libur', level: 0, off: true }]] } },
  { name: 'table', props: { caption: 'TPP Oktober 2026', columns: [{ label: 'Unit' }, { label: 'Pegawai', numeric: true }, { label: 'Diterima', numeric: true }, { label: 'Keadaan' }], rows: [{ cells: [{ text: 'Dinas PMPTSP', href: '/u/1', hint: 'DPMPTSP' }, '23', { rupiah: 66_714_375n }, { status: 'DISETUJUI' }] }, { cells: ['RSUD', '611', { rupiah: 1_912_004_500n }, { status: 'DIHITUNG' }], entry: { id: '7', status: 'dikirim', poin: 60 } }], foot: ['Jumlah', '634', { rupiah: 1_978_718_875n }, ''] } },
  { name: 'table', props: { caption: 'Daftar penerimaan', narrow: 'gulir', columns: [{ label: 'Nama' }, { label: 'Beban kerja', numeric: true }, { label: 'Prestasi kerja', numeric: true }, { label: 'Kondisi kerja', numeric: true }, { label: 'Jumlah bersih diterima', numeric: true }], rows: [{ cells: ['Amat Fauzi', { rupiah: 1_900_000n }, { rupiah: 1_187_500n }, { rupiah: 0n }, { rupiah: 2_673_495n }] }] } },
  { name: 'pagination', props: { text: '1–50 dari 312', previous: '?sebelum=1', next: '?sesudah=50' } },
  { name: 'timeline', props: { items: [{ title: 'Dikembalikan', by: 'Rahmat Hidayat', at: '21 Nov 2026 pukul 09.12 WITA', note: HOSTILE }, { title: 'Dikirim', by: 'Amat Fauzi', at: '20 Nov 2026 pukul 15.22 WITA' }] } },
  { name: 'summary-list', props: { rows: [{ label: 'Pegawai', value: 'Ahmad Fauzi' }, { label: 'Besaran TPP', value: { rupiah: 2_700_000n }, change: { href: '#', label: 'Ubah', what: 'besaran TPP' } }, { label: 'Keadaan', value: { status: 'diverifikasi' } }] } },
  { name: 'explanation', props: { node: explained, open: true } },
  { name: 'folded-steps', props: { part: { heading: 'Tidak berpengaruh (2)', inputs: [{ label: 'Status kepegawaian', value: 'PNS' }], children: [explained] } } },
  { name: 'bar', props: { label: 'Fauzi', value: 47, max: 60, text: '47 jam', over: true } },
  { name: 'progress', props: { id: 'kerja', label: 'Menghitung Oktober 2026', state: 'berjalan', done: 1240, total: 5021, text: '1.240 dari 5.021 pegawai. Anda boleh menutup halaman ini.' } },
  { name: 'empty-state', props: { text: 'Belum ada kegiatan pada Sab 21 Nov. Mulai dari yang paling mudah: apa yang Anda kerjakan pagi ini?', action: { href: '/kegiatan-harian/baru', label: 'Catat kegiatan' } } },
  { name: 'money', props: { amount: 2_430_000n, big: true } },
  { name: 'cell', props: { cell: { text: 'RSUD', hint: 'DINKES' } } },
  { name: 'icon', props: { name: 'rumah' } },
  { name: 'status-tag', props: { status: 'ditolak' } },
  { name: 'confirm', props: { heading: 'Tutup periode', sentence: 'Setelah ditutup, kegiatan Oktober 2026 tidak bisa diubah.', rows: [{ label: 'Pegawai', value: '23' }], action: '/kepegawaian/periode/2026-10/DPMPTSP/tutup', hidden: { kunci_kirim: 'u' }, act: 'Tutup periode', danger: true, back: { href: '/kepegawaian/periode', label: 'Lanjut nanti' }, form: blankForm({ ketik_bulan: '' }), typed: { name: 'ketik_bulan', label: 'Ketik bulannya', hint: 'Ketik Oktober 2026 untuk melanjutkan' } } },
];

/** One component with its own props, as markup. */
export const rendered = (name: string, props: object): string => views.render(`components/${name}`, props);
