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

export const column = (
  field: string,
  header: string,
  also: readonly string[],
  hint: string,
  example: string,
  more: Partial<SheetColumn> = {},
): SheetColumn => ({ field, header, also, hint, example, width: Math.max(12, header.length + 4), ...more });

export const NIP = column(
  'nip',
  'NIP',
  ['NIP/NIPPPK', 'NIPPPK', 'NI PPPK', 'NIP Baru', 'Nomor Induk Pegawai', 'NIP Pegawai', 'NIP/NIK', 'NIP / NI PPPK'],
  '18 angka, kolom berformat Teks. Pegawai non-ASN: NIK 16 angka',
  '199001012020121001',
  { required: true, width: 24 },
);
export const DECREE = column(
  'sk',
  'SK',
  ['Nomor SK', 'No SK', 'Dasar', 'Keputusan'],
  'Nomor dan tanggal keputusan',
  'SK 821/12/2026',
  {
    width: 24,
  },
);
export const SINCE = (hint: string): SheetColumn =>
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
export const FAMILY = column(
  'keluarga_jabatan',
  'Keluarga jabatan',
  ['Keluarga', 'Rumpun Jabatan', 'Rumpun'],
  'Satu kata, misalnya umum, keuangan, kesehatan; menentukan aktivitas yang lazim',
  'umum',
);
export const CLASS = column(
  'kelas',
  'Kelas',
  ['Kelas Jabatan', 'Klas', 'Job Class', 'Grade'],
  'Angka 1 sampai 17',
  '7',
);
export const ECHELON = column(
  'eselon',
  'Eselon',
  ['Esl', 'Tingkat Eselon'],
  'II.a sampai IV.b; kosong bila bukan struktural',
  '',
);
export const UNIT_CODE = column(
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
