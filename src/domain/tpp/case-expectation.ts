import type { Why } from '../explained.ts';
import { compare, parseRatio } from '../ratio.ts';
import type { Computation } from './computation.ts';
import type { Problems } from './problem.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** Only what is written is checked. Amounts are decimal text; null means that there must be none. */
export interface Expectation {
  readonly status?: string;
  readonly totals: Readonly<Record<string, string | null>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, string>>;
  readonly missing: readonly string[] | null;
  /** Steps that must stand in some component's tree. */
  readonly rules: readonly string[];
  /** The layer that must hold, by its id; null for the regency's own rules; undefined when it is not checked. */
  readonly layer?: string | null;
}

const TOTALS = ['gross', 'deductions', 'net'] as const;

/** Reads what a case must come to; nothing is checked where nothing is written. */
export function readExpectation(node: MapNode | null, problems: Problems): Expectation {
  const section = node && new Section(node, 'expect', problems);
  section?.expects([], ['status', ...TOTALS, 'outputs', 'components', 'missing', 'rules', 'lapis']);
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
    ...(section?.has('lapis') ? { layer: section.node('lapis')?.kind === 'null' ? null : section.text('lapis') } : {}),
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

function same(expected: string, found: string): boolean {
  const [a, b] = [parseRatio(expected), parseRatio(found)];
  return a && b ? compare(a, b) === 0 : expected === found;
}

/** What of a result is not as the case expects, in Indonesian; nothing when it holds. */
export function differences(expect: Expectation, found: Computation): readonly string[] {
  const said: string[] = [];
  const check = (what: string, expected: string | null, value: string | null | undefined): void => {
    const equal =
      expected === null || value === null || value === undefined ? expected === (value ?? null) : same(expected, value);
    if (!equal) said.push(`${what}: seharusnya ${expected ?? 'tidak ada'}, hasilnya ${value ?? 'tidak ada'}`);
  };
  if (expect.status !== undefined) check('status', expect.status, found.status);
  if (expect.layer !== undefined) check('lapis', expect.layer, found.layer?.id);
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
