import { clockOf, codeInWords } from './day-words.ts';

/** What a row by hand says, in a few words: `masuk 07.30, pulang 16.00`, `hadir tanpa jam`, `tidak hadir tanpa keterangan`. */
export function recordInWords(row: {
  readonly inMinute: number | null;
  readonly outMinute: number | null;
  readonly code: string | null;
}): string {
  const times = [
    ...(row.inMinute === null ? [] : [`masuk ${clockOf(row.inMinute)}`]),
    ...(row.outMinute === null ? [] : [`pulang ${clockOf(row.outMinute)}`]),
  ];
  if (row.code === null) return times.join(', ');
  if (row.code === 'H') return 'hadir tanpa jam';
  return row.code === 'TK' ? 'tidak hadir tanpa keterangan' : codeInWords(row.code);
}
