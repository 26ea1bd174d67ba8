/** What a payroll paper is as a file, and how it is laid out. */
export type Format = 'csv' | 'xlsx' | 'pdf';
export type Layout = 'ringkas' | 'daftar' | 'bank';

/** A file somebody asks for. */
export interface Wanted {
  readonly format: Format;
  readonly layout: Layout;
}

export const FORMATS: readonly Format[] = ['csv', 'xlsx', 'pdf'];
export const LAYOUTS: readonly Layout[] = ['ringkas', 'daftar', 'bank'];

/** Layouts as pages and papers name them. */
export const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  ringkas: 'Ringkas',
  daftar: 'Daftar penerimaan TPP',
  bank: 'Daftar transfer bank',
};

/** What a layout is for, in a line. */
export const LAYOUT_HINTS: Readonly<Record<Layout, string>> = {
  ringkas: 'Satu baris per pegawai: bruto, potongan, bersih',
  daftar: 'Semua komponen, untuk ditandatangani dan diperiksa',
  bank: 'Rekening dan jumlah, untuk bank',
};

/** Why a file cannot be had, for the page and for the command line. */
export const UNKNOWN_FORMAT = `Format yang tersedia: ${FORMATS.join(', ')}`;
export const UNKNOWN_LAYOUT = `Tata letak yang tersedia: ${LAYOUTS.join(', ')}`;

export const isFormat = (text: string): text is Format => FORMATS.some(format => format === text);
export const isLayout = (text: string): text is Layout => LAYOUTS.some(layout => layout === text);
