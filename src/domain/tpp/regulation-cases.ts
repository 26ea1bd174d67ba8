import { CHAIN_SOURCE } from './chain-section.ts';
import { computeChain, daysIn } from './chain.ts';
import { judgeDays, readDays, readHours, type CaseDay, type CasePresence } from './case-days.ts';
import {
  checksResult,
  differences,
  presenceDifferences,
  readExpectation,
  type Expectation,
  type StepOrder,
} from './case-expectation.ts';
import { factsIn, readPeople, type CasePerson } from './case-people.ts';
import { reversedSpans } from './case-spans.ts';
import type { Computation, FactValue } from './computation.ts';
import { declaredColumns } from './fact-reader.ts';
import { allInputs } from './layer-choice.ts';
import { Problems, type Problem } from './problem.ts';
import type { Regulation } from './regulation.ts';
import { parseSource, type SourceNode } from './source-node.ts';
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
  /** The payment that it is (`pembayaran: THR`); null for the month's own. */
  readonly payment: string | null;
  readonly expect: Expectation;
  /** Working days that are judged by the section `presensi`: they give the facts `presensi.…` that `facts` do not. */
  readonly days?: readonly CaseDay[];
  /** Only its days are checked: no facts are written, and nothing is expected of an amount. */
  readonly daysOnly?: true;
  /** Several people of whom one leads another; empty for a case of one person. `facts` then hold of all of them. */
  readonly people: readonly CasePerson[];
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
 * @param of the id of the regulation that the cases are for, where it is known: cases that name another are refused
 */
export function loadCases(text: string, fileName: string, of: string | null = null): LoadedCases {
  const problems = new Problems(fileName);
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.any) problems.add(1, 'berkas contoh harus berisi "cases" (daftar), atau satu contoh dengan "facts"');
    return { ok: false, errors: problems.list() };
  }
  const section = new Section(root, 'berkas contoh', problems);
  const single = ['facts', 'people', 'hari'].some(key => section.has(key));
  if (!single) section.expects(['cases'], ['regulation', 'period', 'note']);
  const period = section.text('period');
  const nodes = single ? [root] : (section.sequence('cases') ?? []);
  if (of !== null) for (const node of [root, ...nodes]) refuseOther(node, of, problems);
  const cases = nodes.map((node, index) => readCase(node, index, single ? null : period, problems));
  checkIds(cases, problems);
  if (problems.any) return { ok: false, errors: problems.list() };
  const regulation = section.text('regulation');
  return { ok: true, file: { regulation, cases: cases.filter(found => found !== null) } };
}

