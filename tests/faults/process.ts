import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Verification, verifyAll } from '../../src/features/assurance/service.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { DEMO_NOW } from '../support/demo-database.ts';
import { databaseOf } from './data-folder.ts';

/** Where an installation of the product keeps its data; what its processes have in common. */
export interface Installation {
  readonly dataDir: string;
  /** Absent: the embedded server of DATA_DIR. */
  readonly databaseUrl?: string;
  /** TZ of the processes; the run's own (west of Greenwich) where none is given. */
  readonly zone?: string;
  /** TAKAR_DEMO; `kecil` where none is given. */
  readonly demo?: 'kecil' | 'kabupaten' | 'besar';
  /** Statements the processes send at once at most; the product's own default where none is given. */
  readonly pool?: number;
  /** Where a process writes its log instead of to this process: a file, to which it is appended. */
  readonly logFile?: string;
  /** What else its environment holds. */
  readonly more?: Readonly<Record<string, string>>;
}

/** How a process ended: its exit code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a call of the command line did. */
export interface CallResult extends Ending {
  readonly out: string;
  readonly err: string;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<ChildProcess>();

/** A server of the product: a real process, started as `npm start` starts it. */
export class Server {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private address = '';
  private words = '';

  private constructor(child: ChildProcess) {
    this.child = child;
    this.pid = child.pid ?? 0;
    this.ended = endOf(child);
    child.stderr?.on('data', chunk => (this.words += String(chunk)));
  }

  /** Starts a server and waits for its ready line. @throws Error with its last words when it ends before */
  static async start(installation: Installation): Promise<Server> {
    const server = Server.launch(installation);
    const ready = readAddress(server.child);
    const ended = server.ended.then(({ code }) => {
      throw new Error(`the server ended with ${String(code)} before it was ready: ${server.words}`);
    });
    server.address = await Promise.race([ready, ended]);
    ended.catch(() => undefined); // it ends in due time
    return server;
  }

  /** Starts a server without waiting for it. */
  static launch(installation: Installation): Server {
    return new Server(run('start.cjs', [], installation));
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return this.address;
  }

  /** Everything it has logged so far. */
  get log(): string {
    return this.words;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** kill -9, and wait until it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }
}

/** A call of the command line under way. */
export interface Call {
  readonly ended: Promise<CallResult>;
  kill(): Promise<void>;
}

/** Starts `takar …` on an installation. */
export function call(installation: Installation, ...words: string[]): Call {
  const child = run('takar.cjs', words, installation);
  let out = '';
  let err = '';
  child.stdout?.on('data', chunk => (out += String(chunk)));
  child.stderr?.on('data', chunk => (err += String(chunk)));
  const ended = endOf(child).then(ending => ({ ...ending, out, err }));
  return {
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs `takar …` to its end. */
export function takar(installation: Installation, ...words: string[]): Promise<CallResult> {
  return call(installation, ...words).ended;
}

/** What `takar verify --json` finds broken, as a process of its own; empty when every invariant holds. */
export async function brokenByCommand(installation: Installation): Promise<string[]> {
  const { code, out, err } = await takar(installation, 'verify', '--json');
  if (out === '') return [`verify ended with ${String(code)}: ${err}`];
  const found = JSON.parse(out) as Verification;
  return (code === 0) === found.ok ? brokenIn(found) : [`verify ended with ${String(code)} and says ${out}`];
}

/** The same, asked in this process: the program need not be loaded once more. For a database that runs. */
export async function brokenInvariants({ databaseUrl, dataDir }: Installation): Promise<string[]> {
  const pool = createPool({ url: databaseUrl ?? databaseOf(dataDir), max: 2, statementTimeout: 0 });
  try {
    return brokenIn(await verifyAll(pool));
  } finally {
    await pool.end();
  }
}

function brokenIn({ ok, checks }: Verification): string[] {
  const broken = checks.filter(check => !check.ok).map(({ id, note }) => `${id}: ${note}`);
  if (checks.length === 0 || ok !== (broken.length === 0)) broken.push(`verify says ${JSON.stringify({ ok, checks })}`);
  return broken;
}

/** Ends, by their own numbers, the processes that a failed test has left behind. */
export async function endLeftovers(): Promise<void> {
  await Promise.all(
    [...running].map(child => {
      const ended = endOf(child);
      child.kill('SIGKILL');
      return ended;
    }),
  );
}

function run(script: string, words: readonly string[], installation: Installation): ChildProcess {
  const log = installation.logFile === undefined ? undefined : openSync(installation.logFile, 'a');
  const child = spawn(process.execPath, [`${PROJECT}/scripts/${script}`, ...words], {
    cwd: PROJECT,
    env: environment(installation),
    stdio: ['ignore', 'pipe', log ?? 'pipe'],
  });
  if (log !== undefined) closeSync(log);
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Nothing of the test run's own settings reaches the product. */
function environment({ dataDir, databaseUrl, zone, demo, pool, more }: Installation): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ } = process.env;
  return {
    PATH,
    HOME,
    TZ: zone ?? TZ,
    DATA_DIR: dataDir,
    PORT: '0',
    TAKAR_CLOCK: DEMO_NOW,
    TAKAR_DEMO: demo ?? 'kecil',
    TAKAR_LOG: 'warn',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(pool === undefined ? {} : { TAKAR_POOL: String(pool) }),
    ...more,
  };
}

/** 'close' and not 'exit': everything it said has been read by then. */
async function endOf(child: ChildProcess): Promise<Ending> {
  if (!running.has(child)) return { code: child.exitCode, signal: child.signalCode };
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

async function readAddress(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined) {
      child.stdout!.resume();
      return address;
    }
  }
  return new Promise(() => undefined); // its end is reported by whoever waits for it
}
