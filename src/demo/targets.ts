import type { Aspect } from '../domain/skp/realisation.ts';
import type { Family } from './unit-spec.ts';

/** An invented indicator of a result. */
export interface InventedIndicator {
  readonly aspect: Aspect;
  readonly indicator: string;
  /** For a year, whole. */
  readonly target: number;
  readonly unit: string;
}

interface InventedResult {
  readonly result: string;
  readonly indicators: readonly InventedIndicator[];
}

const IN_TIME: InventedIndicator = {
  aspect: 'waktu',
  indicator: 'Lama penyelesaian rata-rata',
  target: 3,
  unit: 'hari',
};
const IN_ORDER: InventedIndicator = {
  aspect: 'kualitas',
  indicator: 'Hasil kerja tanpa perbaikan ulang',
  target: 95,
  unit: 'persen',
};

const result = (text: string, indicator: string, target: number, unit: string): InventedResult => ({
  result: text,
  indicators: [{ aspect: 'kuantitas', indicator, target, unit }, target > 200 ? IN_TIME : IN_ORDER],
});

/** Invented results that people of a family promise for a year (SKP), in the units of the work they log. */
const RESULTS: Readonly<Record<Family, readonly InventedResult[]>> = {
  pimpinan: [
    result('Terlaksananya rencana kerja unit tepat waktu', 'Jumlah rapat pengendalian', 48, 'rapat'),
    result('Terbinanya kinerja pegawai di unit', 'Jumlah pembinaan pegawai', 24, 'pertemuan'),
    result('Tersedianya laporan kinerja unit', 'Jumlah laporan kinerja', 12, 'laporan'),
  ],
  umum: [
    result('Tertibnya surat dan arsip kantor', 'Jumlah surat yang tercatat', 900, 'surat'),
    result('Terpeliharanya sarana kerja', 'Jumlah pemeriksaan sarana', 48, 'kali'),
    result('Terlayaninya kebutuhan rapat', 'Jumlah rapat yang dilayani', 60, 'kali'),
  ],
  perizinan: [
    result('Terbitnya izin sesuai waktu layanan', 'Jumlah berkas yang diperiksa', 1200, 'berkas'),
    result('Tertanganinya pengaduan layanan', 'Jumlah pengaduan yang ditangani', 60, 'pengaduan'),
    result('Lengkapnya berkas permohonan yang diproses', 'Jumlah pemohon yang dilayani', 1500, 'pemohon'),
  ],
  keuangan: [
    result('Tertibnya pembukuan dan pembayaran', 'Jumlah transaksi yang dibukukan', 1200, 'transaksi'),
    result('Tersusunnya laporan keuangan tepat waktu', 'Jumlah laporan keuangan', 12, 'laporan'),
    result('Sesuainya anggaran dengan rencana', 'Jumlah rincian anggaran yang ditelaah', 240, 'rincian'),
  ],
  kepegawaian: [
    result('Mutakhirnya data pegawai', 'Jumlah data pegawai yang dimutakhirkan', 600, 'pegawai'),
    result('Selesainya usul kepegawaian tepat waktu', 'Jumlah usul yang selesai', 240, 'berkas'),
    result('Terbayarnya hak pegawai dengan benar', 'Jumlah daftar hak pegawai', 60, 'daftar'),
  ],
  perencanaan: [
    result('Tersusunnya rencana kerja tahunan', 'Jumlah bahan rencana kerja', 120, 'bahan'),
    result('Tersedianya data pembangunan', 'Jumlah tabel data yang tersedia', 180, 'tabel'),
    result('Tertelaahnya usulan program', 'Jumlah usulan yang ditelaah', 150, 'usulan'),
  ],
  pengawasan: [
    result('Selesainya pemeriksaan sesuai rencana', 'Jumlah bukti yang diperiksa', 900, 'bukti'),
    result('Ditindaklanjutinya temuan pemeriksaan', 'Jumlah temuan yang ditindaklanjuti', 120, 'temuan'),
  ],
  kearsipan: [
    result('Terlayaninya pembaca perpustakaan', 'Jumlah pembaca yang dilayani', 1800, 'orang'),
    result('Tertatanya arsip perangkat daerah', 'Jumlah arsip yang ditata', 240, 'boks'),
    result('Bertambahnya koleksi yang diolah', 'Jumlah koleksi yang diolah', 900, 'judul'),
  ],
  informatika: [
    result('Andalnya aplikasi dan jaringan', 'Jumlah gangguan yang diselesaikan', 240, 'gangguan'),
    result('Terlindunginya data pemerintah daerah', 'Jumlah pemeriksaan keamanan', 96, 'kali'),
    result('Terbantunya pengguna aplikasi', 'Jumlah pengguna yang dibantu', 600, 'orang'),
  ],
  kesehatan: [
    result('Terlayaninya pasien sesuai standar', 'Jumlah pasien yang dilayani', 3000, 'pasien'),
    result('Lengkapnya catatan medis', 'Jumlah berkas rekam medis', 2400, 'berkas'),
    result('Meningkatnya pengetahuan kesehatan warga', 'Jumlah kelompok yang mendapat penyuluhan', 48, 'kelompok'),
  ],
  pendidikan: [
    result('Terbinanya satuan pendidikan', 'Jumlah sekolah yang dibina', 120, 'sekolah'),
    result('Sahihnya data sekolah', 'Jumlah data sekolah yang diperiksa', 240, 'sekolah'),
    result('Terlaksananya kegiatan pendidikan', 'Jumlah bahan kegiatan pendidikan', 96, 'bahan'),
  ],
  teknik: [
    result('Selesainya pekerjaan sesuai mutu', 'Jumlah paket pekerjaan yang selesai', 24, 'paket'),
    result('Tersedianya gambar dan hitungan teknis', 'Jumlah lembar gambar dan hitungan', 240, 'lembar'),
    result('Terpeliharanya bangunan umum', 'Jumlah lokasi yang dipelihara', 120, 'lokasi'),
  ],
  kependudukan: [
    result('Terbitnya dokumen kependudukan', 'Jumlah dokumen yang terbit', 3000, 'berkas'),
    result('Padannya data penduduk', 'Jumlah data keluarga yang dipadankan', 1200, 'keluarga'),
    result('Terlayaninya pencatatan sipil', 'Jumlah orang yang dilayani', 1800, 'orang'),
  ],
  kecamatan: [
    result('Terlayaninya warga di wilayah', 'Jumlah surat layanan warga', 1200, 'surat'),
    result('Terjaganya ketertiban wilayah', 'Jumlah pertemuan ketertiban', 48, 'pertemuan'),
    result('Mutakhirnya data wilayah', 'Jumlah data rukun tetangga yang dimutakhirkan', 120, 'rukun'),
  ],
};

const EVERYBODY: readonly InventedResult[] = [
  {
    result: 'Terlaksananya tugas lain dari pimpinan',
    indicators: [{ aspect: 'kuantitas', indicator: 'Jumlah tugas yang selesai', target: 24, unit: 'tugas' }],
  },
  {
    result: 'Bertambahnya kemampuan diri melalui pelatihan',
    indicators: [{ aspect: 'kuantitas', indicator: 'Lama pelatihan yang diikuti', target: 40, unit: 'jam' }],
  },
];

/** The results of one person's year, two to four, main ones first. */
export const resultsFor = (family: Family, count: number): string[] =>
  [...RESULTS[family], ...EVERYBODY].slice(0, count).map(each => each.result);

const INDICATORS = new Map(
  [...Object.values(RESULTS).flat(), ...EVERYBODY].map(each => [each.result, each.indicators]),
);

/** How a result is measured. */
export const indicatorsFor = (text: string): readonly InventedIndicator[] => INDICATORS.get(text) ?? [];

/** Results that everybody promises beside those of the post. */
export const ADDITIONAL: readonly string[] = EVERYBODY.map(each => each.result);
