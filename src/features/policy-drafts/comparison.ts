import type { InputRule, ParamRule, Regulation, Step } from '../../domain/tpp/regulation.ts';
import { typeText } from '../../domain/tpp/value-type.ts';
import type { Table } from '../../domain/tpp/table.ts';
import type { Labels } from './formula-words.ts';
import { paymentsInWords } from './payment-words.ts';
import {
  absentInWords,
  attendanceInWords,
  dailyInWords,
  kindInWords,
  labelsOf,
  paramInWords,
  resultInWords,
  sourceInWords,
  stepInWords,
  tableLines,
  trialInWords,
} from './rule-parts.ts';

/** What differs in one part of two versions, a sentence for each. */
export interface Difference {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Rows of one table that are told one by one; of more only how many. */
const MOST_ROWS = 20;

/**
 * What a later version has that the earlier one had not, and the other way round, in the order of the file. Pure. Parts
 * without a difference are not there: an empty list means that both give the same amounts by the same articles.
 */
export function compareRules(before: Regulation, after: Regulation): Difference[] {
  const [old, now] = [labelsOf(before), labelsOf(after)];
  const parts: Difference[] = [
    {
      heading: 'Fakta yang diminta',
      lines: named(before.inputs, after.inputs, 'fakta', (was, is) => inputChanges(was, is, old, now)),
    },
    { heading: 'Angka yang ditetapkan', lines: named(before.params, after.params, 'angka', paramChanges) },
    { heading: 'Tabel', lines: named(before.tables, after.tables, 'tabel', tableChanges) },
    { heading: 'Langkah perhitungan', lines: stepLines(before, after, old, now) },
    { heading: 'Hasil', lines: pairLines(resultInWords(before, old), resultInWords(after, now)) },
    { heading: 'Hari kerja', lines: section(before.daily, after.daily, dailyInWords) },
    { heading: 'Presensi', lines: section(before.attendance, after.attendance, attendanceInWords) },
    { heading: 'Masa uji coba', lines: pairLines(trialPairs(before, old), trialPairs(after, now)) },
    {
      heading: 'Pembayaran khusus',
      lines: pairLines(paymentsInWords(before.payments, old), paymentsInWords(after.payments, now)),
    },
    { heading: 'Aturan khusus (lapis)', lines: layerLines(before, after) },
    { heading: 'Keterangan', lines: headLines(before, after) },
  ];
  return parts.filter(part => part.lines.length > 0);
}

interface Named {
  readonly name: string;
  readonly label: string;
}

/** Added, removed and changed members of a part, each found again by its name. */
function named<T extends Named>(
  before: readonly T[],
  after: readonly T[],
  what: string,
  changes: (one: T, other: T) => readonly string[],
): string[] {
  const old = new Map(before.map(each => [each.name, each]));
  const kept = new Set(after.map(each => each.name));
  return [
    ...after.flatMap(each => {
      const was = old.get(each.name);
      if (!was) return [`Baru: ${what} ${each.label}.`];
      return changes(was, each).map(change => `${each.label}: ${change}.`);
    }),
    ...before.filter(each => !kept.has(each.name)).map(each => `Dihapus: ${what} ${each.label}.`),
  ];
}

/** "x menjadi y" for each pair of words that differ. */
const turned = (pairs: readonly (readonly [what: string, was: string, is: string])[]): string[] =>
  pairs
    .filter(([, was, is]) => was !== is)
    .map(([what, was, is]) => `${what}${was || '(kosong)'} menjadi ${is || '(kosong)'}`);

const inputChanges = (was: InputRule, is: InputRule, old: Labels, now: Labels): string[] =>
  turned([
    ['disebut ', was.label, is.label],
    ['jenisnya ', kindInWords(was), kindInWords(is)],
    ['asalnya ', whence(was), whence(is)],
    ['', absentInWords(was, old), absentInWords(is, now)],
  ]);

const whence = ({ source }: InputRule): string => `${sourceInWords(source)} (${source})`;

const paramChanges = (was: ParamRule, is: ParamRule): string[] =>
  turned([
    ['disebut ', was.label, is.label],
    ['', paramInWords(was), paramInWords(is)],
    ['pasalnya ', was.cite, is.cite],
  ]);

function tableChanges(was: Table, is: Table): string[] {
  const heads = turned([
    ['disebut ', was.label, is.label],
    ['pasalnya ', was.cite, is.cite],
    ['isinya ', typeText(was.value), typeText(is.value)],
  ]);
  const rows = pairLines(rowPairs(was), rowPairs(is), 'baris ');
  const left = rows.length - MOST_ROWS;
  const told = rows.slice(0, MOST_ROWS).map(line => line.replace(/\.$/, ''));
  return [...heads, ...told, ...(left > 0 ? [`dan ${String(left)} baris lain`] : [])];
}

const rowPairs = (table: Table): (readonly [string, string])[] =>
  tableLines(table).map(({ keys, value }) => [keys.join(', '), value]);

/** What differs between two lists of label and value. */
function pairLines(
  before: readonly (readonly [string, string])[],
  after: readonly (readonly [string, string])[],
  what = '',
): string[] {
  const [old, now] = [new Map(before), new Map(after)];
  return [
    ...[...now].flatMap(([label, value]) => {
      const was = old.get(label);
      if (was === undefined) return [`${what}${label}: baru, ${value}.`];
      return was === value ? [] : [`${what}${label}: ${was} menjadi ${value}.`];
    }),
    ...[...old]
      .filter(([label]) => !now.has(label))
      .map(([label, value]) => `${what}${label}: dihapus (tadinya ${value}).`),
  ];
}

/** A section that a version may have or not: what differs, its article included. */
function section<T extends { readonly cite: string }>(
  before: T | null,
  after: T | null,
  inWords: (rules: T) => readonly (readonly [string, string])[],
): string[] {
  if (!before && !after) return [];
  if (!before) return ['Bagian ini baru.'];
  if (!after) return ['Bagian ini dihapus.'];
  return pairLines([...inWords(before), ['Pasal', before.cite]], [...inWords(after), ['Pasal', after.cite]]);
}

const trialPairs = ({ trial }: Regulation, labels: Labels): (readonly [string, string])[] =>
  trial ? [['Pasal', trial.cite], ...trialInWords(trial, labels)] : [];

/** Steps are found again by their name; a gate, which has none in the file, by its label. */
const stepKey = (step: Step): string => (step.kind === 'gate' ? `gerbang ${step.label}` : step.name);

function stepLines(before: Regulation, after: Regulation, old: Labels, now: Labels): string[] {
  const was = new Map(before.steps.map(step => [stepKey(step), step]));
  const kept = new Set(after.steps.map(stepKey));
  const changed = after.steps.flatMap(step => {
    const earlier = was.get(stepKey(step));
    if (!earlier) return [`Baru: langkah ${step.label} (${step.cite}). ${stepInWords(step, now)}`];
    return turned([
      ['disebut ', earlier.label, step.label],
      ['', `"${stepInWords(earlier, old)}"`, `"${stepInWords(step, now)}"`],
      ['pasalnya ', earlier.cite, step.cite],
    ]).map(change => `${step.label}: ${change}.`);
  });
  const gone = before.steps.filter(step => !kept.has(stepKey(step))).map(step => `Dihapus: langkah ${step.label}.`);
  return [...changed, ...gone, ...orderLine(before.steps, after.steps)];
}

/** Steps that stay may change places; their results follow the new order. */
function orderLine(before: readonly Step[], after: readonly Step[]): string[] {
  const [old, now] = [before.map(stepKey), after.map(stepKey)];
  const stayed = old.filter(key => now.includes(key));
  const same = now.filter(key => old.includes(key)).every((key, at) => key === stayed[at]);
  return same ? [] : ['Urutan langkahnya berubah.'];
}

function layerLines(before: Regulation, after: Regulation): string[] {
  const old = new Map(before.layers.map(layer => [layer.id, layer]));
  const kept = new Set(after.layers.map(({ id }) => id));
  return [
    ...after.layers.flatMap(layer => {
      const was = old.get(layer.id);
      if (!was) return [`Baru: ${layer.label} (${layer.cite}).`];
      const changed = compareRules(was.rules, layer.rules).some(part => part.heading !== 'Keterangan');
      return changed || was.when.text !== layer.when.text ? [`${layer.label}: aturannya berubah.`] : [];
    }),
    ...before.layers.filter(({ id }) => !kept.has(id)).map(({ label }) => `Dihapus: ${label}.`),
  ];
}

function headLines(before: Regulation, after: Regulation): string[] {
  const uses = ({ uses: used }: Regulation): string =>
    used.map(({ id, version }) => `${id} ${version.slice(0, 8)}`).join(', ');
  return turned([
    ['Nama ', before.name, after.name],
    ['Dasar hukum ', before.source, after.source],
    ['Tabel nasional ', uses(before), uses(after)],
  ]).map(line => `${line}.`);
}
