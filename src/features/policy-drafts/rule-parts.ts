import { isLeaveKind, leaveInWords } from '../../domain/attendance/leave-kind.ts';
import { percentText, type AttendanceRules, type Grace } from '../../domain/attendance/rules.ts';
import type { DailyRules, InputRule, ParamRule, Regulation, Step } from '../../domain/tpp/regulation.ts';
import type { Table, TableRows } from '../../domain/tpp/table.ts';
import { parseRatio } from '../../domain/ratio.ts';
import type { TrialRules } from '../../domain/tpp/trial-section.ts';
import { unitText } from '../../domain/tpp/unit.ts';
import { toWritten, valueText } from '../../domain/tpp/value.ts';
import { typeText } from '../../domain/tpp/value-type.ts';
import { numberText, valueInWords } from '../../domain/tpp/value-words.ts';
import { formulaInWords, type Labels } from './formula-words.ts';

/*
 * The parts of a regulation as people read them. What is written here is shown of one version, and compared between two:
 * two versions differ where these words differ.
 */

/** What every name of a regulation is called in it. */
export function labelsOf({ inputs, params, tables, steps }: Regulation): Labels {
  const named = [...inputs, ...params, ...tables, ...steps.filter(step => step.kind === 'set')];
  return new Map(named.map(({ name, label }) => [name, label]));
}

const SOURCES: Readonly<Record<string, string>> = {
  pegawai: 'data pegawai',
  jabatan: 'data jabatan',
  unit: 'data unit',
  kegiatan: 'kegiatan harian',
  kalender: 'kalender kerja',
  presensi: 'presensi',
  skp: 'SKP',
  penilaian: 'penilaian',
  cuti: 'cuti',
  hukuman: 'hukuman disiplin',
  keberatan: 'keberatan',
  bawahan: 'hasil bawahan',
  penggajian: 'data gaji',
  fakta: 'data yang dimasukkan',
};

/** Which part of the product a fact comes from. */
export const sourceInWords = (source: string): string => SOURCES[source.split('.')[0] ?? ''] ?? source;

/** What kind of value a fact is: "rupiah", "salah satu dari PNS, CPNS, PPPK". */
export function kindInWords({ type, min, max }: InputRule): string {
  if (type.kind === 'text' && type.options !== null) return `salah satu dari ${type.options.join(', ')}`;
  if (type.kind === 'boolean') return 'ya atau tidak';
  if (type.kind !== 'number') return typeText(type);
  const unit = unitText(type.unit);
  const least = min === null || min === '0' ? '' : `, paling sedikit ${bound(min, unit)}`;
  const most = max === null ? '' : `, paling banyak ${bound(max, unit)}`;
  return `${unit}${least}${most}`;
}

const bound = (text: string, unit: string): string => {
  const value = parseRatio(text);
  return value ? numberText(value, unit) : text;
};

/** Whether nobody is paid without it (or of whom it is asked), or what holds when it is not given. */
export function absentInWords({ type, fallback, when }: InputRule, labels: Labels): string {
  if (fallback !== null) return `Kalau tidak ada: ${valueInWords(valueText(fallback, type), typeText(type))}`;
  return when ? `Harus ada kalau ${formulaInWords(when.text, labels)}` : 'Harus ada';
}

/** The value of a number or text that the regulation fixes. */
export const paramInWords = ({ type, value }: ParamRule): string =>
  valueInWords(valueText(value, type), typeText(type));

