import type { Office, Person } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';
import { firstEntry } from './entries.ts';
import { fill, stale } from './page-spoilers.ts';
import { listAdjustments } from './listed/adjustments.ts';
import { listAttendanceFiles } from './listed/attendance-files.ts';
import { listCatalogue } from './listed/catalogue.ts';
import { listClosing } from './listed/closing.ts';
import { listFacts } from './listed/facts.ts';
import { listImports } from './listed/imports.ts';
import { listLogging } from './listed/logging.ts';
import { listOrganisation } from './listed/organisation.ts';
import { listPolicyDrafts } from './listed/policy-drafts.ts';
import { listReports } from './listed/reports.ts';
import { listReview } from './listed/review.ts';
import { listRights } from './listed/rights.ts';
import { listSimulations } from './listed/simulations.ts';
import { listSkp } from './listed/skp.ts';

/** A page of the route table as somebody opens it, and how its form is brought to complain. */
export interface ListedPage {
  /** As in the route table. */
  readonly route: string;
  readonly as: CastKey | 'stranger';
  readonly address: string;
  /** Makes the form on the page come back with messages; typed values by field name, which must then still stand there. */
  readonly spoil?: (person: Person) => Promise<Readonly<Record<string, string>>>;
  /** What the refusal answers. */
  readonly refusal?: 409 | 422;
}

/** Routes that are not pages: files, and ways to other pages. */
export const NOT_PAGES = [
  '/',
  '/kegiatan-harian/:id/bukti/:evidenceId',
  '/dispensasi/:id/bukti/:fileId',
  '/keberatan/:id/bukti/:fileId',
  '/kepegawaian/presensi/izin/:id/bukti/:fileId',
  '/kepegawaian/presensi/manual/:id/bukti/:fileId',
  '/progres/:sasaranId/bukti/:fileId',
  '/keuangan/tpp/:bulan/ekspor',
  '/keuangan/tpp/:bulan/:unit/pindaian/:id/:berkas',
  '/kepegawaian/pegawai/:id/perubahan/dokumen/:berkas',
  '/kepegawaian/kelengkapan/unduh',
  '/kepegawaian/fakta/impor/templat.xlsx',
  '/kepegawaian/fakta/impor/:id/perbaikan',
  '/kepegawaian/fakta/usulan/:id/dokumen/:berkas',
  '/pengawasan/jejak/jumlah/:run/:pegawai/dokumen/:usul/:berkas',
  '/kepegawaian/impor/templat/:berkas',
  '/kepegawaian/presensi/impor/templat/:berkas',
  '/kepegawaian/presensi/impor/:id/berkas',
  '/kepegawaian/presensi/impor/:id/perbaikan',
  '/kepegawaian/impor/:id/perbaikan',
  '/opd/kelengkapan',
  '/kepegawaian/periode/:bulan/uji-coba.xlsx',
  '/kepegawaian/aturan/versi/:id/naskah.yaml',
  '/kepegawaian/aturan/versi/:id/contoh.yaml',
  '/kepegawaian/aturan/draf/:id/naskah.yaml',
  '/kepegawaian/aturan/draf/:id/contoh.yaml',
  '/kepegawaian/aturan/draf/:id/simulasi/:simulasi/selisih.xlsx',
  '/kepegawaian/aturan/draf/:id/simulasi/:simulasi/selisih.csv',
  '/laporan/tpp-saya.pdf',
  '/laporan/lkh.pdf',
  '/laporan/lkh.xlsx',
  '/laporan/rekap.pdf',
  '/laporan/rekap.xlsx',
  '/pengawasan/jejak/unduh',
  '/panduan/unduh.pdf',
  '/panduan/gambar/:nama',
];
/** The page of a first start is there only while nobody administers; it is looked at by itself. */
export const FIRST_START = '/siapkan';

/** The units of the small demo, each in another state of last month once `closeSome` has been there. */
export interface Units {
  readonly approved: string;
  readonly computed: string;
  readonly open: string;
}

/** One file per part of the product lists that part's pages. */
const LISTS = [
  listOrganisation,
  listImports,
  listAttendanceFiles,
  listRights,
  listCatalogue,
  listSkp,
  listLogging,
  listReview,
  listReports,
  listClosing,
  listFacts,
  listAdjustments,
  listPolicyDrafts,
  listSimulations,
];

