import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Sql } from '../database/sql.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { listFiles } from './uploads.ts';

/** Left free beside the copy, so that nothing else on that disk stops. In bytes. */
const RESERVE = 256 * 1024 ** 2;

/**
 * About how many bytes a copy will take: the last one and a quarter more, or, where there is none, the database as it
 * lies on the disk (its text without indexes is smaller) and the uploads.
 */
export async function expectedSize(sql: Sql, uploads: string, lastBytes: number | undefined): Promise<number> {
  if (lastBytes !== undefined) return lastBytes + lastBytes / 4;
  const { rows } = await sql.query<{ bytes: bigint }>('SELECT pg_database_size(current_database()) AS bytes');
  let bytes = Number(rows[0]?.bytes ?? 0n);
  for (const name of await listFiles(uploads)) {
    bytes += await stat(path.join(uploads, name)).then(
      ({ size }) => size,
      () => 0, // a draft that is gone by now
    );
  }
  return bytes;
}

/** @throws OperatorError where the disk of a folder has no room for so many bytes */
export async function refuseFullDisk(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free > bytes + RESERVE) return;
  throw new OperatorError(
    `Ruang di ${folder} tinggal ${mega(free)} MB; salinan memerlukan sekitar ${mega(bytes + RESERVE)} MB. ` +
      'Kosongkan ruang atau pilih TAKAR_BACKUP_DIR lain.',
  );
}

const mega = (bytes: number): string => String(Math.round(bytes / 1e6));
