import type { Why } from '../explained.ts';
import { compare, parseRatio } from '../ratio.ts';
import { INCOMPLETE, type Computation, type FactValue } from './computation.ts';
import { factOf } from './fact-reader.ts';
import { nearWords } from './near-names.ts';
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
  /** What the days of the case must come to, by what stands behind `presensi.` in the source of a fact. */
  readonly presence?: Readonly<Record<string, FactValue>>;
}

const TOTALS = ['gross', 'deductions', 'net'] as const;

/** Reads what a case must come to; nothing is checked where nothing is written. */
export function readExpectation(node: MapNode | null, problems: Problems): Expectation {
  const section = node && new Section(node, 'expect', problems);
  section?.expects([], ['status', ...TOTALS, 'outputs', 'components', 'missing', 'rules', 'lapis', 'presensi']);
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
    ...(section?.has('presensi') ? { presence: readPresence(section, problems) } : {}),
    ...(section?.has('lapis') ? { layer: section.node('lapis')?.kind === 'null' ? null : section.text('lapis') } : {}),
  };
}

const PRESENCE = [
  'pengurangan',
  'hari_hadir',
  'kode',
  'menit_terlambat',
  'menit_pulang_cepat',
  'jumlah_menit_terlambat',
  'jumlah_menit_pulang_cepat',
  'alpa',
];

function readPresence(expect: Section, problems: Problems): Readonly<Record<string, FactValue>> {
  const node = expect.map('presensi');
  if (node) new Section(node, 'presensi pada expect', problems).expects([], PRESENCE);
  return Object.fromEntries((node?.entries ?? []).map(({ key, value }) => [key, factOf(value)]));
}

/** What the days of a case come to that is not as it expects. Of codes only those that are written are checked. */
export function presenceDifferences(
  wanted: Readonly<Record<string, FactValue>>,
  found: Readonly<Record<string, FactValue>>,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (name !== 'kode') return differing(`presensi.${name}`, value, found[name] ?? null);
    const codes = asMap(found['kode'] ?? null);
    return Object.entries(asMap(value)).flatMap(([code, days]) =>
      differing(`presensi.kode ${code}`, days, codes[code] ?? '0'),
    );
  });
}

const asMap = (value: FactValue): Readonly<Record<string, FactValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, FactValue>>)
    : {};

function inText(value: FactValue): string {
  if (Array.isArray(value)) return `[${value.map(inText).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function differing(what: string, wanted: FactValue, found: FactValue): readonly string[] {
  const [a, b] = [inText(wanted), inText(found)];
  return sameText(a, b) ? [] : [`${what}: seharusnya ${a}, hasilnya ${b}`];
}

/** Whether anything but the days is checked. */
export const checksResult = ({ status, totals, outputs, components, missing, rules, layer }: Expectation): boolean =>
  status !== undefined ||
  missing !== null ||
  layer !== undefined ||
  rules.length > 0 ||
  [totals, outputs, components].some(each => Object.keys(each).length > 0);

function texts(node: MapNode | null, problems: Problems): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (node?.entries ?? []).map(entry => {
      if (entry.value.kind !== 'scalar') problems.add(entry.line, `"${entry.key}" harus satu nilai`);
      return [entry.key, entry.value.kind === 'scalar' ? entry.value.text : ''];
    }),
  );
}

/** Whether two texts say the same, as numbers where both are. */
export function sameText(expected: string, found: string): boolean {
  const [a, b] = [parseRatio(expected), parseRatio(found)];
  return a && b ? compare(a, b) === 0 : expected === found;
}

/** Where the step of a total, output or component stands; those of no step come last. */
export type StepOrder = (name: string) => number;

/**
 * What of a result is not as the case expects, in Indonesian; nothing when it holds. Why there is no amount comes first, and then
 * nothing of what there is not because of it; else status and layer, then what differs in the order of the steps.
 * @param codes the components that the regulation has under any of its rules; null where that is not known
 */
export function differences(
  expect: Expectation,
  found: Computation,
  order: StepOrder = () => 0,
  codes: readonly string[] | null = null,
): readonly string[] {
  const missing = expect.missing ?? [];
  const asExpected = missing.join() === found.missing.join();
  const causes = asExpected ? [] : missingDifferences(missing, found);
  const rest = valueDifferences(expect, found, order, codes);
  const isCutOff = !asExpected && found.status === INCOMPLETE;
  return [...causes, ...(isCutOff ? [] : rest)];
}

/** Facts that lack otherwise than the case says, and whatever else leaves no amount. */
function missingDifferences(expected: readonly string[], { missingFacts }: Computation): readonly string[] {
  const facts = missingFacts.filter(({ source }) => source !== '');
  const others = missingFacts.filter(({ name, source }) => source === '' && !expected.includes(name));
  const unmet = expected.filter(name => !missingFacts.some(fact => fact.name === name));
  const described = facts.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  const isOfFacts = unmet.length > 0 || facts.some(({ name }) => !expected.includes(name));
  return [
    ...others.map(({ name, label, reason }) => `tidak dapat dihitung: ${label || name}: ${reason}`),
    ...(isOfFacts || others.length === 0
      ? [`fakta yang kurang: seharusnya ${expected.join(', ') || 'tidak ada'}, hasilnya ${described || 'tidak ada'}`]
      : []),
  ];
}

function valueDifferences(
  expect: Expectation,
  found: Computation,
  order: StepOrder,
  codes: readonly string[] | null,
): readonly string[] {
  const said: string[] = [];
  const placed: { readonly at: number; readonly text: string }[] = [];
  const check = (what: string, expected: string | null, value: string | null | undefined, of?: string): void => {
    const equal =
      expected === null || value === null || value === undefined
        ? expected === (value ?? null)
        : sameText(expected, value);
    if (equal) return;
    const text = `${what}: seharusnya ${expected ?? 'tidak ada'}, hasilnya ${value ?? 'tidak ada'}`;
    if (of === undefined) said.push(text);
    else placed.push({ at: order(of), text });
  };
  if (expect.status !== undefined) check('status', expect.status, found.status);
  if (expect.layer !== undefined) check('lapis', expect.layer, found.layer?.id);
  for (const name of TOTALS)
    if (Object.hasOwn(expect.totals, name)) check(name, expect.totals[name] ?? null, found[name], name);
  for (const [name, value] of Object.entries(expect.outputs)) {
    check(name, value, Object.hasOwn(found.outputs, name) ? found.outputs[name] : null, name);
  }
  const amounts = new Map(found.components.map(component => [component.code, component.amount]));
  for (const [code, value] of Object.entries(expect.components)) {
    if (codes === null || codes.includes(code)) check(`komponen ${code}`, value, amounts.get(code), `komponen ${code}`);
    else said.push(`komponen ${code}: tidak ada komponen itu${nearWords(code, codes)}`);
  }
  said.push(...placed.sort((a, b) => a.at - b.at).map(({ text }) => text));
  const rules = new Set(found.components.flatMap(component => (component.why ? rulesIn(component.why) : [])));
  for (const rule of expect.rules) if (!rules.has(rule)) said.push(`langkah "${rule}" tidak ada pada penjelasan`);
  return said;
}

function rulesIn(why: Why): readonly string[] {
  return [why.rule, ...why.children.flatMap(rulesIn)];
}
