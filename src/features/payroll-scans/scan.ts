/** A signed paper as it is sent; `lainnya` is whatever else finance asked for. */
export type ScanKind = 'daftar' | 'sptjm' | 'pengantar' | 'lainnya';
export type ScanState = 'diajukan' | 'diterima' | 'dikembalikan';

export const SCAN_KINDS: readonly ScanKind[] = ['daftar', 'sptjm', 'pengantar', 'lainnya'];
/** What finance needs signed before it pays. */
export const NEEDED: readonly ScanKind[] = ['daftar', 'sptjm', 'pengantar'];

export const SCAN_WORDS: Readonly<Record<ScanKind, string>> = {
  daftar: 'Daftar penerimaan TPP',
  sptjm: 'SPTJM',
  pengantar: 'Surat pengantar',
  lainnya: 'Berkas lain',
};
