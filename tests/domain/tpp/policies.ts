import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { load, type Loaded } from '../../../src/domain/tpp/load.ts';
import { loadNational, type National } from '../../../src/domain/tpp/national.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../policies');

export function readPolicy(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every national table file of the product. */
export const nationals: readonly National[] = readdirSync(path.join(ROOT, 'nasional')).map(file => {
  const text = readPolicy(`nasional/${file}`);
  const loaded = loadNational(text, file, sha256(text));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.national;
});

/** Every regulation file of the product, as `folder/version.yaml`. */
export const policyFiles: readonly string[] = readdirSync(ROOT)
  .filter(folder => folder !== 'nasional')
  .flatMap(folder => readdirSync(path.join(ROOT, folder)).map(file => `${folder}/${file}`))
  .filter(file => file.endsWith('.yaml') && !file.endsWith('.cases.yaml'));

export function loadText(text: string, name = 'uji.yaml'): Loaded {
  return load(text, name, { nationals, version: sha256(text) });
}

/** Loads a regulation that must be good. */
export function good(text: string, name?: string): Regulation {
  const loaded = loadText(text, name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 1));
  return loaded.regulation;
}

/** The reasons a regulation is refused for, as `line: reason`. */
export function faults(text: string): readonly string[] {
  const loaded = loadText(text);
  return loaded.ok ? [] : loaded.errors.map(error => `${error.line}: ${error.reason}`);
}

const HEAD = `format: takar/1
id: uji
name: Uji
valid: { from: 2025-01-01 }
source: Peraturan uji
`;

/** A small regulation around the sections given; each line of `body` starts at line 6. */
export function small(body: string): string {
  return HEAD + body.replace(/^\n/, '');
}
