import path from 'node:path';
import { backup } from './backup.ts';

/**
 * Keep a copy of the data before an upgrade changes it: in DATA_DIR/backup/before-<instant>, from where `takar restore`
 * brings it back. It is made only when a start finds migrations to apply to a database that has applied some before.
 * Uploads are linked where the disk allows it, since an upgrade does not touch them; it lies beside the data that it
 * copies, and so is not locked. Old copies are left for the operator to remove.
 *
 * @returns the folder of the copy
 */
export async function copyOfData(url: string, uploads: string, dataDir: string, at: Date): Promise<string> {
  const target = path.join(dataDir, 'backup', `before-${stampOf(at)}`);
  await backup({ url, uploads, target, madeAt: at, transfer: { link: true } });
  return target;
}

/** An instant as it stands in the name of a folder: 20261118T020000Z. */
export function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
