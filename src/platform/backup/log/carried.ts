import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Sql } from '../../database/sql.ts';
import type { Deps } from '../../deps.ts';
import { readKeyRing } from '../key-ring.ts';
import { listBases, openBase } from './base-manifest.ts';
import { logFolder } from './log-shipment.ts';
import { systemOf } from './shipping.ts';

/** Where the log of this server is carried to. */
export interface LogPlace {
  /** The folder of copies. */
  readonly dir: string;
  /** PostgreSQL's own number of the server. */
  readonly system: string;
}

/** Undefined where this server's log is not carried by us: an external server, or no folder of copies. */
export async function logPlace({ pool, config }: Pick<Deps, 'pool' | 'config'>): Promise<LogPlace | undefined> {
  const { dir } = config.backup;
  if (dir === undefined || config.databaseUrl !== undefined) return undefined;
  return { dir, system: await systemOf(pool) };
}

/** The piece of the log in which everything lies that has been committed so far, or in one before it. */
export async function currentPiece(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ piece: string }>('SELECT pg_walfile_name(pg_current_wal_insert_lsn()) AS piece');
  return rows[0]!.piece;
}

/** Has PostgreSQL finish the piece it writes, so that it is carried now and not when it is full or a minute old. */
export async function finishPiece(sql: Sql): Promise<void> {
  await sql.query('SELECT pg_switch_wal()');
}

/**
 * Whether what was written into a piece of the log by some moment lies among the copies: the piece itself, or a base made since.
 * Bases matter where pieces were given up, because nothing could be carried and the disk was full.
 *
 * @param since real time
 */
export async function isCarried(
  { dir, system }: LogPlace,
  piece: string,
  { since, keyFile }: { readonly since: Date; readonly keyFile: string | undefined },
): Promise<boolean> {
  const kept = path.join(logFolder(dir, system), `${piece}.gz`);
  if ((await isThere(kept)) || (await isThere(`${kept}.enc`))) return true;
  const [latest] = await listBases(dir);
  if (!latest) return false;
  const { manifest } = await openBase(latest.folder, await readKeyRing(keyFile));
  return manifest.system === system && new Date(manifest.madeAt) > since;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
