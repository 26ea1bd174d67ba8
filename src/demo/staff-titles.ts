import { fungsional, pelaksana, type ChairSpec, type Family } from './unit-spec.ts';

/** Invented chairs below the heads, by family: title and class. */
const TITLES: Readonly<Record<Family, readonly ChairSpec[]>> = {
  pimpinan: [],
  umum: [
    pelaksana('Pengelola Urusan Rumah Tangga Kantor', 6, 'umum'),
    pelaksana('Penata Surat dan Agenda', 7, 'umum'),
    pelaksana('Juru Administrasi Umum', 5, 'umum'),
    pelaksana('Pengurus Barang Kantor', 6, 'umum'),
    pelaksana('Pramu Kantor', 3, 'umum'),
  ],
  perizinan: [
    fungsional('Pemeriksa Perizinan Ahli Muda', 9, 'perizinan'),
    fungsional('Pemeriksa Perizinan Ahli Pertama', 8, 'perizinan'),
    pelaksana('Petugas Loket Perizinan', 6, 'perizinan'),
    pelaksana('Penata Berkas Perizinan', 7, 'perizinan'),
    pelaksana('Petugas Pengaduan Layanan', 6, 'perizinan'),
  ],
  keuangan: [
    fungsional('Penganggaran Daerah Ahli Muda', 9, 'keuangan'),
    pelaksana('Penata Laporan Keuangan', 7, 'keuangan'),
    pelaksana('Pengelola Pembayaran', 6, 'keuangan'),
    fungsional('Penganggaran Daerah Ahli Pertama', 8, 'keuangan'),
  ],
  kepegawaian: [
    fungsional('Penata Sumber Daya Aparatur Ahli Muda', 9, 'kepegawaian'),
    fungsional('Penata Sumber Daya Aparatur Ahli Pertama', 8, 'kepegawaian'),
    pelaksana('Pengelola Berkas Pegawai', 6, 'kepegawaian'),
    pelaksana('Penata Data Pegawai', 7, 'kepegawaian'),
  ],
  perencanaan: [
    fungsional('Perencana Program Ahli Muda', 9, 'perencanaan'),
    fungsional('Perencana Program Ahli Pertama', 8, 'perencanaan'),
    pelaksana('Penata Data Pembangunan', 7, 'perencanaan'),
  ],
  pengawasan: [
    fungsional('Pemeriksa Internal Ahli Madya', 11, 'pengawasan'),
    fungsional('Pemeriksa Internal Ahli Muda', 9, 'pengawasan'),
    fungsional('Pemeriksa Internal Ahli Pertama', 8, 'pengawasan'),
    pelaksana('Penata Hasil Pemeriksaan', 7, 'pengawasan'),
  ],
  kearsipan: [
    fungsional('Penata Arsip Terampil', 6, 'kearsipan'),
    fungsional('Penata Pustaka Ahli Pertama', 8, 'kearsipan'),
    pelaksana('Petugas Layanan Baca', 5, 'kearsipan'),
    fungsional('Penata Arsip Mahir', 7, 'kearsipan'),
  ],
  informatika: [
    fungsional('Pengelola Sistem Ahli Muda', 9, 'informatika'),
    fungsional('Pengelola Sistem Ahli Pertama', 8, 'informatika'),
    pelaksana('Teknisi Jaringan', 6, 'informatika'),
  ],
  kesehatan: [
    fungsional('Perawat Terampil', 6, 'kesehatan'),
    fungsional('Bidan Mahir', 7, 'kesehatan'),
    fungsional('Dokter Ahli Pertama', 8, 'kesehatan'),
    fungsional('Perawat Ahli Pertama', 8, 'kesehatan'),
    fungsional('Penata Obat Terampil', 6, 'kesehatan'),
    pelaksana('Petugas Rekam Medis', 5, 'kesehatan'),
  ],
  pendidikan: [
    fungsional('Pengembang Kurikulum Ahli Pertama', 8, 'pendidikan'),
    pelaksana('Penata Data Sekolah', 7, 'pendidikan'),
    pelaksana('Pengelola Sarana Sekolah', 6, 'pendidikan'),
    fungsional('Pembina Kebudayaan Ahli Muda', 9, 'pendidikan'),
  ],
  teknik: [
    fungsional('Penata Jalan dan Jembatan Ahli Muda', 9, 'teknik'),
    fungsional('Penata Bangunan Ahli Pertama', 8, 'teknik'),
    pelaksana('Pengawas Lapangan', 7, 'teknik'),
    pelaksana('Juru Ukur', 6, 'teknik'),
    pelaksana('Petugas Pintu Air', 5, 'teknik'),
  ],
  kependudukan: [
    pelaksana('Petugas Perekaman Penduduk', 6, 'kependudukan'),
    fungsional('Penata Data Penduduk Ahli Pertama', 8, 'kependudukan'),
    pelaksana('Penata Akta', 7, 'kependudukan'),
  ],
  kecamatan: [
    pelaksana('Petugas Layanan Warga', 6, 'kecamatan'),
    pelaksana('Penata Data Wilayah', 7, 'kecamatan'),
    pelaksana('Petugas Ketertiban Wilayah', 5, 'kecamatan'),
  ],
};

/** `count` chairs of a family, taking its titles in turn. */
export function staffOf(family: Family, count: number, more: Partial<ChairSpec> = {}): ChairSpec[] {
  const titles = TITLES[family];
  return Array.from({ length: count }, (_, index) => ({ ...titles[index % titles.length]!, ...more }));
}
