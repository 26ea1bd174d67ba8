import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACT_SOURCES } from '../../../src/domain/tpp/input-section.ts';
import { MADE_SOURCES } from '../../../src/domain/tpp/made-source.ts';
import { KEYWORDS } from '../../../src/domain/tpp/formula-lexer.ts';
import { BUILT_IN_NAMES } from '../../../src/domain/tpp/source-reader.ts';
import { BASE_UNITS, PLAIN_UNITS } from '../../../src/domain/tpp/unit.ts';
import { functionNames } from '../../../src/domain/tpp/formula-functions.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good, nationals } from './policies.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/policy/format.md'), 'utf8');

const blocks = (kind: string): readonly string[] =>
  [...page.matchAll(/```(\S+ ?\S*)\n([\s\S]*?)```/g)].filter(match => match[1] === kind).map(match => match[2] ?? '');

describe('docs/policy/format.md', () => {
  const regulations = blocks('yaml takar').map(text => good(text));

  const cases = blocks('yaml cases').map(text => {
    const loaded = loadCases(text, 'format.md');
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    return loaded.file;
  });

  it('has examples that load', () => {
    const ids = regulations.map(regulation => regulation.id);
    expect(ids).toEqual(
      expect.arrayContaining(['contoh-kecil', 'contoh-gerbang', 'contoh-lapis', 'contoh-berjenjang']),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(cases.length).toBeGreaterThanOrEqual(3);
  });

  it.each(cases.map(file => [file.regulation ?? '', file] as const))(
    'has cases of %s that come out as written',
    (id, file) => {
      const regulation = regulations.find(each => each.id === id);
      if (!regulation) throw new Error(`no example ${id}`);
      const results = runCases(regulation, file.cases);
      expect(results.length).toBeGreaterThan(0);
      expect(results.flatMap(result => result.differences.map(difference => `${result.id}: ${difference}`))).toEqual(
        [],
      );
    },
  );

  it.each(MADE_SOURCES.map(made => [made.source, made] as const))(
    'tells of %s as the registry does',
    (source, made) => {
      const types = [made.type, ...(made.also ?? [])].map(type => `\`${type}\``).join(' or ');
      const columns = Object.entries(made.fields ?? {}).map(([name, type]) => `\`${name}: ${type}\``);
      const shape = columns.length > 0 ? `${types}: ${columns.join(', ')}` : types;
      expect(page).toContain(`| \`${source}\` | ${shape} | ${made.meaning} | ${made.madeOf} |`);
    },
  );

  it('names every function, origin of facts and national table', () => {
    for (const name of functionNames()) expect(page).toContain(`\`${name}(`);
    for (const source of FACT_SOURCES) expect(page).toMatch(new RegExp(`\\b${source}\\b`));
    for (const national of nationals) expect(page).toContain(national.id);
    const taken = /Taken by\nthe language[\s\S]*?\n\n/.exec(page)?.[0] ?? '';
    for (const word of [...KEYWORDS, ...BUILT_IN_NAMES, ...BASE_UNITS, ...PLAIN_UNITS, 'persen'])
      expect(taken).toMatch(new RegExp(`\\b${word}\\b`));
  });
});
