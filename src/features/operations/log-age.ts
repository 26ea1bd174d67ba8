import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Deps } from '../../platform/deps.ts';
import { locate } from '../../platform/postgres/place.ts';
import { outboxOf } from '../../platform/postgres/wal-outbox.ts';

const ARCHIVER = `SELECT current_setting('archive_mode') AS mode, last_archived_time AS laid FROM pg_stat_archiver`;

/** How far the log of the embedded server has been carried to the folder of copies. */
export interface LogCarried {
  /** Real time up to which nothing is lost with the machine; undefined before the first piece. */
  readonly until: Date | undefined;
  /** Pieces that lie ready and have not been carried away. */
  readonly waiting: number;
}

/** Undefined where the log is not carried: an external server, or no folder of copies. */
export async function logCarried({ pool, config }: Pick<Deps, 'pool' | 'config'>): Promise<LogCarried | undefined> {
  if (config.backup.dir === undefined || config.databaseUrl !== undefined) return undefined;
  const { rows } = await pool.query<{ mode: string; laid: Date | null }>(ARCHIVER);
  const [archiver] = rows;
  if (archiver?.mode !== 'on') return undefined;
  const outbox = outboxOf(locate(config.dataDir).dir);
  const pieces = (await readdir(outbox).catch(() => [])).filter(name => /^[0-9A-F]{24}$/.test(name)).sort();
  const [oldest] = pieces;
  // it may be carried away while we look
  const waits = oldest === undefined ? undefined : await stat(path.join(outbox, oldest)).catch(() => undefined);
  return { until: waits?.mtime ?? archiver.laid ?? undefined, waiting: pieces.length };
}
