import type { Family } from './unit-spec.ts';

/** Invented results that people of a family promise for a year (SKP). */
const RESULTS: Readonly<Record<Family, readonly string[]>> = {
  pimpinan: [
    'Terlaksananya rencana kerja unit tepat waktu',
    'Terbinanya kinerja pegawai di unit',
    'Tersedianya laporan kinerja unit',
  ],
  umum: ['Tertibnya surat dan arsip kantor', 'Terpeliharanya sarana kerja', 'Terlayaninya kebutuhan rapat'],
  perizinan: [
    'Terbitnya izin sesuai waktu layanan',
    'Tertanganinya pengaduan layanan',
    'Lengkapnya berkas permohonan yang diproses',
  ],
  keuangan: [
    'Tertibnya pembukuan dan pembayaran',
    'Tersusunnya laporan keuangan tepat waktu',
    'Sesuainya anggaran dengan rencana',
  ],
  kepegawaian: [
    'Mutakhirnya data pegawai',
    'Selesainya usul kepegawaian tepat waktu',
    'Terbayarnya hak pegawai dengan benar',
  ],
  perencanaan: ['Tersusunnya rencana kerja tahunan', 'Tersedianya data pembangunan', 'Tertelaahnya usulan program'],
  pengawasan: ['Selesainya pemeriksaan sesuai rencana', 'Ditindaklanjutinya temuan pemeriksaan'],
  kearsipan: [
    'Terlayaninya pembaca perpustakaan',
    'Tertatanya arsip perangkat daerah',
    'Bertambahnya koleksi yang diolah',
  ],
  informatika: [
    'Andalnya aplikasi dan jaringan',
    'Terlindunginya data pemerintah daerah',
    'Terbantunya pengguna aplikasi',
  ],
  kesehatan: [
    'Terlayaninya pasien sesuai standar',
    'Lengkapnya catatan medis',
    'Meningkatnya pengetahuan kesehatan warga',
  ],
  pendidikan: ['Terbinanya satuan pendidikan', 'Sahihnya data sekolah', 'Terlaksananya kegiatan pendidikan'],
  teknik: [
    'Selesainya pekerjaan sesuai mutu',
    'Tersedianya gambar dan hitungan teknis',
    'Terpeliharanya bangunan umum',
  ],
  kependudukan: ['Terbitnya dokumen kependudukan', 'Padannya data penduduk', 'Terlayaninya pencatatan sipil'],
  kecamatan: ['Terlayaninya warga di wilayah', 'Terjaganya ketertiban wilayah', 'Mutakhirnya data wilayah'],
};

const EVERYBODY = ['Terlaksananya tugas lain dari pimpinan', 'Bertambahnya kemampuan diri melalui pelatihan'] as const;

/** The results of one person's year, two to four, main ones first. */
export const resultsFor = (family: Family, count: number): string[] =>
  [...RESULTS[family], ...EVERYBODY].slice(0, count);
