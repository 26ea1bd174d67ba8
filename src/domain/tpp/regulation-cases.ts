import { compare, parseRatio } from '../ratio.ts';
import type { Why } from '../explained.ts';
import type { Computation, FactValue } from './computation.ts';
import { compute } from './compute.ts';
import { factOf } from './fact-reader.ts';
import { Problems, type Problem } from './problem.ts';
import type { Regulation } from './regulation.ts';
import { parseSource, type MapNode, type SourceNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** One worked case beside a regulation: facts, and what they must come to. */
export interface RegulationCase {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** `YYYY-MM`, or null for the regulation's first month in force. */
  readonly period: string | null;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Whether the month is a trial month (`uji_coba: ya`). */
  readonly trial: boolean;
  readonly expect: Expectation;
}

/** Only what is written is checked. Amounts are decimal text; null means that there must be none. */
export interface Expectation {
  readonly status?: string;
  readonly totals: Readonly<Record<string, string | null>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, string>>;
  readonly missing: readonly string[] | null;
  /** Steps that must stand in some component's tree. */
  readonly rules: readonly string[];
}

export interface CaseFile {
  /** The regulation's id, when the file names one. */
  readonly regulation: string | null;
  readonly cases: readonly RegulationCase[];
}

export type LoadedCases =
  { readonly ok: true; readonly file: CaseFile } | { readonly ok: false; readonly errors: readonly Problem[] };

/**
 * Reads a case file, YAML or JSON: either `cases` (a list), or one case whose `facts` stand at the top. Numbers stay the
 * text they are written with. Never throws.
 */
export function loadCases(text: string, fileName: string): LoadedCases {
  const problems = new Problems(fileName);
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.any) problems.add(1, 'berkas contoh harus berisi "cases" (daftar), atau satu contoh dengan "facts"');
    return { ok: false, errors: problems.list() };
  }
  const section = new Section(root, 'berkas contoh', problems);
  const single = section.has('facts');
  if (!single) section.expects(['cases'], ['regulation', 'period', 'note']);
  const period = section.text('period');
  const nodes = single ? [root] : (section.sequence('cases') ?? []);
  const cases = nodes.map((node, index) => readCase(node, index, single ? null : period, problems));
  checkIds(cases, problems);
  if (problems.any) return { ok: false, errors: problems.list() };
  const regulation = section.text('regulation');
  return { ok: true, file: { regulation, cases: cases.filter(found => found !== null) } };
}

function checkIds(cases: readonly (RegulationCase | null)[], problems: Problems): void {
  const seen = new Set<string>();
  for (const found of cases) {
    if (!found) continue;
    if (seen.has(found.id)) problems.add(found.line, `contoh "${found.id}" ditulis dua kali`);
    seen.add(found.id);
  }
}

function readCase(node: SourceNode, index: number, period: string | null, problems: Problems): RegulationCase | null {
  if (node.kind !== 'map') {
    problems.add(node.line, 'setiap contoh berisi id, facts dan expect');
    return null;
  }
  const section = new Section(node, 'contoh', problems);
  section.expects(['facts'], ['id', 'name', 'period', 'expect', 'regulation', 'note', 'uji_coba']);
  const facts = section.map('facts');
  const id = section.text('id') ?? `contoh-${index + 1}`;
  const expect = section.map('expect');
  return {
    id,
    name: section.text('name') ?? id,
    line: node.line,
    period: section.text('period') ?? period,
    facts: facts ? Object.fromEntries(facts.entries.map(entry => [entry.key, factOf(entry.value)])) : {},
    trial: section.flag('uji_coba', false),
    expect: readExpectation(expect, problems),
  };
}

const TOTALS = ['gross', 'deductions', 'net'] as const;

function readExpectation(node: MapNode | null, problems: Problems): Expectation {
  const section = node && new Section(node, 'expect', problems);
  section?.expects([], ['status', ...TOTALS, 'outputs', 'components', 'missing', 'rules']);
  const totals: Record<string, string | null> = {};
  for (const name of TOTALS) {
    const value = section?.node(name);
    if (value) totals[name] = value.kind === 'null' ? null : (section?.text(name) ?? null);
  }
  const status = section?.text('status') ?? null;
  return {
    ...(status === null ? {} : { status }),
    totals,
    outputs: texts(section?.map('outputs') ?? null, problems),
    components: texts(section?.map('components') ?? null, problems),
    missing: section?.has('missing') ? section.texts('missing') : null,
    rules: section?.texts('rules') ?? [],
  };
}

function texts(node: MapNode | null, problems: Problems): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (node?.entries ?? []).map(entry => {
      if (entry.value.kind !== 'scalar') problems.add(entry.line, `"${entry.key}" harus satu nilai`);
      return [entry.key, entry.value.kind === 'scalar' ? entry.value.text : ''];
    }),
  );
}

/** One case after it was computed. */
export interface CaseResult {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** What differs, in Indonesian; none when the case holds. */
  readonly differences: readonly string[];
  readonly computation: Computation;
}

/** Computes every case and compares it with what it must come to. */
export function runCases(regulation: Regulation, cases: readonly RegulationCase[]): readonly CaseResult[] {
  return cases.map(one => {
    const period = one.period ?? regulation.validFrom.slice(0, 7);
    const computation = compute(regulation, { period, values: one.facts, trial: one.trial });
    return {
      id: one.id,
      name: one.name,
      line: one.line,
      differences: differences(one.expect, computation),
      computation,
    };
  });
}

function same(expected: string, found: string): boolean {
  const [a, b] = [parseRatio(expected), parseRatio(found)];
  return a && b ? compare(a, b) === 0 : expected === found;
}

function differences(expect: Expectation, found: Computation): readonly string[] {
  const said: string[] = [];
  const check = (what: string, expected: string | null, value: string | null | undefined): void => {
    const equal =
      expected === null || value === null || value === undefined ? expected === (value ?? null) : same(expected, value);
    if (!equal) said.push(`${what}: seharusnya ${expected ?? 'tidak ada'}, hasilnya ${value ?? 'tidak ada'}`);
  };
  if (expect.status !== undefined) check('status', expect.status, found.status);
  for (const name of TOTALS)
    if (Object.hasOwn(expect.totals, name)) check(name, expect.totals[name] ?? null, found[name]);
  for (const [name, value] of Object.entries(expect.outputs)) {
    check(name, value, Object.hasOwn(found.outputs, name) ? found.outputs[name] : null);
  }
  const amounts = new Map(found.components.map(component => [component.code, component.amount]));
  for (const [code, value] of Object.entries(expect.components)) check(`komponen ${code}`, value, amounts.get(code));
  const missing = expect.missing ?? [];
  if (missing.join() !== found.missing.join()) {
    said.push(`fakta yang kurang: seharusnya ${missing.join(', ') || 'tidak ada'}, hasilnya ${describeMissing(found)}`);
  }
  const rules = new Set(found.components.flatMap(component => (component.why ? rulesIn(component.why) : [])));
  for (const rule of expect.rules) if (!rules.has(rule)) said.push(`langkah "${rule}" tidak ada pada penjelasan`);
  return said;
}

function describeMissing(found: Computation): string {
  return found.missingFacts.map(fact => `${fact.name} (${fact.reason})`).join(', ') || 'tidak ada';
}

function rulesIn(why: Why): readonly string[] {
  return [why.rule, ...why.children.flatMap(rulesIn)];
}
