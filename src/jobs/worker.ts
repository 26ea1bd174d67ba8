import { describeError } from '../platform/error-words.ts';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deps } from '../platform/deps.ts';
import { newFormKey } from '../platform/identity.ts';
import type { JobKind } from '../features/jobs/held-job.ts';
import { jobKinds } from './kinds.ts';
import { claim } from './lease.ts';
import { work } from './work.ts';

/** The part of a server process that does queued work. */
export interface Worker {
  /** Stops taking jobs; the one in hand goes back to the queue at its last finished step. */
  readonly stop: () => Promise<void>;
  /** Looks at the queue now instead of at the next poll. */
  readonly poke: () => void;
}

export interface WorkerSettings {
  readonly kinds?: Readonly<Record<string, JobKind>>;
  readonly pollMs?: number;
}

const POLL_MS = 1_000;

/** Starts taking jobs from table `job`, one at a time, oldest first. Any number of processes may do so at once. */
export function startWorker(deps: Deps, { kinds = jobKinds, pollMs = POLL_MS }: WorkerSettings = {}): Worker {
  const owner = newFormKey();
  const stopping = new AbortController();
  let nap = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const busy = await takeOne().catch((error: unknown) => {
        deps.log.warn({ error: describeError(error) }, 'the queue of jobs cannot be read now');
        return false;
      });
      if (!busy) await rest();
    }
  };
  const takeOne = async (): Promise<boolean> => {
    const claimed = await claim(deps.pool, owner, Object.keys(kinds));
    if (claimed) await work(deps, claimed, { kinds, signal: stopping.signal });
    return claimed !== undefined;
  };
  const rest = async (): Promise<void> => {
    nap = new AbortController();
    if (stopping.signal.aborted) return;
    await pause(pollMs, undefined, { signal: nap.signal, ref: false }).catch(() => undefined);
  };
  const running = loop();
  return {
    stop: () => {
      stopping.abort();
      nap.abort();
      return running;
    },
    poke: () => nap.abort(),
  };
}
