import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Why } from '../../../src/domain/explained.ts';
import { computeChain, daysIn } from '../../../src/domain/tpp/chain.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { Computation, Facts } from '../../../src/domain/tpp/computation.ts';
import { allInputs } from '../../../src/domain/tpp/layer-choice.ts';
import { isPostponed, paidNow } from '../../../src/domain/tpp/postponed.ts';
import { asRead, type ReadWhy } from '../../../src/domain/tpp/reading-order.ts';
import { periodOf, runCases, type RegulationCase } from '../../../src/domain/tpp/regulation-cases.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';
import { sourceNotes } from '../../../src/domain/tpp/source-note.ts';
import { typeText } from '../../../src/domain/tpp/value-type.ts';
import { valueText } from '../../../src/domain/tpp/value.ts';
import { monthsAround } from './months-around.ts';
import { casesOf, regulationOf, type Written } from './written.ts';

/**
 * A month computed again years later gives the same bytes, whichever version of the program does it. So what this version
 * gives is kept: `kept/<regulation>.txt` holds a hash for every worked case of every regulation, and `kept.test.ts` computes
 * all of them again and names what changed.
 *
 * A line is `<hash>  <what>  <case>`. What is kept of a case:
 * - `amounts`: the result without explanation, as a close checks it and a simulation counts it
 * - `trees`: the result with its trees, as `payroll_line` stores it
 * - `words`, of a third of the cases: the sentences of the trees in the order in which a slip and a page print them
 * - `around`: a third of the months around it (a fact a little otherwise, lacking or wrong; a trial month; another month)
 * (The whole of it would cost seconds for little: which third is told by the names, so a new case moves no other.)
 *
 * and of a regulation: `text`, the file with its cases as it was; `asked`, which facts it asks for and what is said where none is there; `payment`, each case as each of
 * its other payments. The hash of the regulation's file is left out of all results: it speaks of the text, not of the program.
 *
 * A hash that changed means that closed months no longer come to what was paid and printed: `takar verify` would report every one
 * of them. That is a decision, for the people who answer for the closed months, and never a side effect of other work. Where
 * it is taken (a wrong amount was found, a sentence is put better), `npx tsx tests/domain/tpp/record-kept.ts --changed` writes the
 * new hashes, and the commit says why. New cases need no decision, nor does a regulation whose own text is another one (then its results are those of
 * another regulation): the same script without `--changed` writes their lines.
 */
export interface Kept {
  readonly what: string;
  readonly of: string;
  readonly hash: string;
}

const FOLDER = path.resolve(import.meta.dirname, 'kept');

/** The file of a regulation's hashes. */
export const keptFile = ({ name }: Written): string =>
  path.join(FOLDER, `${name.replace('/', '-').replace(/\.yaml$/, '')}.txt`);

/** How a line names what it keeps. */
export const nameOf = ({ what, of }: Pick<Kept, 'what' | 'of'>): string => `${what.padEnd(7)}  ${of}`;

/** The lines of a regulation, by what they name. */
export function keptLines(file: Written): ReadonlyMap<string, string> {
  if (!existsSync(keptFile(file))) return new Map();
  const lines = readFileSync(keptFile(file), 'utf8').trimEnd().split('\n');
  return new Map(lines.map(line => [line.slice(SHORT + 2), line.slice(0, SHORT)]));
}

/** Hexadecimal digits kept of a sha256: chance never gives the same ones twice. */
const SHORT = 16;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, SHORT);

/** What the program gives now for one of the kept things, as texts by case, so that two versions of it can be compared. */
export type Texts = () => readonly { readonly of: string; readonly text: string }[];

/** A third of all names. */
const isChosen = (name: string): boolean => Number.parseInt(hashOf(name).slice(0, 4), 16) % 3 === 0;

