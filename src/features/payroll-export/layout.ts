import type { Paper } from '../../platform/documents/paper.ts';
import { titleWords, type Paid } from './paid-words.ts';

/** What a payroll paper is as a file, and how it is laid out. */
export type Format = 'csv' | 'xlsx' | 'pdf';
/** One row per person. */
export type RowLayout = 'ringkas' | 'daftar' | 'bank';
/** Sums by component, rank, status and tax; and the letters that go with the list. */
export type Layout = RowLayout | 'rekap' | 'surat';

/** A file somebody asks for. */
export interface Wanted {
  readonly format: Format;
  readonly layout: Layout;
  /** Of a PDF; F4 unless said. */
  readonly paper?: Paper | undefined;
}

/** The sheet a PDF is printed on; files for programs have none of their own. */
export const paperOfWanted = ({ format, paper }: Wanted): Paper => (format === 'pdf' ? (paper ?? 'f4') : 'f4');

export const FORMATS: readonly Format[] = ['csv', 'xlsx', 'pdf'];
export const LAYOUTS: readonly Layout[] = ['ringkas', 'daftar', 'bank', 'rekap', 'surat'];

/** The formats of a layout: sums are no rows for a program, and a letter is paper. */
export const LAYOUT_FORMATS: Readonly<Record<Layout, readonly Format[]>> = {
  ringkas: FORMATS,
  daftar: FORMATS,
  bank: FORMATS,
  rekap: ['xlsx', 'pdf'],
  surat: ['pdf'],
};

/** Every file that there is of a run. */
export const EVERY_FILE: readonly Wanted[] = LAYOUTS.flatMap(layout =>
  LAYOUT_FORMATS[layout].map(format => ({ format, layout })),
);

/** Layouts as pages and papers of a month's own pay name them. */
const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  ringkas: 'Ringkasan TPP',
  daftar: 'Daftar penerimaan TPP',
  bank: 'Daftar transfer bank',
  rekap: 'Rekapitulasi TPP',
  surat: 'SPTJM dan surat pengantar',
};

const LAYOUT_NOUNS: Readonly<Record<Layout, string>> = {
  ringkas: 'Ringkasan',
  daftar: 'Daftar penerimaan',
  bank: 'Daftar transfer bank',
  rekap: 'Rekapitulasi',
  surat: 'SPTJM dan surat pengantar',
};

/** What a layout is called: 'Daftar penerimaan TPP', 'Daftar penerimaan tunjangan hari raya 2026'. */
export const layoutWords = (layout: Layout, paid: Paid): string =>
  titleWords(paid, LAYOUT_WORDS[layout], LAYOUT_NOUNS[layout]);

/** What a layout is for, in a line. */
export const LAYOUT_HINTS: Readonly<Record<Layout, string>> = {
  ringkas: 'Satu baris per pegawai: bruto, potongan, bersih',
  daftar: 'Semua komponen, untuk ditandatangani dan diperiksa',
  bank: 'Rekening dan jumlah, untuk bank',
  rekap: 'Jumlah menurut komponen, golongan, PNS dan PPPK, dan pajak',
  surat: 'Konsep surat untuk ditandatangani kepala OPD',
};

/** Why a file cannot be had, for the page and for the command line. */
export const UNKNOWN_FORMAT = `Format yang tersedia: ${FORMATS.join(', ')}`;
export const UNKNOWN_LAYOUT = `Tata letak yang tersedia: ${LAYOUTS.join(', ')}`;
export const wrongFormat = (layout: Layout): string =>
  `Tata letak ${layout} tersedia sebagai ${LAYOUT_FORMATS[layout].join(' dan ')}`;

export const isFormat = (text: string): text is Format => FORMATS.some(format => format === text);
export const isLayout = (text: string): text is Layout => LAYOUTS.some(layout => layout === text);
export const comesAs = ({ format, layout }: Wanted): boolean => LAYOUT_FORMATS[layout].includes(format);
