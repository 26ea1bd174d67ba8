import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const PROJECT = path.resolve(import.meta.dirname, '..');

export interface Server {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a program of the project as a process of its own and waits for its ready line. */
export async function startServer(script: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const args = script.endsWith('.ts') ? ['--import', 'tsx', script] : [script];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = lastWords(child);
  const origin = await readyLine(child, said);
  return {
    origin,
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const KEPT_WORDS = 3000;

/** What a server wrote to its error output last: why it did not start, or what its log warned of. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-KEPT_WORDS)));
  return () => words;
}

function readyLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      seen = (seen + text).slice(-KEPT_WORDS);
      const found = /http:\/\/\S+/.exec(seen);
      if (found) resolve(found[0]);
    });
    child.once('exit', code => reject(new Error(`ended with ${String(code)} before it was ready: ${said()}`)));
  });
}