/** Cases of another regulation: they may hold by chance, and prove nothing. */
function refuseOther(node: SourceNode, of: string, problems: Problems): void {
  const named = node.kind === 'map' ? node.entries.find(({ key }) => key === 'regulation') : undefined;
  if (named?.value.kind !== 'scalar' || named.value.text === of) return;
  const reason = `contoh ini untuk peraturan "${named.value.text}", sedangkan berkas peraturannya ber-id "${of}"; samakan, atau pakai berkas contohnya`;
  problems.add(named.line, reason);
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
  const many = section.has('people');
  const optional = ['id', 'name', 'period', 'regulation', 'note', 'uji_coba', 'pembayaran', 'jam'];
  const byDays = !many && section.has('hari') && !section.has('facts');
  if (many) section.expects(['people'], ['facts', ...optional]);
  else section.expects(byDays ? [] : ['facts'], [...(byDays ? ['facts'] : []), 'expect', ...optional, 'hari']);
  const hours = readHours(section, 'jam', problems);
  const days = many ? null : readDays(section, hours, problems);
  const facts = factsIn(section);
  const id = section.text('id') ?? `contoh-${index + 1}`;
  const trial = section.flag('uji_coba', false);
  const expect = readExpectation(section.map('expect'), problems);
  return {
    id,
    name: section.text('name') ?? id,
    line: node.line,
    period: section.text('period') ?? period,
    facts,
    trial,
    payment: section.text('pembayaran'),
    expect,
    ...(days ? { days } : {}),
    ...(byDays && !checksResult(expect) ? { daysOnly: true as const } : {}),
    people: many ? readPeople(section.map('people'), { facts, trial, hours }, problems) : [],
  };
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

/** A case is a payment: what it comes to must be something that can be paid. */
const PAYABLE = { payable: true };

/**
 * Computes a case: one person by the case's id, or each of its people by their names. Rows over those one leads are made in
 * both; who stands alone leads nobody, unless the rows are given.
 */
export function computeCase(regulation: Regulation, one: RegulationCase): ReadonlyMap<string, Computation> {
  const period = periodOf(regulation, one);
  const paid = one.payment === null ? {} : { payment: one.payment };
  const values = (of: Pick<RegulationCase, 'facts' | 'days'>) => valuesOf(regulation, period, of);
  const alone = [{ key: one.id, values: values(one), trial: one.trial, ...paid }];
  if (one.people.length === 0) return computeChain(regulation, period, alone, [], PAYABLE);
  const people = one.people.map(person => ({ key: person.key, values: values(person), trial: person.trial, ...paid }));
  const leads = one.people.flatMap(({ key, ledBy }) =>
    ledBy.map(({ leader, days }) => ({ leader, led: key, days: days ?? daysIn(period) })),
  );
  return computeChain(regulation, period, people, leads, PAYABLE);
}

/** The facts of a case: those written, and of its days those that are not. */
function valuesOf(regulation: Regulation, period: string, { facts, days }: Pick<RegulationCase, 'facts' | 'days'>) {
  if (!days) return facts;
  const made = judgeDays(regulation.attendance, period, days).facts;
  const values: Record<string, FactValue> = { ...facts };
  for (const { name, source, type } of allInputs(regulation)) {
    const fact = source.startsWith(PRESENCE) ? made[source.slice(PRESENCE.length)] : undefined;
    if (fact !== undefined && (values[name] ?? null) === null) values[name] = declaredColumns(type, fact);
  }
  return values;
}

const PRESENCE = 'presensi.';

/** The month a case speaks of. */
export function periodOf(regulation: Regulation, { period }: RegulationCase): string {
  return period ?? regulation.firstMonth;
}

/** Computes every case and compares it with what it must come to; the people of one case are called `case/name`. */
export function runCases(regulation: Regulation, cases: readonly RegulationCase[]): readonly CaseResult[] {
  const codes = codesOf(regulation);
  return cases.flatMap(one => {
    const found = computeCase(regulation, one);
    return partsOf(one).flatMap(({ key, facts, expect, days, ...part }) => {
      const computation = found.get(key);
      if (!computation) return [];
      const said = [
        ...misled(regulation, one, key),
        ...reversedSpans(regulation, facts),
        ...ofDays(regulation, periodOf(regulation, one), days, expect),
        ...(one.daysOnly ? [] : differences(expect, computation, orderOf(regulation, computation), codes)),
      ];
      return [{ ...part, differences: said, computation }];
    });
  });
}

/** The components there can be, under any layer; null where a step with `each` makes one of each of its keys. */
function codesOf({ components, layers }: Regulation): readonly string[] | null {
  const all = [...components, ...layers.flatMap(layer => layer.rules.components)];
  return all.some(({ each }) => each) ? null : [...new Set(all.map(({ code }) => code))];
}

/** By a result's name: the place of the last step that it rests on itself. Results of several steps stand behind each of them. */
function orderOf({ steps, outputs, totals }: Regulation, { components }: Computation): StepOrder {
  const places = new Map(steps.map(({ name }, index) => [name, index]));
  const last = (text: string): number =>
    Math.max(...(text.match(/[A-Za-z]\w*/g) ?? []).map(word => places.get(word) ?? -1), -1);
  const found = new Map<string, number>();
  for (const { code, why } of components) found.set(`komponen ${code}`, last(why?.rule ?? ''));
  for (const { name, formula } of outputs) found.set(name, last(formula.text));
  for (const name of TOTALS) found.set(name, last(totals[name]?.formula.text ?? ''));
  const ofKey = (name: string): number | undefined => found.get(name) ?? found.get(name.split('.')[0] ?? '');
  return name => ofKey(name) ?? steps.length;
}

const TOTALS = ['gross', 'deductions', 'net'] as const;

/** What the days of somebody come to otherwise than the case says. */
function ofDays(
  regulation: Regulation,
  period: string,
  days: readonly CaseDay[] | undefined,
  { presence }: Expectation,
): readonly string[] {
  if (!days) return presence ? ['presensi pada expect memerlukan hari: tulis hari-harinya'] : [];
  const judged: CasePresence = judgeDays(regulation.attendance, period, days);
  const known = Object.keys(judged.facts).length > 0;
  return [...judged.differences, ...(known && presence ? presenceDifferences(presence, judged.facts) : [])];
}

/** Whose results a case checks: those of its people, or of the one person it is about. */
function partsOf({ id, name, line, facts, expect, days, people }: RegulationCase) {
  if (people.length === 0) return [{ key: id, id, name, line, facts, expect, days }];
  return people.map(person => ({
    key: person.key,
    id: `${id}/${person.key}`,
    name: `${name}: ${person.key}`,
    line: person.line,
    facts: person.facts,
    expect: person.expect,
    days: person.days,
  }));
}

/** What a case says of who leads whom, and cannot be. */
function misled(regulation: Regulation, one: RegulationCase, key: string): readonly string[] {
  const { chain } = regulation;
  const person = one.people.find(each => each.key === key);
  if (!person) return [];
  const leads = one.people.some(({ ledBy }) => ledBy.some(({ leader }) => leader === key));
  if (leads && !chain) return [`ada yang dipimpin "${key}", padahal aturan ini tidak mempunyai fakta ${CHAIN_SOURCE}`];
  if (leads && chain && Object.hasOwn(person.facts, chain.input))
    return [`fakta "${chain.input}" dihitung dari led_by; hapus dari facts "${key}"`];
  const most = daysIn(periodOf(regulation, one));
  const days = person.ledBy.reduce((sum, each) => sum + (each.days ?? most), 0);
  return days > most ? [`led_by "${key}" berjumlah ${days} hari, padahal bulan itu ${most} hari`] : [];
}
