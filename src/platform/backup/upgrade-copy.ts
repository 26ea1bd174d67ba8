import path from 'node:path';
import { backup } from './backup.ts';

/**
 * Keep a copy of the data before an upgrade changes it: in DATA_DIR/backup/before-<instant>, from where `takar restore`
 * brings it back. Uploads are linked where the disk allows it, since an upgrade does not touch them. Old copies are left
 * for the operator to remove.
 *
 * @returns the folder of the copy
 */
export async function copyOfData(url: string, uploads: string, dataDir: string, at: Date): Promise<string> {
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const target = path.join(dataDir, 'backup', `before-${stamp}`);
  await backup({ url, uploads, target, madeAt: at, transfer: 'link' });
  return target;
}
