import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { newToken } from '../identity.ts';
import { codeOf } from '../postgres/error-code.ts';

const FOLDER = 'secrets';
const SESSION_FILE = 'session';

/**
 * The secret that signs sessions: the configured one, or one made once and kept in DATA_DIR, readable by its owner
 * alone. Two processes may ask at the same moment and get the same.
 */
export async function sessionSecret(config: Config): Promise<string> {
  if (config.sessionSecret !== undefined) return config.sessionSecret;
  const folder = path.join(config.dataDir, FOLDER);
  const file = path.join(folder, SESSION_FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${newToken()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
