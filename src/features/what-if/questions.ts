import { graceOf, percentText, type Band } from '../../domain/attendance/rules.ts';
import type { FactValue } from '../../domain/tpp/computation.ts';
import { factOf } from '../../domain/tpp/fact-reader.ts';
import { Problems } from '../../domain/tpp/problem.ts';
import { parseSource } from '../../domain/tpp/source-node.ts';
import type { InputRule } from '../../domain/tpp/regulation.ts';
import type { ValueText } from '../../domain/explained.ts';
import { typeText, type ValueType } from '../../domain/tpp/value-type.ts';
import { valueInWords } from '../../domain/tpp/value-words.ts';
import type { Choice } from '../../platform/render/components.ts';
import { number, percent } from '../../platform/render/format.ts';
import { rulesFor } from '../policies/engine-facts.ts';
import type { OpenMonth } from './standing.ts';

/** A fact that the person can change, as the form asks for it. */
export interface FactQuestion {
  /** Name of the field. */
  readonly name: string;
  readonly label: string;
  readonly rule: InputRule;
  /** Of a collection the key that is counted up; null for a whole value, and for a list that gets one more item. */
  readonly key: string | null;
  readonly kind: 'pilih' | 'ganti' | 'tambah';
  /** What holds now, in words; empty where nothing is known. */
  readonly now: string;
  /** Of `pilih`. */
  readonly options: readonly Choice[];
  readonly unit: string;
}

/** What a regulation lets somebody ask. What it does not use is not asked. */
export interface Questions {
  /** Points count. */
  readonly points: boolean;
  /** Bands of minutes; empty where the regulation does not use them. */
  readonly late: readonly Choice[];
  readonly early: readonly Choice[];
  /** The regulation reckons with days without a reason. */
  readonly absent: boolean;
  readonly facts: readonly FactQuestion[];
}

/** Facts of presence that the product makes of its bands, by what changes them. */
export const OF_LATE = [
  'presensi.pengurangan',
  'presensi.kode',
  'presensi.menit_terlambat',
  'presensi.jumlah_menit_terlambat',
];
export const OF_EARLY = [
  'presensi.pengurangan',
  'presensi.kode',
  'presensi.menit_pulang_cepat',
  'presensi.jumlah_menit_pulang_cepat',
];
export const OF_ABSENCE = ['presensi.pengurangan', 'presensi.kode', 'presensi.alpa', 'presensi.hari_hadir'];
const JUDGED = new Set([...OF_LATE, ...OF_EARLY, ...OF_ABSENCE, 'presensi.hari']);
const POINTS = new Set(['kegiatan.poin_divalidasi', 'kegiatan.poin_sebelum_batas']);

/** Parts of the product in which people change their own facts by what they do. */
const OWN = ['kegiatan', 'presensi', 'skp', 'penilaian', 'bawahan'];
const MADE = 'bawahan.langsung';
/** More keys of one fact than this make no form. */
const MAX_KEYS = 12;

/** What can be asked of a month, out of the inputs and the section `presensi` of the rules that hold for the person. */
export function questionsOf({ running: { inForce, month, facts }, worksToday, daysAfter }: OpenMonth): Questions {
  const rules = rulesFor(inForce.regulation, month, facts.facts);
  const uses = new Set(rules.inputs.map(input => input.source));
  const attendance = worksToday || daysAfter > 0 ? rules.attendance : null;
  const any = (sources: readonly string[]): boolean => sources.some(source => uses.has(source));
  return {
    points: rules.inputs.some(input => POINTS.has(input.source)),
    late: attendance && any(OF_LATE) ? bands(attendance.late, graceOf(attendance).late, uses) : [],
    early: attendance && any(OF_EARLY) ? bands(attendance.early, graceOf(attendance).early, uses) : [],
    absent: attendance !== null && any(OF_ABSENCE),
    facts: rules.inputs
      .filter(({ source }) => OWN.includes(source.split('.')[0] ?? ''))
      .filter(({ source }) => !POINTS.has(source) && source !== MADE)
      .filter(({ source }) => rules.attendance === null || !JUDGED.has(source))
      .flatMap(input => asked(input, facts.facts[input.source] ?? facts.facts[`fakta.${input.name}`])),
  };
}

/** Each band by its place, with its minutes in words. */
function bands(of: readonly Band[], grace: number, uses: ReadonlySet<string>): Choice[] {
  return of.flatMap(({ upTo, code, cut }, index) => {
    const from = Math.max(leastMinutes(of, index), grace + 1);
    if (upTo !== null && upTo < from) return [];
    const minutes = upTo === null ? `${number(from)} menit atau lebih` : `${number(from)} sampai ${number(upTo)} menit`;
    const cost = uses.has('presensi.pengurangan') ? `, dikurangi ${percent(percentText(cut))}` : '';
    return [{ value: String(index), label: `${minutes} (${code}${cost})` }];
  });
}

/** The first minute of a band. */
export const leastMinutes = (of: readonly Band[], index: number): number => (of[index - 1]?.upTo ?? 0) + 1;

function asked(rule: InputRule, text: string | undefined): FactQuestion[] {
  const { type } = rule;
  const made = { name: `fakta_${rule.name}`, label: rule.label, rule, key: null, options: [], unit: typeText(type) };
  const now = text === undefined ? '' : inWords(text, type);
  switch (type.kind) {
    case 'number':
      return [{ ...made, kind: 'ganti', now }];
    case 'boolean':
      return [{ ...made, kind: 'pilih', now, options: [choice('ya', 'ya'), choice('tidak', 'tidak')] }];
    case 'text':
      return type.options === null
        ? []
        : [{ ...made, kind: 'pilih', now, options: type.options.map(option => choice(option, option)) }];
    case 'map':
      return type.of.kind !== 'number' || type.keys === null || type.keys.length > MAX_KEYS
        ? []
        : type.keys.map((key, index) => ({
            ...made,
            name: `${made.name}-${String(index + 1)}`,
            label: `${rule.label}: ${key} bertambah`,
            key,
            kind: 'tambah' as const,
            now,
            unit: typeText(type.of),
          }));
    case 'list':
      return type.of.kind === 'number'
        ? [{ ...made, label: `${rule.label}: bertambah satu`, kind: 'tambah', now, unit: typeText(type.of) }]
        : [];
    case 'date':
    case 'row':
      return [];
  }
}

/** The empty option of a select says "as it is": an empty text as a value has a word of its own. */
export const EMPTY = '-';
const choice = (value: string, label: string): Choice =>
  value === '' ? { value: EMPTY, label: 'belum ada' } : { value, label };

/** A fact as it is kept, in words. */
export function inWords(text: string, type: ValueType): string {
  if (type.kind === 'boolean') return text === 'ya' || text === 'true' ? 'ya' : 'tidak';
  const value = type.kind === 'map' || type.kind === 'list' ? asTexts(entered(text)) : text;
  return valueInWords(value, typeText(type));
}

/** A collection as it was entered (YAML or JSON), numbers as the text they are written with. */
export function entered(text: string): FactValue {
  const node = parseSource(text, new Problems(''));
  return node ? factOf(node) : null;
}

function asTexts(value: FactValue): ValueText {
  if (Array.isArray(value)) return (value as readonly FactValue[]).map(asTexts);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
  return value === null ? '' : String(value);
}