/** Every GET page of the product. */
export async function listPages(office: Office, units: Units, jobId: string): Promise<ListedPage[]> {
  const draft = await firstEntry(office, 'staf1', 'draf');
  const returned = await firstEntry(office, 'staf1', 'dikembalikan');
  const sent = await firstEntry(office, 'staf1', 'dikirim');
  const verified = await firstEntry(office, 'staf1', 'diverifikasi');
  return [
    { route: '/masuk', as: 'stranger', address: '/masuk', spoil: fill({ nip: '19680312' }, 'Masuk'), refusal: 422 },
    {
      route: '/aktivasi',
      as: 'stranger',
      address: '/aktivasi',
      spoil: fill({ nip: '1968' }, /^(Pakai|Simpan|Aktif|Buat|Atur)/),
      refusal: 422,
    },
    { route: '/akun', as: 'staf1', address: '/akun' },
    {
      route: '/akun/kata-sandi',
      as: 'staf1',
      address: '/akun/kata-sandi',
      spoil: fill({}, 'Ganti kata sandi'),
      refusal: 422,
    },
    {
      route: '/cek-dokumen',
      as: 'stranger',
      address: '/cek-dokumen',
      spoil: fill({ kode: 'abc' }, 'Periksa'),
      refusal: 422,
    },
    { route: '/cek-dokumen/:kode', as: 'stranger', address: '/cek-dokumen/AAAAA-22222' },
    { route: '/dasbor', as: 'staf1', address: '/dasbor' },
    { route: '/dasbor', as: 'bupati', address: '/dasbor' },
    { route: '/kegiatan-harian', as: 'staf1', address: '/kegiatan-harian?bulan=2026-11' },
    {
      route: '/kegiatan-harian/baru',
      as: 'staf1',
      address: '/kegiatan-harian/baru',
      spoil: fill({ uraian: 'singkat', volume: 'banyak', mulai: '25.99', selesai: 'sore' }, /^Simpan dan kirim/),
      refusal: 422,
    },
    {
      route: '/kegiatan-harian/:id',
      as: 'staf1',
      address: `/kegiatan-harian/${sent}`,
      spoil: stale(/^Tarik/),
      refusal: 409,
    },
    {
      route: '/kegiatan-harian/:id/ubah',
      as: 'staf1',
      address: `/kegiatan-harian/${returned}/ubah`,
      spoil: fill({ uraian: '', volume: '0', selesai: '1' }, /^Simpan dan kirim/),
      refusal: 422,
    },
    {
      route: '/kegiatan-harian/:id/hapus',
      as: 'staf1',
      address: `/kegiatan-harian/${draft}/hapus`,
      spoil: stale(/^Hapus/),
      refusal: 409,
    },
    { route: '/verifikasi', as: 'atasan', address: '/verifikasi' },
    {
      route: '/verifikasi/:id',
      as: 'atasan',
      address: `/verifikasi/${sent}`,
      spoil: fill({ alasan: 'pendek' }, 'Simpan keputusan'),
      refusal: 422,
    },
    { route: '/validasi', as: 'validator', address: '/validasi' },
    {
      route: '/validasi/:id',
      as: 'validator',
      address: `/validasi/${verified}`,
      spoil: fill({ alasan: 'pendek' }, 'Simpan keputusan'),
      refusal: 422,
    },
    { route: '/laporan', as: 'staf1', address: '/laporan' },
    { route: '/laporan/tpp-saya', as: 'staf1', address: '/laporan/tpp-saya?bulan=2026-10' },
    { route: '/laporan/tpp-saya', as: 'staf2', address: '/laporan/tpp-saya?bulan=2026-11' },
    {
      route: '/kepegawaian/periode',
      as: 'kepegawaian2',
      address: '/kepegawaian/periode?bulan=2026-10',
      spoil: stale(/^Setujui/),
      refusal: 409,
    },
    {
      route: '/kepegawaian/periode/:bulan/:unit/tutup',
      as: 'kepegawaian1',
      address: `/kepegawaian/periode/2026-10/${units.open}/tutup`,
      spoil: fill({ ketik_bulan: 'September 2026' }, 'Tutup periode'),
      refusal: 422,
    },
    { route: '/pekerjaan/:id', as: 'kepegawaian1', address: `/pekerjaan/${jobId}` },
    {
      route: '/keuangan/tpp',
      as: 'keuangan1',
      address: '/keuangan/tpp?bulan=2026-10',
      spoil: async person => {
        await person.page.locator('details:has([name="nomor"]) > summary').first().click();
        return fill({ tanggal: 'kemarin' }, 'Simpan pembayaran')(person);
      },
      refusal: 422,
    },
    { route: '/keuangan/tpp', as: 'bendahara', address: '/keuangan/tpp?bulan=2026-09' },
    {
      route: '/keuangan/tpp/:bulan/:unit/pindaian',
      as: 'bendahara',
      address: `/keuangan/tpp/2026-09/${office.cast.staf1.payrollUnitCode}/pindaian`,
      spoil: fill({}, 'Kirim ke BPKAD'),
      refusal: 422,
    },
    ...(await Promise.all(LISTS.map(list => list(office)))).flat(),
  ];
}
