import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACT_SOURCES } from '../../../src/domain/tpp/input-section.ts';
import { functionNames } from '../../../src/domain/tpp/formula-functions.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good, nationals } from './policies.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/policy/format.md'), 'utf8');

const blocks = (kind: string): readonly string[] =>
  [...page.matchAll(/```(\S+ ?\S*)\n([\s\S]*?)```/g)].filter(match => match[1] === kind).map(match => match[2] ?? '');

describe('docs/policy/format.md', () => {
  const regulations = blocks('yaml takar').map(text => good(text));

  it('has examples that load', () => {
    expect(regulations.map(regulation => regulation.id)).toEqual(['contoh-kecil', 'contoh-gerbang']);
  });

  it('has cases that come out as written', () => {
    const [text] = blocks('yaml cases');
    const loaded = loadCases(text ?? '', 'format.md');
    const [regulation] = regulations;
    if (!loaded.ok || !regulation) throw new Error(JSON.stringify(loaded));
    const results = runCases(regulation, loaded.file.cases);
    expect(results.map(result => [result.id, result.differences])).toEqual([
      ['K-1', []],
      ['K-2', []],
    ]);
  });

  it('names every function, origin of facts and national table', () => {
    for (const name of functionNames()) expect(page).toContain(`\`${name}(`);
    for (const source of FACT_SOURCES) expect(page).toMatch(new RegExp(`\\b${source}\\b`));
    for (const national of nationals) expect(page).toContain(national.id);
  });
});
