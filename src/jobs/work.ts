import type { Deps } from '../platform/deps.ts';
import { sqlStateOf } from '../platform/database/failures.ts';
import { describeError } from '../platform/error-words.ts';
import { transaction } from '../platform/database/transaction.ts';
import { JobRefused, LostLease, Stopped, type HeldJob, type JobKind } from '../features/jobs/held-job.ts';
import {
  failJob,
  finishJob,
  HEARTBEAT_MS,
  holdLease,
  MOST_ATTEMPTS,
  putBack,
  renew,
  writeProgress,
  type Claim,
} from './lease.ts';

/** How a process takes part in the work. */
export interface Working {
  readonly kinds: Readonly<Record<string, JobKind>>;
  /** Aborted when the process shuts down: the work stops at its next fence. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const GAVE_UP = 'Pekerjaan ini berhenti beberapa kali sebelum selesai. Hubungi administrator, lalu ulangi.';
const FIRST_DELAY_SECONDS = 2;

/**
 * Does one claimed job to its end: well, refused with a reason (the job and its run say why), put back to be tried
 * again after an unexpected failure, or abandoned without a trace when another process has taken it over.
 */
export async function work(deps: Deps, claimed: Claim, working: Working): Promise<void> {
  const kind = working.kinds[claimed.kind];
  if (!kind) throw new Error(`no such kind of job: ${claimed.kind}`);
  const job = heldJob(claimed, working);
  const heartbeat = setInterval(() => void renew(deps.pool, claimed).catch(() => undefined), HEARTBEAT_MS);
  try {
    if (claimed.attempts > MOST_ATTEMPTS) throw new JobRefused(GAVE_UP);
    await kind.run(deps, job);
  } catch (error) {
    await settle(deps, claimed, kind, job, error);
  } finally {
    clearInterval(heartbeat);
  }
}

function heldJob(claimed: Claim, { signal, onProgress }: Working): HeldJob {
  return {
    id: claimed.id,
    kind: claimed.kind,
    payload: claimed.payload,
    createdBy: claimed.created_by,
    fence: tx => {
      if (signal.aborted) throw new Stopped();
      return holdLease(tx, claimed);
    },
    progress: async (tx, done, total) => {
      await writeProgress(tx, claimed, done, total);
      onProgress?.(done, total);
    },
    finish: (tx, note) => finishJob(tx, claimed, note),
  };
}

async function settle(deps: Deps, claimed: Claim, kind: JobKind, job: HeldJob, error: unknown): Promise<void> {
  if (error instanceof LostLease) {
    deps.log.warn({ job: claimed.id }, 'job taken over by another process');
  } else if (error instanceof Stopped) {
    await putBack(deps.pool, claimed, 0, null, false);
  } else if (error instanceof JobRefused) {
    await transaction(deps.pool, async tx => {
      await holdLease(tx, claimed);
      await kind.failed(tx, deps, job, error.message);
      await failJob(tx, claimed, error.message);
    });
  } else {
    deps.log.error(
      { error: describeError(error), job: claimed.id, attempt: claimed.attempts },
      'job failed, will be tried again',
    );
    const delay = FIRST_DELAY_SECONDS * claimed.attempts;
    await putBack(deps.pool, claimed, delay, wordsOf(error), true);
  }
}

/** What the job's row keeps of an unexpected error: the database's messages quote data, so of those the code alone. */
const wordsOf = (error: unknown): string => {
  const code = sqlStateOf(error);
  if (code) return `database ${code}`;
  return error instanceof Error ? error.message : String(error);
};
