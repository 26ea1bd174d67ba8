import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cpuOfTree } from './cpu.ts';

/** What a command of the product took. */
export interface CommandRun {
  readonly seconds: number;
  /** CPU milliseconds of the command with its children, and of PostgreSQL meanwhile. */
  readonly commandCpu: number;
  readonly databaseCpu: number;
  /** The most memory of its own that the command held (with its children), and the largest process of PostgreSQL; MB. */
  readonly commandMb: number;
  readonly databaseMb: number;
  readonly out: string;
}

const LOOK_MS = 50;
const KB_PER_MB = 1024;

/** Runs `takar …` as a process of its own. @throws Error where it fails */
export async function runCommand(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  postmaster: number,
): Promise<CommandRun> {
  const started = performance.now();
  const databaseBefore = cpuOfTree(postmaster);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../scripts/takar.cjs'), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [commandCpu, commandMb, databaseMb] = [0, 0, 0];
  const look = setInterval(() => {
    commandCpu = Math.max(commandCpu, cpuOfTree(child.pid!));
    commandMb = Math.max(commandMb, sum(belowOf(child.pid!).map(ownMemoryOf)));
    databaseMb = Math.max(databaseMb, ...belowOf(postmaster).map(ownMemoryOf));
  }, LOOK_MS);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise(resolve => child.once('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`takar ${words.join(' ')} ended with ${String(code)}: ${err.slice(-2000)}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, commandCpu, databaseCpu: cpuOfTree(postmaster) - databaseBefore, commandMb, databaseMb, out };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Memory that a process does not share, MB: pages of its own, not the database's common buffers. */
function ownMemoryOf(pid: number): number {
  try {
    const found = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) / KB_PER_MB;
  } catch {
    return 0; // it has ended
  }
}

/** A process and its children. */
function belowOf(root: number): number[] {
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === root);
  return [root, ...children];
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
