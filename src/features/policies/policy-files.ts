import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolicyBundle, PolicyText } from './stored-text.ts';

/** A regulation as it lies in a folder: the file, the national tables it may use, and its worked cases. */
export interface PolicyOnDisk extends PolicyBundle {
  /** `2026-01.cases.yaml` (or `.cases.json`) beside `2026-01.yaml`; null where there is none. */
  readonly cases: PolicyText | null;
}

const SHIPPED = fileURLToPath(new URL('../../../policies', import.meta.url));
const NATIONAL = 'nasional';

/** The demo regency's own regulation. */
export const SHIPPED_REGULATION = path.join(SHIPPED, 'contoh-2026', '2026-01.yaml');

/**
 * Reads a regulation file with what belongs to it. National tables come from the folder `nasional` beside the
 * regulation's own folder, or, where there is none, from those that ship with the product.
 * @throws Error when the file itself cannot be read
 */
export function readPolicy(file: string): PolicyOnDisk {
  const stem = file.replace(/\.[^./\\]+$/, '');
  const casesFile = ['.cases.yaml', '.cases.json'].map(end => `${stem}${end}`).find(existsSync);
  return {
    regulation: readText(file),
    nationals: nationalTexts(path.join(path.dirname(path.resolve(file)), '..', NATIONAL)),
    cases: casesFile === undefined || casesFile === file ? null : readText(casesFile),
  };
}

let shipped: readonly PolicyText[] | undefined;

/** The national tables that come with the product; they do not change while it runs. */
export const shippedNationals = (): readonly PolicyText[] => (shipped ??= folderTexts(path.join(SHIPPED, NATIONAL)));

const nationalTexts = (beside: string): readonly PolicyText[] =>
  existsSync(beside) ? folderTexts(beside) : shippedNationals();

function folderTexts(folder: string): PolicyText[] {
  const names = readdirSync(folder).filter(name => name.endsWith('.yaml'));
  return names.sort().map(name => readText(path.join(folder, name)));
}

const readText = (file: string): PolicyText => ({ fileName: path.basename(file), text: readFileSync(file, 'utf8') });
