import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cabinet } from '../../src/platform/backup/cabinet.ts';
import { makeKeyFile } from '../../src/platform/backup/key-ring.ts';

const script = fileURLToPath(new URL('../../scripts/takar.cjs', import.meta.url));
const PATIENCE = 120_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-refused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `takar restore` for the embedded server, into a place that does not exist yet. */
function restoreInto(place: string, source: string, keyFile?: string): Promise<{ code: number; err: string }> {
  const { DATABASE_URL: _, TAKAR_BACKUP_DIR: __, TAKAR_BACKUP_KEY_FILE: ___, ...rest } = process.env;
  const env = {
    ...rest,
    DATA_DIR: place,
    TAKAR_DEMO: 'none',
    ...(keyFile === undefined ? {} : { TAKAR_BACKUP_KEY_FILE: keyFile }),
  };
  return new Promise(resolve => {
    execFile(process.execPath, [script, 'restore', source], { env }, (error, _out, err) => {
      resolve({ code: error ? Number(error.code) : 0, err });
    });
  });
}

async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

test(
  'a copy that cannot be used leaves an empty place empty, and says what to do next',
  async () => {
    const key = await makeKeyFile(path.join(folder, 'kunci'));
    await makeKeyFile(path.join(folder, 'kunci-lain'));
    const locked = path.join(folder, 'terkunci');
    await Cabinet.make(locked, key).write('manifest.json', bytes('{}'));
    const incomplete = path.join(folder, 'setengah');
    await mkdir(incomplete);
    const broken = path.join(folder, 'rusak');
    await mkdir(broken);
    await writeFile(path.join(broken, 'manifest.json.enc'), 'bukan berkas terkunci');
    const place = path.join(folder, 'data');
    const refused = async (source: string, keyFile: string | undefined, next: RegExp): Promise<void> => {
      const { code, err } = await restoreInto(place, source, keyFile);
      expect([source, code, existsSync(place), err]).toEqual([source, 1, false, expect.stringMatching(next)]);
    };
    await refused(locked, path.join(folder, 'kunci-lain'), /Tambahkan baris kunci itu ke berkas kunci/);
    await refused(locked, undefined, /Isi TAKAR_BACKUP_KEY_FILE/);
    await refused(locked, path.join(folder, 'hilang'), /Kembalikan berkas itu dari tempat simpannya yang lain/);
    await refused(incomplete, undefined, /Pilih salinan lain: takar backup list/);
    await refused(broken, undefined, /Pilih salinan lain: takar backup list/);
  },
  PATIENCE,
);
