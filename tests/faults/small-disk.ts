import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FILLER = 'penuh';
const CHUNKS = [1024 * 1024, 4096, 512, 1];

/** A disk of a few megabytes that can be filled to the last byte: a tmpfs, which only root may mount. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param folder an empty folder to mount it on */
  static mount(folder: string, megabytes: number): SmallDisk {
    const { status, stderr } = mount('-t', 'tmpfs', '-o', `size=${String(megabytes)}m,mode=755`, 'tmpfs', folder);
    if (status !== 0) throw new Error(`mount: ${stderr}`);
    return new SmallDisk(folder);
  }

  /** Leaves not one byte. Called again, it takes what has become free since. */
  fill(): void {
    const file = openSync(path.join(this.folder, FILLER), 'a');
    try {
      for (const size of CHUNKS) while (fits(file, size));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(path.join(this.folder, FILLER), { force: true });
  }

  unmount(): void {
    const { status } = spawnSync('umount', [this.folder]);
    if (status !== 0) spawnSync('umount', ['--lazy', this.folder]);
  }
}

function fits(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

const mount = (...words: string[]): { status: number | null; stderr: string } =>
  spawnSync('mount', words, { encoding: 'utf8' });

/** Whether this machine lets us mount one; where not, what needs it is NOT RUN, and says so. */
export const MAY_MOUNT = mayMount();

function mayMount(): boolean {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-disk-'));
  try {
    SmallDisk.mount(folder, 1).unmount();
    return true;
  } catch (error) {
    process.stderr.write(`NOT RUN: no disk can be filled here, ${String(error)}`);
    return false;
  } finally {
    rmdirSync(folder);
  }
}
