import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadCases, type RegulationCase } from '../../../src/domain/tpp/regulation-cases.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { good, policyFiles } from './policies.ts';

/** A regulation with its cases, as texts. */
export interface Written {
  readonly name: string;
  readonly text: string;
  readonly cases: string;
}

export const POLICIES = path.resolve(import.meta.dirname, '../../../policies');
const MADE_UP = path.resolve(import.meta.dirname, 'regulations');

function readBoth(root: string, name: string): Written {
  const file = path.join(root, name);
  const cases = file.replace(/\.yaml$/, '.cases.yaml');
  return { name, text: readFileSync(file, 'utf8'), cases: readFileSync(cases, 'utf8') };
}

/** Every regulation that ships and every made-up one. */
export const written: readonly Written[] = [
  ...policyFiles.map(name => readBoth(POLICIES, name)),
  ...readdirSync(MADE_UP).flatMap(folder =>
    readdirSync(path.join(MADE_UP, folder))
      .filter(file => file.endsWith('.yaml') && !file.endsWith('.cases.yaml'))
      .map(file => readBoth(MADE_UP, `${folder}/${file}`)),
  ),
];

const loadedOnce = new Map<string, Regulation>();

/** A regulation of these, loaded once. */
export function regulationOf({ name, text }: Written): Regulation {
  const known = loadedOnce.get(name) ?? good(text, name);
  loadedOnce.set(name, known);
  return known;
}

/** The cases of a file that must be good. */
export function casesOf({ name, cases }: Written): readonly RegulationCase[] {
  const loaded = loadCases(cases, name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.file.cases;
}
