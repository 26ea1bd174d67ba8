import type { Problems } from './problem.ts';
import type { DailyRules } from './regulation.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

const KEYS = [
  'cite',
  'target_poin',
  'batas_poin',
  'batas_entri_hari',
  'entri_hari_libur',
  'menit_min',
  'menit_maks',
  'tumpang_tindih',
] as const;

/** Who may be left out of those who have to log, by what they are. */
const EXEMPT = {
  jenis: /^(JPT|ADMINISTRATOR|PENGAWAS|FUNGSIONAL|PELAKSANA)$/,
  eselon: /^(I|II|III|IV|V)\.[ab]$/,
  status: /^(PNS|CPNS|PPPK)$/,
} as const;

/** Reads the section `harian`; null when there is none or it is refused. */
export function readDaily(node: MapNode | null, problems: Problems): DailyRules | null {
  if (!node) return null;
  const section = new Section(node, 'harian', problems).expects(KEYS, [
    'batas_putusan_hari',
    'gangguan_menit',
    'isi_ulang_hari',
    'tidak_wajib',
  ]);
  const cite = section.text('cite');
  const target = section.map('target_poin');
  const targets = target && new Section(target, 'target_poin', problems).expects(['5', '6']);
  const five = targets && whole(targets, '5', 1, 100_000, problems);
  const six = targets && whole(targets, '6', 1, 100_000, problems);
  const pointsCap = whole(section, 'batas_poin', 1, 100_000, problems);
  const entryWindowDays = whole(section, 'batas_entri_hari', 0, 366, problems);
  const decisionDays = section.has('batas_putusan_hari')
    ? whole(section, 'batas_putusan_hari', 0, 366, problems)
    : null;
  const outageMinutes = section.has('gangguan_menit') ? whole(section, 'gangguan_menit', 1, 1440, problems) : null;
  const reentryDays = section.has('isi_ulang_hari') ? whole(section, 'isi_ulang_hari', 1, 366, problems) : null;
  const minutesMin = whole(section, 'menit_min', 1, 1440, problems);
  const minutesMax = whole(section, 'menit_maks', 1, 1440, problems);
  const entryOnHoliday = section.word('entri_hari_libur', ['tolak', 'terima'] as const);
  const overlap = section.word('tumpang_tindih', ['tolak', 'terima'] as const);
  if (minutesMin !== null && minutesMax !== null && minutesMin > minutesMax) {
    problems.add(section.lineOf('menit_maks'), 'menit_maks kurang dari menit_min');
  }
  const exempt = readExempt(section, problems);
  const complete =
    cite !== null &&
    five !== null &&
    six !== null &&
    pointsCap !== null &&
    entryWindowDays !== null &&
    minutesMin !== null &&
    minutesMax !== null &&
    entryOnHoliday !== null &&
    overlap !== null;
  if (!complete) return null;
  return {
    cite,
    targetPoints: { 5: five, 6: six },
    pointsCap,
    entryWindowDays,
    decisionDays,
    outageMinutes,
    reentryDays,
    entryOnHoliday,
    minutesMin,
    minutesMax,
    overlap,
    exempt,
  };
}

/** `tidak_wajib`: as `jenis:JPT`, `eselon:II.a`, `status:CPNS`. */
function readExempt(daily: Section, problems: Problems): readonly string[] {
  const node = daily.map('tidak_wajib');
  if (!node) return [];
  const section = new Section(node, 'tidak_wajib', problems).expects([], Object.keys(EXEMPT));
  if (node.entries.length === 0)
    problems.add(node.line, '"tidak_wajib" kosong: tulis jenis, eselon atau status, atau hapus');
  return (Object.keys(EXEMPT) as (keyof typeof EXEMPT)[]).flatMap(key =>
    section.texts(key).map(text => {
      if (!EXEMPT[key].test(text))
        problems.add(section.lineOf(key), `"${text}" bukan ${key} yang dikenal pada tidak_wajib`);
      return `${key}:${text}`;
    }),
  );
}

function whole(section: Section, key: string, least: number, most: number, problems: Problems): number | null {
  const text = section.text(key);
  if (text === null) return null;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : null;
  if (value !== null && value >= least && value <= most) return value;
  problems.add(section.lineOf(key), `"${key}" harus bilangan bulat ${least} sampai ${most}, ditulis "${text}"`);
  return null;
}
