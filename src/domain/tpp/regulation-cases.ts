import { CHAIN_SOURCE } from './chain-section.ts';
import { computeChain, daysIn } from './chain.ts';
import { differences, readExpectation, type Expectation } from './case-expectation.ts';
import { factsIn, readPeople, type CasePerson } from './case-people.ts';
import type { Computation, FactValue } from './computation.ts';
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
 */
export function loadCases(text: string, fileName: string): LoadedCases {
  const problems = new Problems(fileName);
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.any) problems.add(1, 'berkas contoh harus berisi "cases" (daftar), atau satu contoh dengan "facts"');
    return { ok: false, errors: problems.list() };
  }
  const section = new Section(root, 'berkas contoh', problems);
  const single = section.has('facts') || section.has('people');
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
  const many = section.has('people');
  const optional = ['id', 'name', 'period', 'regulation', 'note', 'uji_coba', 'pembayaran'];
  section.expects([many ? 'people' : 'facts'], [many ? 'facts' : 'expect', ...optional]);
  const facts = factsIn(section);
  const id = section.text('id') ?? `contoh-${index + 1}`;
  const trial = section.flag('uji_coba', false);
  return {
    id,
    name: section.text('name') ?? id,
    line: node.line,
    period: section.text('period') ?? period,
    facts,
    trial,
    payment: section.text('pembayaran'),
    expect: readExpectation(section.map('expect'), problems),
    people: many ? readPeople(section.map('people'), { facts, trial }, problems) : [],
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
  const alone = [{ key: one.id, values: one.facts, trial: one.trial, ...paid }];
  if (one.people.length === 0) return computeChain(regulation, period, alone, [], PAYABLE);
  const people = one.people.map(({ key, facts, trial }) => ({ key, values: facts, trial, ...paid }));
  const leads = one.people.flatMap(({ key, ledBy }) =>
    ledBy.map(({ leader, days }) => ({ leader, led: key, days: days ?? daysIn(period) })),
  );
  return computeChain(regulation, period, people, leads, PAYABLE);
}

/** The month a case speaks of. */
export function periodOf(regulation: Regulation, { period }: RegulationCase): string {
  return period ?? regulation.firstMonth;
}

/** Computes every case and compares it with what it must come to; the people of one case are called `case/name`. */
export function runCases(regulation: Regulation, cases: readonly RegulationCase[]): readonly CaseResult[] {
  return cases.flatMap(one => {
    const found = computeCase(regulation, one);
    return partsOf(one).flatMap(({ key, expect, ...part }) => {
      const computation = found.get(key);
      if (!computation) return [];
      return [
        { ...part, differences: [...misled(regulation, one, key), ...differences(expect, computation)], computation },
      ];
    });
  });
}

/** Whose results a case checks: those of its people, or of the one person it is about. */
function partsOf({ id, name, line, expect, people }: RegulationCase) {
  if (people.length === 0) return [{ key: id, id, name, line, expect }];
  return people.map(person => ({
    key: person.key,
    id: `${id}/${person.key}`,
    name: `${name}: ${person.key}`,
    line: person.line,
    expect: person.expect,
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
