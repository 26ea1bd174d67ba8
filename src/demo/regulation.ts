import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadBundle, packBundle, type PolicyText } from '../features/policies/stored-text.ts';
import type { Tx } from '../platform/database/sql.ts';

const POLICIES = path.join(import.meta.dirname, '..', '..', 'policies');

const read = async (folder: string, fileName: string): Promise<PolicyText> => ({
  fileName,
  text: await readFile(path.join(POLICIES, folder, fileName), 'utf8'),
});

/** Puts the invented regency's own regulation into force, with the national tax tables it uses. */
export async function adoptDemoRegulation(tx: Tx, at: Date): Promise<void> {
  const bundle = {
    regulation: await read('contoh-2026', '2026-01.yaml'),
    nationals: [await read('nasional', 'pph21-ter-2024.yaml')],
  };
  const loaded = loadBundle(bundle);
  if (!loaded.ok) throw new Error(`the demo's regulation does not load: ${JSON.stringify(loaded.errors)}`);
  const { regulation } = loaded;
  await tx.query(
    `INSERT INTO regulation (code, version, name, valid_from, source, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [regulation.id, regulation.version, regulation.name, regulation.validFrom, packBundle(bundle, regulation.uses), at],
  );
}
