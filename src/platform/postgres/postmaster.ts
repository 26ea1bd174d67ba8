import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { codeOf } from './error-code.ts';
import { readText } from './files.ts';

/** What `postmaster.pid` says about the server of a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * What is known of a process: it serves this cluster; it does not (dead, or something else); or it is a postgres whose
 * folder the system hides from us (root without CAP_SYS_PTRACE in a container).
 */
export type Occupation = 'ours' | 'other' | 'unknown';

const PID_LINE = 0;
const PORT_LINE = 3;

/** The path of the file that PostgreSQL writes while it serves the cluster in `dir`. */
export function pidFile(dir: string): string {
  return path.join(dir, 'postmaster.pid');
}

/** Read `postmaster.pid`; undefined where there is none or it is still empty. */
export function readPostmaster(dir: string): Postmaster | undefined {
  const lines = readText(pidFile(dir)).split('\n').map(Number);
  const pid = lines[PID_LINE];
  return pid ? { pid, port: lines[PORT_LINE] ?? 0 } : undefined;
}

/** Whether a process with this number exists, be it ours or somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Whether the process serves the cluster in `dir`. The number alone proves nothing: after a crash the system may have
 * given it to another program.
 */
export function occupationOf(pid: number, dir: string): Occupation {
  try {
    return fs.readlinkSync(`/proc/${String(pid)}/cwd`) === dir ? 'ours' : 'other';
  } catch {
    // hidden from us, dead, a zombie, or a system without /proc: its command line may still tell
  }
  const words = commandLineOf(pid);
  if (words.includes(`-D ${dir} -p`)) return 'ours';
  return words.includes('postgres') ? 'unknown' : 'other';
}

/** Whether the server that was started as `pid` still serves the cluster in `dir`. */
export function serves(pid: number, dir: string): boolean {
  return occupationOf(pid, dir) === 'ours';
}

function commandLineOf(pid: number): string {
  if (fs.existsSync('/proc/self')) return readText(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ');
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}
