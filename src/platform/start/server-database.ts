import path from 'node:path';
import type { Config } from '../config.ts';
import { startEmbedded } from '../postgres/embedded.ts';
import { DATABASE_NAME, ensureDatabase } from '../postgres/ensure-database.ts';

/** The PostgreSQL that a process works with: its own embedded one, or the one that was named. */
export interface ServerDatabase {
  readonly url: string;
  readonly embedded: boolean;
  /** A line for the operator, where the embedded cluster does not lie in DATA_DIR. */
  readonly note?: string;
  /** Give back the share in the embedded server; nothing for a named one. */
  stop(): Promise<void>;
}

/** Folder of evidence files. */
export const uploadsFolder = (config: Config): string => path.join(config.dataDir, 'uploads');

/**
 * Reach the database, starting the embedded server where none was named. Nothing else is written to DATA_DIR before.
 *
 * @param server whether this process is the application's server, of which one DATA_DIR has at most one
 * @throws OperatorError in words for the operator
 */
export async function reachDatabase(config: Config, server: boolean): Promise<ServerDatabase> {
  if (config.databaseUrl !== undefined)
    return { url: config.databaseUrl, embedded: false, stop: () => Promise.resolve() };
  const cluster = await startEmbedded(config.dataDir, { server, archive: config.backup.dir !== undefined });
  try {
    await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    url: cluster.url(DATABASE_NAME),
    embedded: true,
    stop: () => cluster.stop(),
    ...(cluster.note === undefined ? {} : { note: cluster.note }),
  };
}
