import type { Actor } from '../../platform/web/actor.ts';
import { having, type Access } from '../../platform/web/route.ts';

/** A page that the hub of the personnel office leads to. */
export interface HubEntry {
  readonly href: string;
  readonly label: string;
  /** What one does there, in a sentence. */
  readonly hint: string;
  readonly group: 'Orang dan organisasi' | 'Kegiatan dan kelengkapan' | 'Hak dan pemberitahuan' | 'Penggajian';
}

/** The pages in their order. One shows once its route exists and the reader may open it. */
export const HUB: readonly HubEntry[] = [
  {
    href: '/kepegawaian/pegawai',
    label: 'Pegawai',
    hint: 'Data, riwayat, mutasi, Plt. dan Plh., pensiun',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/pegawai/impor',
    label: 'Impor dari berkas',
    hint: 'Unit, jabatan, pegawai, dan penugasan dari XLSX atau CSV',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/unit',
    label: 'Unit organisasi',
    hint: 'Dinas, kecamatan, puskesmas, sekolah; unit bayar dan pola kerja',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/jabatan',
    label: 'Jabatan',
    hint: 'Kelas, eselon, uraian tugas, atasan, validator',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/hierarki',
    label: 'Hierarki',
    hint: 'Siapa di bawah siapa, jabatan kosong, dan yang perlu dibenahi',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/laporan-data',
    label: 'Laporan data salah',
    hint: 'Laporan pegawai tentang data atau atasannya',
    group: 'Orang dan organisasi',
  },
  {
    href: '/kepegawaian/presensi/impor',
    label: 'Impor presensi',
    hint: 'Berkas mesin, lembar harian, tabel bulanan, atau templat',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/kelengkapan',
    label: 'Kelengkapan',
    hint: 'Siapa belum mengisi, dengan nomor telepon',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/gangguan',
    label: 'Gangguan aplikasi',
    hint: 'Kapan aplikasi tidak bisa dipakai, dan hari kerja yang dibuka lagi karenanya',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/presensi',
    label: 'Presensi',
    hint: 'Hari demi hari satu unit, cuti, dinas luar, dan izin',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/aktivitas',
    label: 'Katalog aktivitas',
    hint: 'Norma, batas, jabatan, dan usul pegawai',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/dispensasi',
    label: 'Dispensasi',
    hint: 'Permintaan membuka hari yang sudah lewat',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/kalender-kerja',
    label: 'Kalender kerja',
    hint: 'Hari libur dan cuti bersama',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/jam-kerja',
    label: 'Jam kerja',
    hint: 'Jam masuk dan pulang, semua unit atau satu unit',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/presensi/mesin',
    label: 'Mesin presensi dan PIN',
    hint: 'Mesin, zonanya, dan nomor pegawai di mesin',
    group: 'Kegiatan dan kelengkapan',
  },
  {
    href: '/kepegawaian/pengumuman',
    label: 'Pengumuman',
    hint: 'Masa tayang, sasaran, dan siapa yang sudah membaca',
    group: 'Hak dan pemberitahuan',
  },
  {
    href: '/kepegawaian/aktivasi',
    label: 'Aktivasi akun',
    hint: 'Lembar kode pertama dan kata sandi yang lupa',
    group: 'Hak dan pemberitahuan',
  },
  {
    href: '/sistem/peran',
    label: 'Hak akses',
    hint: 'Diberi satu orang, disahkan orang lain',
    group: 'Hak dan pemberitahuan',
  },
  {
    href: '/kepegawaian/fakta',
    label: 'Data TPP',
    hint: 'Gaji, potongan, status pajak, hukuman; siapa belum lengkap',
    group: 'Penggajian',
  },
  {
    href: '/kepegawaian/penyesuaian',
    label: 'Penyesuaian TPP',
    hint: 'Selisih bulan lama yang masuk TPP berikutnya; minta hitung ulang',
    group: 'Penggajian',
  },
  {
    href: '/kepegawaian/periode',
    label: 'Periode TPP',
    hint: 'Tutup, hitung, setujui',
    group: 'Penggajian',
  },
  {
    href: '/kepegawaian/aturan',
    label: 'Peraturan TPP',
    hint: 'Versi yang berlaku, draf baru, contoh, dan perbandingannya',
    group: 'Penggajian',
  },
  {
    href: '/kepegawaian/periode/uji-coba',
    label: 'Masa uji coba',
    hint: 'Bulan yang dibayar penuh dengan keputusan, dan kesiapan unitnya',
    group: 'Penggajian',
  },
];

/** Who has the hub in the menu. */
export const hubAccess: Access = having('kepegawaian', 'pengelola', 'organisasi', 'admin');

/** The entries that this person may open, by the access of the pages that exist. */
export const hubFor = (actor: Actor, pages: ReadonlyMap<string, Access>): HubEntry[] =>
  HUB.filter(entry => pages.get(entry.href)?.allows(actor) === true);