/** A step's formula or its branches, in words. */
export function stepInWords(step: Step, labels: Labels): string {
  const words = (text: string): string => formulaInWords(text, labels);
  if (step.kind === 'gate') {
    const then = [...step.then].map(([name, formula]) => `${labels.get(name) ?? name} menjadi ${words(formula.text)}`);
    const stop = step.stop ? ' Hitungan berhenti di sini.' : '';
    return `Kalau ${words(step.condition.text)}: ${step.reason}.${stop}${then.length > 0 ? ` ${then.join('; ')}.` : ''}`;
  }
  const where = step.each?.where ? ` yang memenuhi ${words(step.each.where.text)}` : '';
  const each = step.each ? `Untuk setiap ${words(step.each.formula.text)}${where}: ` : '';
  const branches = step.branches.map(({ when, formula, cite }, index) => {
    const condition = when ? `kalau ${words(when.text)}: ` : index > 0 ? 'selain itu: ' : '';
    return `${condition}${words(formula.text)}${cite !== null && cite !== step.cite ? ` (${cite})` : ''}`;
  });
  return capital(`${each}${branches.join('; ')}`);
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** One row of a table: its keys as people read them, and its value. */
export interface TableLine {
  readonly keys: readonly string[];
  readonly value: string;
}

/** The rows of a table one under the other, in the order in which they are written. */
export function tableLines(table: Table): TableLine[] {
  return linesOf(table, table.rows, []);
}

function linesOf(table: Table, rows: TableRows, keys: readonly string[]): TableLine[] {
  if (rows.kind === 'cell')
    return [{ keys, value: valueInWords(valueText(rows.value, table.value), typeText(table.value)) }];
  if (rows.kind === 'exact') {
    const written = [...rows.rows].flatMap(([key, inner]) => linesOf(table, inner, [...keys, key]));
    return rows.otherwise ? [...written, ...linesOf(table, rows.otherwise, [...keys, 'lainnya'])] : written;
  }
  if (rows.kind === 'dated')
    return rows.spans.flatMap(({ from, rows: inner }) => linesOf(table, inner, [...keys, `mulai ${from}`]));
  const key = table.keys[keys.length];
  const unit = key?.kind === 'band' ? key.unit : null;
  return rows.bands.flatMap(({ upper, inclusive, rows: inner }) => {
    const edge = upper && unit ? numberText(toWritten(upper, unit), unitText(unit)) : '';
    const said = upper === null ? 'selebihnya' : `${inclusive ? 'sampai' : 'kurang dari'} ${edge}`;
    return linesOf(table, inner, [...keys, said]);
  });
}

/** The rules of a working day, as label and value. */
export const dailyInWords = (daily: DailyRules): readonly (readonly [string, string])[] => [
  ['Target poin sehari, lima hari kerja', `${String(daily.targetPoints[5])} poin`],
  ['Target poin sehari, enam hari kerja', `${String(daily.targetPoints[6])} poin`],
  ['Poin sehari yang dihitung paling banyak', `${String(daily.pointsCap)} poin`],
  ['Batas mengirim kegiatan', `${String(daily.entryWindowDays)} hari sesudah hari kerjanya`],
  ...(daily.decisionDays === null
    ? []
    : [['Batas putusan atasan', `${String(daily.decisionDays)} hari sejak entri sampai kepadanya`] as const]),
  ...(daily.outageMinutes === null
    ? []
    : [['Gangguan yang membuka pengisian ulang', `mulai ${String(daily.outageMinutes)} menit jam kerja`] as const]),
  ...(daily.reentryDays === null
    ? []
    : [['Pengisian ulang sesudah gangguan', `${String(daily.reentryDays)} hari`] as const]),
  ['Kegiatan pada hari libur', accepted(daily.entryOnHoliday)],
  ['Lama satu kegiatan', `${String(daily.minutesMin)} sampai ${String(daily.minutesMax)} menit`],
  ['Kegiatan yang waktunya bertumpuk', accepted(daily.overlap)],
  ...(daily.exempt.length > 0
    ? [['Tidak wajib mencatat kegiatan', daily.exempt.map(each => each.replace(':', ' ')).join(', ')] as const]
    : []),
];

const accepted = (word: 'tolak' | 'terima'): string => (word === 'terima' ? 'diterima' : 'ditolak');

/** What presence costs, as label and value. */
export function attendanceInWords(rules: AttendanceRules): readonly (readonly [string, string])[] {
  const cut = (points: number): string => numberText(parseRatio(percentText(points))!, 'persen');
  const ladder = (what: string, bands: AttendanceRules['late']): (readonly [string, string])[] =>
    bands.map(({ upTo, code, cut: points }, index) => {
      const from = String((bands[index - 1]?.upTo ?? 0) + 1);
      const span = upTo === null ? `${from} menit atau lebih` : `${from} sampai ${String(upTo)} menit`;
      return [`${what} ${span} (${code})`, cut(points)];
    });
  return [
    ['Toleransi', graceInWords(rules)],
    ...ladder('Terlambat', rules.late),
    ...ladder('Pulang cepat', rules.early),
    [`Tidak merekam masuk (${rules.noIn.code})`, cut(rules.noIn.cut)],
    [`Tidak merekam pulang (${rules.noOut.code})`, cut(rules.noOut.cut)],
    [`Tanpa keterangan (${rules.absent.code})`, cut(rules.absent.cut)],
    ...[...rules.leave].map(([kind, points]) => [isLeaveKind(kind) ? leaveInWords(kind) : kind, cut(points)] as const),
    ...exceptionsInWords(rules, cut),
    ['Pengurangan sebulan paling banyak', cut(rules.monthCap)],
  ];
}

/** One number for both ends of a day, or one for each. */
const graceInWords = ({ graceMinutes, earlyGraceMinutes }: Grace): string =>
  earlyGraceMinutes === undefined
    ? `${String(graceMinutes)} menit`
    : `terlambat ${String(graceMinutes)} menit, pulang cepat ${String(earlyGraceMinutes)} menit`;

/** What a regulation excepts from its rules of presence, as label and value. */
function exceptionsInWords(
  { dayCap, forgiven, special, ceremonies = [] }: AttendanceRules,
  cut: (points: number) => string,
): (readonly [string, string])[] {
  const free = [...(special?.lateIsFree ? ['terlambat'] : []), ...(special?.earlyIsFree ? ['pulang cepat'] : [])];
  const grace = special?.graceMinutes ?? null;
  return [
    ...(dayCap === undefined ? [] : [['Pengurangan sehari paling banyak', cut(dayCap)] as const]),
    ...(forgiven
      ? [
          [
            'Terlambat yang dimaafkan',
            `${String(forgiven.times)} kali sebulan, sampai ${String(forgiven.minutes)} menit`,
          ] as const,
        ]
      : []),
    ...(grace === null
      ? []
      : [['Toleransi pada jam khusus', graceInWords({ ...special, graceMinutes: grace })] as const]),
    ...(free.length > 0 ? [['Bebas pada jam khusus', free.join(' dan ')] as const] : []),
    ...ceremonies.map(({ code, cut: points, weekdays, monthDays }) => {
      const days = [...weekdays.map(day => WEEKDAYS[day - 1]), ...monthDays.map(day => `tanggal ${String(day)}`)];
      return [`Tidak ikut apel ${days.join(', ')} (${code})`, cut(points)] as const;
    }),
  ];
}

const WEEKDAYS = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'] as const;

/** What holds of facts in a trial month, as label and formula. */
export const trialInWords = ({ facts }: TrialRules, labels: Labels): (readonly [string, string])[] =>
  facts.map(({ name, formula }) => [labels.get(name) ?? name, formulaInWords(formula.text, labels)]);

/** What the result shows and adds up, as label and value. */
export function resultInWords(
  { components, outputs, totals }: Regulation,
  labels: Labels,
): (readonly [string, string])[] {
  const KINDS = { pendapatan: 'pendapatan', potongan: 'potongan', informasi: 'keterangan' } as const;
  const TOTALS = { gross: 'Jumlah bruto', deductions: 'Jumlah potongan', net: 'Jumlah bersih diterima' } as const;
  return [
    ...components.map(({ label, code, kind, step, each }) => {
      const named = each ? `Rincian ${labels.get(step) ?? step}` : label || code;
      return [named, `${KINDS[kind]}, dari ${labels.get(step) ?? step}`] as const;
    }),
    ...(['gross', 'deductions', 'net'] as const).flatMap(name => {
      const rule = totals[name];
      return rule ? [[TOTALS[name], formulaInWords(rule.formula.text, labels)] as const] : [];
    }),
    ...outputs.map(({ name, formula }) => [`Angka antara: ${name}`, formulaInWords(formula.text, labels)] as const),
  ];
}
