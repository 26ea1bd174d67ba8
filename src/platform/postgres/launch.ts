import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { program } from './binaries.ts';
import type { EmbeddedOptions } from './options.ts';
import type { Place } from './place.ts';
import { archiveSettings, makeOutbox } from './wal-outbox.ts';

const LARGEST_LOG = 5_000_000;
const LOG_TAIL = 3000;

/** One attempt to start the server. */
export interface Launch {
  /** Whether the process has ended. */
  hasEnded(): boolean;
  /** Why the process could not even be started, if so. */
  failure(): Error | undefined;
  /** The last lines that this attempt wrote to the log. */
  said(): string;
  /** How it ended, for a message: the exit code or the signal. */
  ending(): string;
}

/** The path of the server's log: beside the cluster, so that it survives when the cluster is removed. */
export function logFile(dir: string): string {
  return `${dir}.log`;
}

/**
 * Start PostgreSQL on a cluster, without waiting for it. It becomes the leader of its own process group, so that Ctrl-C
 * in the terminal reaches the application first, and writes to a file and not to a pipe, because it may outlive us.
 */
export async function launch(place: Place, native: string, options: EmbeddedOptions): Promise<Launch> {
  const port = options.port ?? (await freePort());
  const log = openLog(place.dir);
  const archiving = options.archive === true ? archiveSettings(makeOutbox(place)) : [];
  const words = serverArguments(place.dir, port, options.fast ?? false, archiving);
  const child = spawn(program(native, 'postgres'), words, {
    ...place.account,
    cwd: place.dir,
    detached: true,
    stdio: ['ignore', 'ignore', log.descriptor],
  });
  fs.closeSync(log.descriptor);
  child.unref();
  return watch(child, place.dir, log.start);
}

function serverArguments(dir: string, port: number, fast: boolean, archiving: readonly string[]): string[] {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC'];
  const fastSettings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'autovacuum=off',
  ];
  const all = [...settings, ...(fast ? fastSettings : []), ...archiving];
  return ['-D', dir, '-p', String(port), ...all.flatMap(setting => ['-c', setting])];
}

function openLog(dir: string): { descriptor: number; start: number } {
  const file = logFile(dir);
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, 'a', 0o600);
  return { descriptor, start: fs.fstatSync(descriptor).size };
}

function watch(child: ChildProcess, dir: string, logStart: number): Launch {
  let failure: Error | undefined;
  child.once('error', error => (failure = error));
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    failure: () => failure,
    said: () => readLogFrom(dir, logStart),
    ending: () => String(child.exitCode ?? child.signalCode),
  };
}

function readLogFrom(dir: string, start: number): string {
  try {
    return fs.readFileSync(logFile(dir)).subarray(start).toString().slice(-LOG_TAIL);
  } catch {
    return '';
  }
}

/** A port that nobody listens on. Fixed ports clash as soon as two instances run side by side. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
