import fs from 'node:fs/promises';
import type { Deps } from '../../platform/deps.ts';
import { filesBefore } from './store.ts';

const DAY_MS = 24 * 60 * 60_000;
const REFERENCED = `SELECT sha256 FROM evidence WHERE sha256 = ANY ($1::text[])
  UNION SELECT sha256 FROM attachment WHERE sha256 = ANY ($1::text[])
  UNION SELECT sha256 FROM attendance_batch WHERE sha256 = ANY ($1::text[])`;

/**
 * Takes away files that neither an entry nor anything else refers to: left by submissions that were refused or rolled back. Only files that were
 * last written more than a day ago (real time), so that no submission under way loses its own. A file taken off an entry
 * keeps its row and stays: the history still names it.
 */
export async function removeOrphans({ pool, uploads, clock }: Pick<Deps, 'pool' | 'uploads' | 'clock'>): Promise<void> {
  const old = await filesBefore(uploads, new Date(clock.real().getTime() - DAY_MS));
  const { rows } = await pool.query<{ sha256: string }>(REFERENCED, [old.map(({ hash }) => hash)]);
  const kept = new Set(rows.map(row => row.sha256));
  for (const { hash, file } of old) if (!kept.has(hash)) await fs.rm(file, { force: true });
}
