import { normalised } from '../imports/header.ts';

/** How a sheet is laid out. `mesin` is a machine's own text file and has no columns. */
export type FormatKey = 'mesin' | 'templat' | 'zktime' | 'harian' | 'fingerspot' | 'biotime' | 'rekap' | 'silang';
/** The kinds of attendance_batch. */
export type BatchKind = 'mesin' | 'templat' | 'silang' | 'harian' | 'rekap';

export interface FormatField {
  readonly field: string;
  readonly label: string;
  /** Headers that mean it, the usual one first; letter case, blanks and punctuation do not count. */
  readonly headers: readonly string[];
  readonly required?: true;
}

export interface SheetFormat {
  readonly key: FormatKey;
  readonly kind: BatchKind;
  readonly label: string;
  readonly fields: readonly FormatField[];
  /** Headers that no other format has: they tell it from its neighbours. */
  readonly marks: readonly string[];
}

const field = (key: string, label: string, headers: readonly string[], required?: true): FormatField => ({
  field: key,
  label,
  headers,
  ...(required ? { required } : {}),
});

const NIP = field('nip', 'NIP', [
  'NIP',
  'NIP/NI PPPK',
  'NIP/NIPPPK',
  'NI PPPK',
  'NIPPPK',
  'NIP Baru',
  'Nomor Induk Pegawai',
  'NIP Pegawai',
]);
const PIN = field('pin', 'PIN', [
  'PIN',
  'AC-No.',
  'AC No',
  'Enroll No',
  'EnNo',
  'User ID',
  'ID Absen',
  'No. ID',
  'ID Mesin',
  'No Absen',
]);
const DATE = field('tanggal', 'Tanggal', ['Tanggal', 'Tgl', 'Date', 'Hari/Tanggal'], true);
const NOTE = field('keterangan', 'Keterangan', ['Keterangan', 'Ket', 'Ket.', 'Catatan']);
const CODE = field('kode', 'Kode', ['Kode', 'Kode Ketidakhadiran', 'Kode Absen', 'Kode Presensi']);
const needed = (of: FormatField): FormatField => ({ ...of, required: true });

/** What a month's recapitulation counts, by the headers of the sheet. */
export const RECAP_COUNTS: readonly FormatField[] = [
  field('jumlah_hari', 'Jumlah hari', ['Jumlah Hari', 'Hari Kerja', 'Jml Hari']),
  field('hadir', 'Hadir', ['Hadir', 'Jumlah Hadir'], true),
  field('izin', 'Izin', ['Izin', 'Ijin']),
  field('sakit', 'Sakit', ['Sakit']),
  field('terlambat', 'Terlambat', ['Terlambat', 'Jumlah Terlambat']),
  field('pulang_cepat', 'Pulang cepat', ['Pulang Cepat']),
  field('tanpa_keterangan', 'Tanpa keterangan', ['Tanpa Keterangan', 'Alpa', 'TK']),
  field('cuti', 'Cuti', ['Cuti']),
  field('tugas_dinas', 'Tugas dinas', ['Tugas Dinas', 'Dinas Luar', 'DL']),
  field('tugas_belajar', 'Tugas belajar', ['Tugas Belajar', 'TB']),
];

/** Formats with a header row, told apart by it (attendance-files.md 1). */
export const SHEET_FORMATS: readonly SheetFormat[] = [
  {
    key: 'templat',
    kind: 'templat',
    label: 'Templat presensi',
    marks: ['Kode'],
    fields: [
      needed(NIP),
      DATE,
      field('masuk', 'Masuk', ['Masuk', 'Jam Masuk', 'Datang']),
      field('pulang', 'Pulang', ['Pulang', 'Jam Pulang']),
      CODE,
      NOTE,
    ],
  },
  {
    key: 'zktime',
    kind: 'mesin',
    label: 'Ekspor ZKTime (satu baris per rekam)',
    marks: ['State', 'New State', 'Exception', 'Operation'],
    fields: [
      needed(PIN),
      field('waktu', 'Waktu', ['Time', 'Date/Time', 'DateTime', 'Waktu', 'Tanggal/Jam', 'sTime'], true),
    ],
  },
  {
    key: 'biotime',
    kind: 'mesin',
    label: 'BioTime (satu baris per rekam)',
    marks: ['Punch State', 'Work Code', 'Terminal', 'Employee ID'],
    fields: [
      field('pin', 'Employee ID', ['Employee ID', 'Emp ID', 'Personnel ID', 'PIN'], true),
      DATE,
      field('jam', 'Jam', ['Time', 'Jam', 'Punch Time'], true),
    ],
  },
  {
    key: 'harian',
    kind: 'harian',
    label: 'Lembar harian perangkat lunak presensi',
    marks: ['On duty', 'Off duty', 'Clock In', 'Clock Out', 'Real time', 'OT Time'],
    fields: [
      PIN,
      NIP,
      DATE,
      field('masuk', 'Clock In', ['Clock In', 'Check In', 'Jam Datang'], true),
      field('pulang', 'Clock Out', ['Clock Out', 'Check Out'], true),
    ],
  },
  {
    key: 'fingerspot',
    kind: 'harian',
    label: 'Fingerspot (satu baris per hari)',
    marks: ['Scan Masuk', 'Scan Keluar', 'Scan Pulang', 'Jam Kerja', 'Jml Kehadiran', 'P. Cepat'],
    fields: [
      PIN,
      NIP,
      DATE,
      field('masuk', 'Scan Masuk', ['Scan Masuk', 'Scan In'], true),
      field('pulang', 'Scan Pulang', ['Scan Keluar', 'Scan Pulang', 'Scan Out'], true),
    ],
  },
  {
    key: 'rekap',
    kind: 'rekap',
    label: 'Rekap bulanan',
    marks: ['Jumlah Hari', 'Tanpa Keterangan', 'Tugas Dinas', 'Tugas Belajar'],
    fields: [
      needed(NIP),
      field('bulan', 'Bulan', ['Bulan'], true),
      field('tahun', 'Tahun', ['Tahun']),
      ...RECAP_COUNTS,
    ],
  },
];

/** A person per row, a date per column: `nip` or `pin`, and the dates in the header. */
export const CROSS_TAB: SheetFormat = {
  key: 'silang',
  kind: 'silang',
  label: 'Tabel bulanan (satu kolom per tanggal)',
  marks: [],
  fields: [NIP, PIN],
};

export const formatOf = (key: FormatKey): SheetFormat | undefined =>
  key === 'silang' ? CROSS_TAB : SHEET_FORMATS.find(each => each.key === key);

export const MACHINE_LABEL = 'Rekaman mesin (attlog.dat)';
export const formatLabel = (key: FormatKey): string => formatOf(key)?.label ?? MACHINE_LABEL;
export const formatKind = (key: FormatKey): BatchKind => formatOf(key)?.kind ?? 'mesin';

/** Headers of a format by their normalised text. */
export const headersOf = (format: SheetFormat): Map<string, string> =>
  new Map(format.fields.flatMap(each => each.headers.map(text => [normalised(text), each.field] as const)).reverse());
