import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MAX_SHEET_FILE, type ReadSheet, Unreadable } from './cell.ts';
import type { ChildAnswer } from './read-child.ts';

const CHILD = fileURLToPath(new URL('read-child.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MEMORY_MB = 256;
/** For the file; the start of the process, which a busy machine draws out, has a limit of its own. */
const WALL_CLOCK_MS = 10_000;
const START_MS = 20_000;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 4;

/** Too many files are being read; try again in a few seconds. */
export class ReadersBusy extends Error {}

let running = 0;
const waiting: (() => void)[] = [];

/** How a file is read; tests make the limits smaller. */
export interface ReadLimits {
  readonly wallClockMs?: number;
  readonly memoryMb?: number;
}

/**
 * Reads a spreadsheet (XLSX or CSV) in a process of its own, with little memory, little time and none of our secrets:
 * whatever a hostile file does happens there. Two at a time; a few more wait.
 *
 * @throws Unreadable in words; ReadersBusy where too many wait already
 */
export async function readSpreadsheet(file: Buffer, limits: ReadLimits = {}): Promise<readonly ReadSheet[]> {
  if (file.length > MAX_SHEET_FILE) throw new Unreadable('Berkas lebih dari 10 MB. Bagi menjadi beberapa berkas');
  await takeTurn();
  try {
    return await readInChild(file, limits);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function takeTurn(): Promise<void> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new ReadersBusy();
    await new Promise<void>(resolve => waiting.push(resolve));
  }
  running += 1;
}

function readInChild(file: Buffer, limits: ReadLimits): Promise<readonly ReadSheet[]> {
  const child = startChild(limits.memoryMb ?? MEMORY_MB);
  return new Promise((resolve, reject) => {
    const stopAfter = (milliseconds: number): NodeJS.Timeout =>
      setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Unreadable('Berkas ini terlalu lama dibaca. Bagi menjadi beberapa berkas, lalu unggah lagi'));
      }, milliseconds);
    let stop = stopAfter(START_MS);
    const fail = (): void => {
      clearTimeout(stop);
      reject(
        new Unreadable('Berkas ini tidak dapat dibaca. Simpan ulang dari Excel atau bagi menjadi beberapa berkas'),
      );
    };
    child.on('message', (message: 'siap' | ChildAnswer) => {
      clearTimeout(stop);
      if (message === 'siap') {
        stop = stopAfter(limits.wallClockMs ?? WALL_CLOCK_MS);
        child.send(file);
      } else if ('sheets' in message) resolve(message.sheets);
      else reject(new Unreadable(message.unreadable));
    });
    child.once('error', fail);
    child.once('exit', fail);
  });
}

/** The child gets an empty environment: no address of the database, no secret. */
const startChild = (memoryMb: number): ChildProcess =>
  fork(CHILD, [], {
    execArgv: ['--import', TSX, `--max-old-space-size=${String(memoryMb)}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
