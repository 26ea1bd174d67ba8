import { monthInWords } from '../../domain/month.ts';
import { titleWords, type Paid } from '../payroll-export/paid-words.ts';

/** A signed paper as it is sent; `lainnya` is whatever else finance asked for. */
export type ScanKind = 'daftar' | 'sptjm' | 'pengantar' | 'lainnya';
export type ScanState = 'diajukan' | 'diterima' | 'dikembalikan';

export const SCAN_KINDS: readonly ScanKind[] = ['daftar', 'sptjm', 'pengantar', 'lainnya'];
/** What finance needs signed before it pays. */
export const NEEDED: readonly ScanKind[] = ['daftar', 'sptjm', 'pengantar'];

const SCAN_WORDS: Readonly<Record<ScanKind, string>> = {
  daftar: 'Daftar penerimaan TPP',
  sptjm: 'SPTJM',
  pengantar: 'Surat pengantar',
  lainnya: 'Berkas lain',
};

const LIST = 'Daftar penerimaan';

/** What a signed paper is called: 'Daftar penerimaan TPP', 'Daftar penerimaan tunjangan hari raya 2026'. */
export const scanWord = (kind: ScanKind, paid: Paid): string =>
  kind === 'daftar' ? titleWords(paid, SCAN_WORDS.daftar, LIST) : SCAN_WORDS[kind];

/** A signed paper with what it is about: 'SPTJM Oktober 2026', 'SPTJM tunjangan hari raya 2026'. */
export const scanInWords = (kind: ScanKind, paid: Paid): string =>
  titleWords(paid, `${SCAN_WORDS[kind]} ${monthInWords(paid.month)}`, kind === 'daftar' ? LIST : SCAN_WORDS[kind]);
