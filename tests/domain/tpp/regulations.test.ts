import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good } from './policies.ts';

/**
 * Made-up regulations, written from the documentation alone. The amounts in their cases were computed outside the engine,
 * with fractions, from the regulation's articles.
 */
const ROOT = path.resolve(import.meta.dirname, 'regulations');

const files = readdirSync(ROOT).flatMap(folder =>
  readdirSync(path.join(ROOT, folder))
    .filter(file => file.endsWith('.yaml') && !file.endsWith('.cases.yaml'))
    .map(file => `${folder}/${file}`),
);

describe.each(files)('%s', file => {
  const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

  it('gives every amount of its cases', () => {
    const loaded = loadCases(read(file.replace('.yaml', '.cases.yaml')), file);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    const results = runCases(good(read(file), file), loaded.file.cases);
    expect(results.length).toBeGreaterThan(0);
    expect(results.flatMap(({ id, differences }) => differences.map(difference => `${id}: ${difference}`))).toEqual([]);
  });
});