/** Everything that is kept of a regulation. */
export function nowOf(file: Written): Readonly<Record<string, Texts>> {
  const regulation = regulationOf(file);
  const cases = casesOf(file);
  return {
    text: () => [{ of: file.name, text: `${file.text}\n${file.cases}` }],
    asked: () => [{ of: file.name, text: JSON.stringify(asked(regulation)) }],
    amounts: () => cases.flatMap(one => withoutTrees(regulation, one)),
    trees: () => results(regulation, cases).map(({ id, computation }) => ({ of: id, text: bytes(computation) })),
    words: () =>
      results(
        regulation,
        cases.filter(({ id }) => isChosen(id)),
      ).map(({ id, computation }) => ({
        of: id,
        text: treesOf(computation)
          .flatMap(why => said(asRead(why), ''))
          .join('\n'),
      })),
    around: () =>
      cases.map(one => ({
        of: one.id,
        text: monthsAround(regulation, one)
          .filter(({ name }) => isChosen(`${one.id} ${name}`))
          .map(({ name, facts }) => `${name} ${short(regulation, facts)}`)
          .join('\n'),
      })),
    payment: () =>
      regulation.payments.map(({ code }) => ({
        of: code,
        text: cases
          .filter(({ people }) => people.length === 0)
          .map(one => short(regulation, { ...factsOf(regulation, one), payment: code }))
          .join('\n'),
      })),
  };
}

/** A result as it is stored, without the hash of the regulation's text. */
function bytes({ version: _, uses, ...found }: Computation): string {
  return JSON.stringify({ ...found, uses: uses.map(({ id }) => id) });
}

const factsOf = (regulation: Regulation, one: RegulationCase): Facts => ({
  period: periodOf(regulation, one),
  values: one.facts,
  trial: one.trial,
  ...(one.payment === null ? {} : { payment: one.payment }),
});

const short = (regulation: Regulation, facts: Facts): string => bytes(compute(regulation, facts, { explain: false }));

const results = (regulation: Regulation, cases: readonly RegulationCase[]): ReturnType<typeof runCases> => {
  const found = runCases(regulation, cases);
  const wrong = found.flatMap(({ id, differences }) => differences.map(difference => `${id}: ${difference}`));
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return found;
};

/** Somebody alone: also as it is paid, and what would be paid after every postponing gate is released. */
function withoutTrees(regulation: Regulation, one: RegulationCase): ReturnType<Texts> {
  const period = periodOf(regulation, one);
  if (one.people.length > 0) {
    const people = one.people.map(({ key, facts, trial }) => ({ key, values: facts, trial }));
    const leads = one.people.flatMap(({ key, ledBy }) =>
      ledBy.map(({ leader, days }) => ({ leader, led: key, days: days ?? daysIn(period) })),
    );
    const found = computeChain(regulation, period, people, leads, { explain: false });
    return [...found].map(([key, computation]) => ({ of: `${one.id}/${key}`, text: bytes(computation) }));
  }
  const facts = factsOf(regulation, one);
  const found = compute(regulation, facts, { explain: false, payable: true });
  const steps = [regulation, ...regulation.layers.map(({ rules }) => rules)].flatMap(rules => rules.steps);
  const released = steps.flatMap(step => (step.kind === 'gate' && isPostponed(step.status) ? [step.label] : []));
  const all = [found, paidNow(regulation, found), compute(regulation, { ...facts, released }, { explain: false })];
  return [{ of: one.id, text: all.map(bytes).join('\n') }];
}

function treesOf({ components, reasons, why }: Computation): readonly Why[] {
  return [...components.map(each => each.why), ...reasons.map(each => each.why), ...Object.values(why ?? {})].filter(
    found => found !== undefined,
  );
}

/** A tree as it is printed: its sentences, and what had no effect after what had. */
function said({ why, inputs, children, idleInputs, idle, between }: ReadWhy, indent: string): readonly string[] {
  const labels = (all: ReadWhy['inputs']): string => all.map(({ label }) => label).join(', ');
  return [
    `${indent}${why.label}: ${sentence(why)} [${labels(inputs)} | ${labels(idleInputs)}]`,
    ...children.flatMap(child => said(child, `${indent}  `)),
    ...idle.flatMap(child => said(child, `${indent}- `)),
    ...between.flatMap(child => said(child, `${indent}~ `)),
  ];
}

function asked(regulation: Regulation): unknown {
  const { firstMonth, validFrom, validTo } = regulation;
  return {
    inForce: [validFrom, validTo, firstMonth],
    inputs: allInputs(regulation).map(({ name, label, type, source, fallback, when, min, max }) => ({
      ...{ name, label, type: typeText(type), source, min, max },
      fallback: fallback === null ? null : valueText(fallback, type),
      when: when?.text ?? null,
    })),
    notes: sourceNotes(regulation),
    nothing: compute(regulation, { period: firstMonth, values: {} }).missingFacts,
  };
}
