import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { faults, good } from './policies.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/policy/tutorial.md'), 'utf8');

const fences = [...page.matchAll(/```([^\n]*)\n([\s\S]*?)```/g)].map(([, kind = '', text = '']) => ({ kind, text }));
const texts = (kind: string): readonly string[] => fences.filter(fence => fence.kind === kind).map(({ text }) => text);

/** All pieces in their order: the file that the page tells the reader to write. */
const file = texts('yaml takar').join('');

/** The refusals of the page: the lines taken out and put in, and what the loader says then. */
const refusals = fences.flatMap(({ kind, text }, index) => {
  if (kind !== 'diff') return [];
  const side = (sign: string): string =>
    text
      .split('\n')
      .filter(line => line.startsWith(sign))
      .map(line => `${line.slice(1)}\n`)
      .join('');
  return [{ taken: side('-'), put: side('+'), said: fences[index + 1]?.text ?? '' }];
});

describe('docs/policy/tutorial.md', () => {
  it('puts together a regulation whose cases come out as reckoned by hand', () => {
    const regulation = good(file, 'tutorial.yaml');
    const cases = loadCases(texts('yaml cases').join(''), 'tutorial.md');
    if (!cases.ok) throw new Error(JSON.stringify(cases.errors));
    expect(cases.file.regulation).toBe(regulation.id);
    const results = runCases(regulation, cases.file.cases);
    expect(results.length).toBeGreaterThanOrEqual(10);
    expect(results.flatMap(({ id, differences }) => differences.map(difference => `${id}: ${difference}`))).toEqual([]);
  });

  it('has refusals', () => {
    expect(refusals.length).toBeGreaterThanOrEqual(7);
  });

  it.each(refusals.map(refusal => [refusal.put.trim(), refusal] as const))(
    'says what the loader says of: %s',
    (_, { taken, put, said }) => {
      expect(file.split(taken)).toHaveLength(2);
      expect(faults(file.replace(taken, () => put))).toEqual(said.trim().split('\n'));
    },
  );
});
