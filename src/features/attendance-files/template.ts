import { stringify } from 'csv-stringify/sync';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { EXAMPLE_MARK } from '../imports/template.ts';
import { RECORD_CODES } from './record-code.ts';

const HEADER = ['nip', 'tanggal', 'masuk', 'pulang', 'kode', 'keterangan'] as const;
const EXAMPLES = [
  [`${EXAMPLE_MARK} 199001012020121001`, '01/10/2026', '07.28', '16.32', '', ''],
  [`${EXAMPLE_MARK} 199001012020121001`, '02/10/2026', '', '', 'DL', 'SPT 094/12/2026'],
] as const;
const WIDTHS = [28, 14, 10, 10, 10, 40] as const;
const GUIDE = [
  'Satu baris per pegawai dan tanggal. Isi jam masuk dan pulang, atau kode, tidak keduanya.',
  'Tanggal: hari/bulan/tahun, misalnya 01/10/2026. Jam: 07.28.',
  `Kode: ${RECORD_CODES.join(', ')}. H hadir, TK tanpa keterangan, DL dinas luar, S sakit, I izin, CT cuti tahunan, TB tugas belajar.`,
  `Baris yang diawali "${EXAMPLE_MARK}" adalah contoh dan tidak dibaca. NIP: kolom berformat Teks. Jangan memakai rumus.`,
];

/** The attendance template as a workbook: what to do, then the sheet with examples; every column is text. */
export const attendanceWorkbook = (): Promise<Buffer> =>
  writeWorkbook([
    { name: 'Petunjuk', columns: [{ header: 'Cara mengisi', width: 110 }], rows: GUIDE.map(line => [line]) },
    {
      name: 'Presensi',
      columns: HEADER.map((header, index) => ({ header, width: WIDTHS[index] ?? 12, text: true })),
      rows: EXAMPLES.map(row => row.map(text => (text === '' ? ' ' : text))),
    },
  ]);

/** The same as CSV: header and examples, UTF-8 with a mark, semicolons, as Excel opens it here. */
export const attendanceCsv = (): string =>
  stringify([[...HEADER], ...EXAMPLES.map(row => [...row])], { bom: true, delimiter: ';', escape_formulas: true });
