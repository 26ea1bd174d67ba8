import { column, DECREE, SINCE, FAMILY, CLASS, ECHELON, UNIT_CODE, type SheetDefinition } from './sheet-column.ts';

/** Units, positions and the catalogue, as sheets. */
export const UNIT: SheetDefinition = {
  key: 'unit',
  name: 'Unit',
  columns: [
    {
      ...UNIT_CODE,
      field: 'kode',
      header: 'Kode',
      also: ['Kode Unit', 'Kode Unit Kerja', 'Kode OPD'],
      example: 'PKM-PARINGIN',
    },
    column(
      'nama',
      'Nama',
      ['Nama Unit', 'Unit Kerja', 'Nama Unit Kerja', 'Nama OPD'],
      'Nama lengkap unit',
      'Puskesmas Paringin',
      {
        required: true,
        width: 34,
      },
    ),
    column(
      'jenis',
      'Jenis',
      ['Jenis Unit', 'Tipe'],
      'Dinas, Badan, Bagian, Bidang, Kecamatan, Kelurahan, UPTD, Puskesmas, Sekolah, RSUD',
      'Puskesmas',
    ),
    column(
      'kode_induk',
      'Kode induk',
      ['Induk', 'Kode Atasan', 'Unit Induk', 'Kode Unit Induk', 'Parent'],
      'Kode unit di atasnya; kosong bila paling atas',
      'DINKES',
    ),
    column(
      'kode_pembayar',
      'Kode unit pembayar',
      ['Unit Pembayar', 'Pembayar', 'Kode Pembayar', 'Unit Gaji'],
      'Unit tempat bendahara yang membayar; kosong: sama dengan induknya',
      'DINKES',
    ),
    column('pola_kerja', 'Pola kerja', ['Hari Kerja', 'Pola'], '5 atau 6 hari seminggu', '6', { choices: ['5', '6'] }),
    SINCE('Sejak kapan unit ini ada di aplikasi; kosong: awal bulan ini'),
    DECREE,
  ],
};

export const POSITION: SheetDefinition = {
  key: 'jabatan',
  name: 'Jabatan',
  columns: [
    column('kode', 'Kode jabatan', ['Kode'], 'Kode unik satu kursi jabatan', 'PKM-PARINGIN-01', {
      required: true,
      width: 20,
    }),
    column('nama', 'Nama jabatan', ['Jabatan', 'Nama', 'Nomenklatur'], 'Nama jabatan', 'Kepala Puskesmas', {
      required: true,
      width: 34,
    }),
    { ...UNIT_CODE, example: 'PKM-PARINGIN' },
    column(
      'kode_atasan',
      'Kode jabatan atasan',
      ['Kode Atasan', 'Atasan', 'Jabatan Atasan', 'Atasan Langsung'],
      'Kode jabatan atasan langsung; kosong: kepala unit',
      'DINKES-01',
      { width: 20 },
    ),
    column(
      'jenis',
      'Jenis jabatan',
      ['Jenis'],
      'JPT, Administrator, Pengawas, Fungsional atau Pelaksana',
      'Fungsional',
      {
        choices: ['JPT', 'Administrator', 'Pengawas', 'Fungsional', 'Pelaksana'],
        width: 16,
      },
    ),
    ECHELON,
    { ...CLASS, required: true, example: '9' },
    FAMILY,
    column('uraian', 'Uraian jabatan', ['Uraian Tugas', 'Tugas', 'Ikhtisar'], 'Ringkas', '', { width: 34 }),
    SINCE('Sejak kapan jabatan ini ada di aplikasi; kosong: awal bulan ini'),
    DECREE,
  ],
};

export const CATALOGUE: SheetDefinition = {
  key: 'katalog',
  name: 'Katalog',
  columns: [
    column('kode', 'Kode', ['Kode Aktivitas'], 'Kode unik', 'UM-900', { required: true }),
    column(
      'nama',
      'Nama',
      ['Nama Aktivitas', 'Aktivitas', 'Uraian Aktivitas', 'Kegiatan'],
      'Kata kerja di depan',
      'Menyusun notula rapat',
      {
        required: true,
        width: 40,
      },
    ),
    column('satuan', 'Satuan', ['Satuan Hasil', 'Output'], 'Yang dihitung sebagai volume', 'dokumen', {
      required: true,
    }),
    column('poin', 'Poin', ['Bobot', 'Nilai', 'Poin per satuan'], 'Poin untuk satu satuan', '30', { required: true }),
    column(
      'menit',
      'Menit',
      ['Waktu', 'Norma Waktu', 'Menit per satuan', 'Waktu (menit)'],
      'Menit yang lazim untuk satu satuan',
      '60',
      { required: true },
    ),
    column(
      'maks_per_hari',
      'Maks per hari',
      ['Maksimal per hari', 'Maks', 'Batas per hari', 'Maksimum Harian'],
      'Volume terbanyak sehari',
      '4',
      { required: true, width: 16 },
    ),
    column('kelompok', 'Kelompok', ['Grup', 'Kategori', 'Bidang'], 'Kelompok aktivitas', 'Rapat', {
      required: true,
      width: 20,
    }),
    column(
      'keluarga_jabatan',
      'Keluarga jabatan',
      ['Keluarga', 'Rumpun Jabatan'],
      'Beberapa dipisah dengan |',
      'umum|kepegawaian',
      { width: 24 },
    ),
    column(
      'tingkat',
      'Tingkat',
      ['Tingkat Kata Kerja', 'Level'],
      '1 membantu, 2 melaksanakan, 3 menyusun, 4 memimpin',
      '2',
      {
        choices: ['1', '2', '3', '4'],
      },
    ),
  ],
};
