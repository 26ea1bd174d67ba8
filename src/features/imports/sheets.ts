/** The sheets an import knows; each is a list of facts of one sort. */
export type SheetKey = 'unit' | 'jabatan' | 'pegawai' | 'penempatan' | 'saldo' | 'katalog';

/** What is brought in at once: people with everything around them, the organisation alone, or the catalogue. */
export type ImportKind = 'pegawai' | 'organisasi' | 'katalog';

export interface SheetColumn {
  readonly field: string;
  /** As the template writes it. */
  readonly header: string;
  /** Other headers that mean the same; letter case, blanks and punctuation do not count. */
  readonly also: readonly string[];
  readonly required?: true;
  readonly width: number;
  /** One sentence for the sheet Petunjuk. */
  readonly hint: string;
  readonly example: string;
  readonly choices?: readonly string[];
  /** The template leaves it out; it is understood where a file has it. */
  readonly unlisted?: true;
}

export interface SheetDefinition {
  readonly key: SheetKey;
  /** Name of the sheet in the template. */
  readonly name: string;
  /** The fields without which the sheet cannot be told or used. */
  readonly columns: readonly SheetColumn[];
}

const column = (
  field: string,
  header: string,
  also: readonly string[],
  hint: string,
  example: string,
  more: Partial<SheetColumn> = {},
): SheetColumn => ({ field, header, also, hint, example, width: Math.max(12, header.length + 4), ...more });

const NIP = column(
  'nip',
  'NIP',
  ['NIP/NIPPPK', 'NIPPPK', 'NI PPPK', 'NIP Baru', 'Nomor Induk Pegawai', 'NIP Pegawai', 'NIP/NIK', 'NIP / NI PPPK'],
  '18 angka, kolom berformat Teks. Pegawai non-ASN: NIK 16 angka',
  '199001012020121001',
  { required: true, width: 24 },
);
const DECREE = column(
  'sk',
  'SK',
  ['Nomor SK', 'No SK', 'Dasar', 'Keputusan'],
  'Nomor dan tanggal keputusan',
  'SK 821/12/2026',
  {
    width: 24,
  },
);
const SINCE = (hint: string): SheetColumn =>
  column(
    'tmt',
    'TMT',
    ['Terhitung Mulai Tanggal', 'TMT Jabatan', 'Tanggal Mulai', 'Berlaku Mulai', 'Mulai'],
    hint,
    '01/03/2026',
    {
      width: 14,
    },
  );
const FAMILY = column(
  'keluarga_jabatan',
  'Keluarga jabatan',
  ['Keluarga', 'Rumpun Jabatan', 'Rumpun'],
  'Satu kata, misalnya umum, keuangan, kesehatan; menentukan aktivitas yang lazim',
  'umum',
);
const CLASS = column('kelas', 'Kelas', ['Kelas Jabatan', 'Klas', 'Job Class', 'Grade'], 'Angka 1 sampai 17', '7');
const ECHELON = column(
  'eselon',
  'Eselon',
  ['Esl', 'Tingkat Eselon'],
  'II.a sampai IV.b; kosong bila bukan struktural',
  '',
);
const UNIT_CODE = column(
  'kode_unit',
  'Kode unit',
  [
    'Unit',
    'Unit Kerja',
    'Kode Unit Kerja',
    'Kode OPD',
    'OPD',
    'SKPD',
    'Kode SKPD',
    'Perangkat Daerah',
    'Nama Unit',
    'Unor',
  ],
  'Kode unit seperti di sheet Unit atau halaman Unit',
  'DPMPTSP',
  { required: true, width: 18 },
);

