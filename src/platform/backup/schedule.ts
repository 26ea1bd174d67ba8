import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Deps } from '../deps.ts';
import { describeError } from '../error-words.ts';
import { dailyTimes } from './backup-event.ts';
import { isCopyDue } from './due-time.ts';
import { historyWithoutBase } from './log/base-schedule.ts';
import { startShipping } from './log/shipping.ts';

const MINUTE_MS = 60_000;
const COMMAND = fileURLToPath(new URL('../../../scripts/takar.cjs', import.meta.url));
const LAST_WORDS = 2_000;
/** Behind everything that people wait for. */
const NICENESS = 10;

/**
 * Looks every minute whether the daily copy is due (real time) and has it made by a process of its own, so that pages
 * stay usable. Several processes may look: one of them copies. A failure is loud: an error in the log, a row that the
 * operations page shows, another try half an hour later.
 *
 * Beside that the log of the embedded server is carried away all the time.
 *
 * @returns a function that ends it, and a copy that is being made
 */
export function startBackupSchedule(
  deps: Pick<Deps, 'pool' | 'clock' | 'config' | 'log' | 'regency' | 'uploads'>,
): () => Promise<void> {
  const { pool, clock, config, log, regency } = deps;
  const { dir, atMinute } = config.backup;
  if (dir === undefined) {
    if (config.production) log.warn('no copies are made: TAKAR_BACKUP_DIR is not set');
    return () => Promise.resolve();
  }
  const embedded = config.databaseUrl === undefined;
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    if (child) return;
    const copyIsDue = isCopyDue(await dailyTimes(pool), clock.real(), regency.zone, atMinute);
    const baseIsDue = embedded && (await historyWithoutBase(pool, clock.real())) !== undefined;
    if (!copyIsDue && !baseIsDue) return;
    child = spawn(process.execPath, [COMMAND, 'backup', 'run'], { stdio: ['ignore', 'ignore', 'pipe'] });
    stepBack(child);
    ended = endOf(child, log).finally(() => (child = undefined));
  };
  const attempt = (): void => {
    look().catch((error: unknown) => log.warn({ error: describeError(error) }, 'cannot see whether a copy is due'));
  };
  attempt();
  const stopShipping = startShipping(deps);
  const timer = setInterval(attempt, MINUTE_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    child?.kill('SIGTERM');
    await ended;
    await stopShipping();
  };
}

async function endOf(child: ChildProcess, log: Deps['log']): Promise<void> {
  let words = '';
  child.stderr?.on('data', chunk => (words = (words + String(chunk)).slice(-LAST_WORDS)));
  const code = await new Promise<number | null>(resolve => {
    child.once('error', error => {
      words = error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  if (code === 0) log.info('the daily copy was made');
  else if (!child.killed) log.error({ code, reason: words.trim() }, 'THE DAILY COPY FAILED');
}

function stepBack({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) os.setPriority(pid, NICENESS);
  } catch {
    // it is gone already
  }
}
