import type { ComponentKind } from './computation.ts';
import type { CompiledFormula } from './compiled-formula.ts';
import type { Problems } from './problem.ts';
import type { ComponentRule, OutputRule, Step, TotalName, TotalRules } from './regulation.ts';
import type { Scope } from './scope.ts';
import type { MapNode, SourceNode } from './source-node.ts';
import { Section } from './source-reader.ts';
import { formulaAt } from './step-section.ts';
import { RUPIAH, sameUnit } from './unit.ts';
import { typeText, type ValueType } from './value-type.ts';

const KINDS: readonly ComponentKind[] = ['pendapatan', 'potongan', 'informasi'];

/** Why a value cannot be an amount that is paid; null when it can: whole rupiah, known at load. */
function amountFault(name: string, type: ValueType): string | null {
  if (type.kind !== 'number' || (!sameUnit(type.unit, RUPIAH) && !type.anyUnit)) {
    return `"${name}" adalah ${typeText(type)}, di sini perlu rupiah`;
  }
  return type.whole
    ? null
    : `"${name}" belum dibulatkan ke rupiah utuh; pakai bulat(…), potong(…, 0) atau lantai(…, Rp…)`;
}

/** Reads the section `components`: which steps are the amounts shown. */
export function readComponents(
  nodes: readonly SourceNode[],
  steps: readonly Step[],
  scope: Scope,
  problems: Problems,
): readonly ComponentRule[] {
  const codes = new Set<string>();
  return nodes.flatMap(node => {
    if (node.kind !== 'map') {
      problems.add(node.line, 'setiap komponen berisi code, label, kind dan step (atau each)');
      return [];
    }
    const section = new Section(node, 'komponen', problems);
    const each = section.has('each');
    section.expects(each ? ['each', 'kind', 'labels'] : ['code', 'label', 'kind', 'step'], [
      'note',
      'rekening',
      'kriteria',
    ]);
    const rule = readComponent(section, each, steps, scope, problems);
    const made = rule?.each ? [...rule.labels.keys()] : rule ? [rule.code] : [];
    for (const code of made) {
      if (codes.has(code)) problems.add(node.line, `komponen "${code}" ditulis dua kali`);
      codes.add(code);
    }
    return rule ? [rule] : [];
  });
}

function readComponent(
  section: Section,
  each: boolean,
  steps: readonly Step[],
  scope: Scope,
  problems: Problems,
): ComponentRule | null {
  const name = section.text(each ? 'each' : 'step');
  const kind = section.word('kind', KINDS);
  const code = each ? (name ?? '') : section.text('code');
  const label = each ? '' : section.text('label');
  if (!each && code !== null && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(code)) {
    problems.add(section.lineOf('code'), `code "${code}" harus huruf, angka, titik, garis; paling banyak 40`);
  }
  const step = steps.find(candidate => candidate.kind === 'set' && candidate.name === name);
  if (name === null || kind === null || code === null || label === null) return null;
  if (scope.isRefused(name)) return null;
  if (step?.kind !== 'set') {
    problems.add(section.line, `komponen memakai "${name}", yang bukan nama langkah`);
    return null;
  }
  scope.resolve(name);
  const type: ValueType | null = each ? (step.type.kind === 'map' ? step.type.of : null) : step.type;
  if (!type) {
    problems.add(section.line, `each: langkah "${name}" adalah ${typeText(step.type)}, harus peta<rupiah>`);
    return null;
  }
  const fault = amountFault(name, type);
  if (fault) problems.add(section.line, fault);
  const labels = textsByKey(section, 'labels');
  const own = (key: string): ReadonlyMap<string, string> => {
    if (each) return textsByKey(section, key);
    const text = section.has(key) ? section.text(key) : null;
    return new Map(text === null ? [] : [[code, text]]);
  };
  const accounts = own('rekening');
  for (const account of accounts.values()) {
    if (!ACCOUNT.test(account))
      problems.add(section.lineOf('rekening'), `rekening "${account}" harus angka bertitik, misalnya 5.1.01.02.005`);
  }
  return { code, label, kind, step: name, each, labels, accounts, criteria: own('kriteria') };
}

/** A code of the budget's accounts (Permendagri 90/2019): groups of digits between points. */
const ACCOUNT = /^\d(?:\.\d{1,5}){2,6}$/;

const textsByKey = (section: Section, key: string): ReadonlyMap<string, string> =>
  new Map(
    (section.map(key)?.entries ?? []).flatMap(entry =>
      entry.value.kind === 'scalar' ? [[entry.key, entry.value.text] as const] : [],
    ),
  );

/** Reads the section `outputs`: named values given beside the amounts. */
export function readOutputs(node: MapNode | null, scope: Scope, problems: Problems): readonly OutputRule[] {
  return (node?.entries ?? []).flatMap(entry => {
    if (!/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/.test(entry.key))
      problems.add(entry.line, `nama output "${entry.key}" tidak dapat dipakai`);
    const formula = formulaIn(entry.value, scope, problems);
    const isNested = formula?.type.kind === 'map' && ['map', 'list', 'row'].includes(formula.type.of.kind);
    if (isNested || formula?.type.kind === 'list' || formula?.type.kind === 'row') {
      problems.add(entry.line, `output "${entry.key}" adalah ${typeText(formula.type)}; pakai satu nilai atau peta`);
    }
    return formula ? [{ name: entry.key, formula }] : [];
  });
}

function formulaIn(node: SourceNode, scope: Scope, problems: Problems): CompiledFormula | null {
  if (node.kind === 'scalar') return formulaAt(node.text, node.line, scope, problems);
  problems.add(node.line, 'di sini perlu nama langkah atau rumus');
  return null;
}

/** Reads the section `totals`: gross, deductions and net, each whole rupiah or left out. */
export function readTotals(node: MapNode | null, scope: Scope, problems: Problems): TotalRules {
  const section =
    node && new Section(node, 'totals', problems).expects([], ['gross', 'deductions', 'net', 'below_zero']);
  const total = (name: TotalName): OutputRule | null => {
    const value = section?.node(name) ?? null;
    const formula = value && formulaIn(value, scope, problems);
    const fault = formula && amountFault(formula.text, formula.type);
    if (fault) problems.add(value?.line ?? 1, fault);
    return formula && { name, formula };
  };
  const belowZero = section?.flag('below_zero', false) ?? false;
  return { gross: total('gross'), deductions: total('deductions'), net: total('net'), belowZero };
}