const UNIT: SheetDefinition = {
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

const POSITION: SheetDefinition = {
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

const PEOPLE: SheetDefinition = {
  key: 'pegawai',
  name: 'Pegawai',
  columns: [
    NIP,
    column(
      'nama',
      'Nama',
      ['Nama Lengkap', 'Nama Pegawai', 'Nama Tanpa Gelar', 'Nama ASN'],
      'Nama tanpa gelar',
      'Contoh Pegawai',
      {
        required: true,
        width: 30,
      },
    ),
    column('gelar_depan', 'Gelar depan', ['Glr Depan', 'Gelar Dpn'], 'Misalnya dr. atau Ir.', ''),
    column('gelar_belakang', 'Gelar belakang', ['Glr Belakang', 'Gelar Blk'], 'Misalnya S.Sos.', 'S.Sos.', {
      width: 16,
    }),
    column('gelar', 'Gelar', [], 'Gelar depan dan belakang dalam satu kolom', '', { unlisted: true }),
    column(
      'status',
      'Status',
      ['Status Pegawai', 'Status Kepegawaian', 'Jenis Pegawai', 'Kedudukan'],
      'PNS, CPNS, PPPK atau Non ASN',
      'PNS',
      {
        choices: ['PNS', 'CPNS', 'PPPK', 'Non ASN'],
      },
    ),
    column(
      'gol',
      'Gol',
      ['Golongan', 'Gol/Ruang', 'Golongan Ruang', 'Pangkat/Gol', 'Pangkat Golongan', 'Gol Ruang', 'Pangkat/Golongan'],
      'III/a, atau IX untuk PPPK',
      'III/a',
    ),
    column(
      'jabatan',
      'Jabatan',
      ['Nama Jabatan', 'Jabatan Terakhir'],
      'Nama jabatan. Kursi kosong dengan nama ini diisi; bila tidak ada, dibuat di bawah kepala unit',
      'Pengadministrasi Perkantoran',
      {
        required: true,
        width: 34,
      },
    ),
    column('kode_jabatan', 'Kode jabatan', [], 'Kode kursi jabatan', '', { unlisted: true }),
    CLASS,
    ECHELON,
    UNIT_CODE,
    column('npwp', 'NPWP', ['No NPWP', 'Nomor NPWP'], '15 atau 16 angka', '', { width: 20 }),
    column('bank', 'Bank', ['Nama Bank'], 'Bank penerima', 'Bank Contoh'),
    column(
      'rekening',
      'Rekening',
      ['No Rekening', 'Nomor Rekening', 'No Rek', 'Norek'],
      'Angka, kolom berformat Teks',
      '0012345678',
      { width: 20 },
    ),
    column(
      'hp',
      'HP',
      ['No HP', 'Nomor HP', 'Telepon', 'No Telepon', 'Telp', 'WA', 'No WA', 'Handphone'],
      '08…',
      '081200000000',
      { width: 16 },
    ),
    column('email', 'Email', ['E-mail', 'Surel', 'Alamat Email', 'Pos-el'], 'Alamat email', 'contoh@example.go.id', {
      width: 26,
    }),
    SINCE('Mulai menjabat. Yang sebelum bulan ini dicatat di aplikasi mulai tanggal 1 bulan ini'),
    { ...FAMILY, unlisted: true },
    column('nik', 'NIK', ['No KTP', 'Nomor KTP'], '16 angka, untuk pegawai non-ASN', '', { unlisted: true, width: 20 }),
  ],
};

const PLACEMENT: SheetDefinition = {
  key: 'penempatan',
  name: 'Penempatan',
  columns: [
    NIP,
    column('kode_jabatan', 'Kode jabatan', ['Kode', 'Jabatan'], 'Kode kursi yang diduduki', 'PKM-PARINGIN-01', {
      width: 20,
    }),
    column('jenis', 'Jenis', ['Jenis Penempatan', 'Sebagai'], 'Definitif, Plt, Plh, Delegasi atau Ketua tim', 'Plt', {
      choices: ['Definitif', 'Plt', 'Plh', 'Delegasi', 'Ketua tim'],
    }),
    column('mulai', 'Mulai', ['TMT', 'Tanggal Mulai', 'Dari'], 'Hari pertama', '01/03/2026', {
      required: true,
      width: 14,
    }),
    column('sampai', 'Sampai', ['Tanggal Selesai', 'Berakhir', 'Hingga'], 'Hari terakhir; kosong bila belum ada', '', {
      width: 14,
    }),
    column(
      'tempat_kerja',
      'Kode unit tempat kerja',
      ['Tempat Kerja', 'Bekerja di'],
      'Bila bekerja di unit lain dari jabatannya',
      '',
      { width: 22 },
    ),
    DECREE,
  ],
};

const BALANCE: SheetDefinition = {
  key: 'saldo',
  name: 'Saldo awal',
  columns: [
    NIP,
    column('tahun', 'Tahun', [], 'Tahun anggaran', '2026', { required: true }),
    column('jenis', 'Jenis saldo', ['Jenis', 'Saldo'], 'Lihat daftar di sheet Petunjuk', 'Sisa cuti tahunan', {
      required: true,
      width: 30,
      choices: [
        'Sisa cuti tahunan',
        'Sisa cuti tahun lalu',
        'Hari tanpa keterangan',
        'PPh 21 dipotong',
        'Bruto dibayar',
        'Hukuman disiplin',
      ],
    }),
    column('nilai', 'Nilai', ['Jumlah', 'Hari', 'Rupiah'], 'Hari, atau rupiah tanpa sen', '8', { width: 16 }),
    column('mulai', 'Mulai', ['Dari', 'TMT'], 'Hukuman disiplin: hari pertama', '', { width: 14 }),
    column('sampai', 'Sampai', ['Hingga', 'Berakhir'], 'Hukuman disiplin: hari terakhir', '', { width: 14 }),
    column('catatan', 'Catatan', ['Keterangan'], 'Hukuman disiplin: jenis hukumannya', '', { width: 26 }),
    column('sumber', 'Sumber', ['Dasar', 'Dokumen'], 'Dari mana angka ini', 'Rekap cuti BKPSDM 30/10/2026', {
      required: true,
      width: 30,
    }),
  ],
};

const CATALOGUE: SheetDefinition = {
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

/** In the order in which they build upon each other. */
export const SHEETS: readonly SheetDefinition[] = [UNIT, POSITION, PEOPLE, PLACEMENT, BALANCE, CATALOGUE];

export const sheetOf = (key: SheetKey): SheetDefinition => SHEETS.find(sheet => sheet.key === key)!;

/** The sheets of an import, the one that a file without sheet names most likely is first. */
export const SHEETS_OF: Readonly<Record<ImportKind, readonly SheetKey[]>> = {
  pegawai: ['pegawai', 'unit', 'jabatan', 'penempatan', 'saldo'],
  organisasi: ['unit', 'jabatan'],
  katalog: ['katalog'],
};

export const KIND_WORDS: Readonly<Record<ImportKind, string>> = {
  pegawai: 'Pegawai',
  organisasi: 'Unit dan jabatan',
  katalog: 'Katalog aktivitas',
};

export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(SHEETS_OF, text);

/** How a column is called towards people. */
export const fieldLabel = (sheet: SheetKey, field: string): string =>
  sheetOf(sheet).columns.find(each => each.field === field)?.header ?? field;
