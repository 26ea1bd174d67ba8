import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deps } from '../../platform/deps.ts';
import { alarmsOf, boardOf } from './board.ts';

const FILE = 'perhatian.txt';

/**
 * Keeps `perhatian.txt` in the data folder: a line for each alarm that stands, empty where none does, so that whatever the
 * office watches files with can watch it. Written, and logged, only when it changes.
 */
export async function keepAlarmFile(deps: Deps): Promise<void> {
  const alarms = alarmsOf(await boardOf(deps));
  const text = alarms.map(({ code, text: said }) => `${code}: ${said}\n`).join('');
  const file = path.join(deps.config.dataDir, FILE);
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before === text) return;
  await writeFile(`${file}.baru`, text, { mode: 0o600 });
  await rename(`${file}.baru`, file);
  deps.log.warn({ alarms: alarms.map(({ code }) => code) }, 'alarms changed');
}
