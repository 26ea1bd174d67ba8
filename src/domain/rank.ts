/** Golongan/ruang of civil servants with their pangkat (PP 99/2000, lampiran I). PPPK have a grade and no rank. */
export const RANKS_PNS: Readonly<Record<string, string>> = {
  'I/a': 'Juru Muda',
  'I/b': 'Juru Muda Tingkat I',
  'I/c': 'Juru',
  'I/d': 'Juru Tingkat I',
  'II/a': 'Pengatur Muda',
  'II/b': 'Pengatur Muda Tingkat I',
  'II/c': 'Pengatur',
  'II/d': 'Pengatur Tingkat I',
  'III/a': 'Penata Muda',
  'III/b': 'Penata Muda Tingkat I',
  'III/c': 'Penata',
  'III/d': 'Penata Tingkat I',
  'IV/a': 'Pembina',
  'IV/b': 'Pembina Tingkat I',
  'IV/c': 'Pembina Utama Muda',
  'IV/d': 'Pembina Utama Madya',
  'IV/e': 'Pembina Utama',
};

/** A grade with its rank as papers write it: 'Penata Muda (III/a)', 'Golongan IX' for PPPK; empty without a grade. */
export function rankInWords(grade: string | null): string {
  if (grade === null || grade === '') return '';
  const name = RANKS_PNS[grade];
  return name === undefined ? `Golongan ${grade}` : `${name} (${grade})`;
}

const GRADES_PNS = Object.keys(RANKS_PNS);
/** Golongan of PPPK (PP 49/2018; Perpres 98/2020), the lowest first. */
export const RANKS_PPPK = [
  'I',
  'II',
  'III',
  'IV',
  'V',
  'VI',
  'VII',
  'VIII',
  'IX',
  'X',
  'XI',
  'XII',
  'XIII',
  'XIV',
  'XV',
  'XVI',
  'XVII',
] as const;

/**
 * Where a grade stands in a list: civil servants from I/a up, then PPPK from I up, then what is neither. As letters,
 * IX would come before V.
 */
export function gradeOrder(grade: string): number {
  const all = [...GRADES_PNS, ...RANKS_PPPK];
  const place = all.indexOf(grade);
  return place === -1 ? all.length : place;
}
