import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../postgres/error-code.ts';
import type { Sql } from '../../database/sql.ts';
import type { Deps } from '../../deps.ts';
import { readKeyRing } from '../key-ring.ts';
import { listBases, openBase } from './base-manifest.ts';
import { logFolder } from './log-shipment.ts';
import { systemOf } from './shipping.ts';

/** What of this server's log can be brought back from the folder of copies. */
export interface CarriedLog {
  /** Whether all that was committed up to the end of a piece can be. */
  readonly holds: (piece: string) => boolean;
}

const NOTHING: CarriedLog = { holds: () => false };
/** The end of a base lies in a piece that is carried a little after the base is finished, at the latest by then. */
const END_OF_BASE_MS = 2 * 60_000;

/** Whether we carry this server's log: the embedded one's, to a folder of copies. */
export const isCarriedHere = ({ config }: Pick<Deps, 'config'>): boolean =>
  config.backup.dir !== undefined && config.databaseUrl === undefined;

/**
 * Looks through the copies as a return would: the newest base of this server, and the pieces behind it without a gap. A piece
 * beyond a gap is worth nothing, however whole it is, and so is any piece without a base.
 *
 * @throws OperatorError where the base is broken or its key is not at hand: then nothing can be said to be held
 */
export async function carriedLog({ pool, config }: Pick<Deps, 'pool' | 'config'>): Promise<CarriedLog> {
  const { dir, keyFile } = config.backup;
  if (dir === undefined || !isCarriedHere({ config })) return NOTHING;
  const [newest] = await listBases(dir);
  if (!newest) return NOTHING;
  const system = await systemOf(pool);
  const { manifest } = await openBase(newest.folder, await readKeyRing(keyFile));
  if (manifest.system !== system) return NOTHING;
  const folder = logFolder(dir, system);
  const stored = await piecesIn(folder);
  const [timeline, first] = [timelineOf(manifest.firstPiece), numberOf(manifest.firstPiece)];
  let end = first - 1;
  while (stored.has(nameOf(timeline, end + 1))) end += 1;
  if (end < first) return NOTHING;
  const last = await stat(path.join(folder, stored.get(nameOf(timeline, end))!));
  // without its own end a base cannot be brought back at all
  if (last.mtimeMs < new Date(manifest.madeAt).getTime() + END_OF_BASE_MS) return NOTHING;
  return { holds: piece => timelineOf(piece) === timeline && numberOf(piece) <= end };
}

const PIECE = /^([0-9A-F]{24})\.gz(?:\.enc)?$/;
const DIGITS = 8;
/** Of 16 MB each: what PostgreSQL makes unless told otherwise. */
const PIECES_PER_LOG = 256;

/** Names of files by the piece that each holds. */
async function piecesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return new Map(files.flatMap(file => (PIECE.test(file) ? [[file.slice(0, 3 * DIGITS), file] as const] : [])));
}

const timelineOf = (piece: string): string => piece.slice(0, DIGITS);
const numberOf = (piece: string): number =>
  parseInt(piece.slice(DIGITS, 2 * DIGITS), 16) * PIECES_PER_LOG + parseInt(piece.slice(2 * DIGITS), 16);
const hex = (value: number): string => value.toString(16).toUpperCase().padStart(DIGITS, '0');
const nameOf = (timeline: string, number: number): string =>
  `${timeline}${hex(Math.floor(number / PIECES_PER_LOG))}${hex(number % PIECES_PER_LOG)}`;

/** Has PostgreSQL finish the piece it writes, so that it is carried now and not when it is full or a minute old. */
export async function finishPiece(sql: Sql): Promise<void> {
  await sql.query('SELECT pg_switch_wal()');
}
