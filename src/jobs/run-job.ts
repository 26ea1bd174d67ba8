import { setTimeout as pause } from 'node:timers/promises';
import type { Deps } from '../platform/deps.ts';
import { newFormKey } from '../platform/identity.ts';
import type { JobKind } from '../features/jobs/held-job.ts';
import { jobById, type JobRow } from '../features/jobs/queries.ts';
import { jobKinds } from './kinds.ts';
import { claim } from './lease.ts';
import { work } from './work.ts';

const LOOK_AGAIN_MS = 200;

export interface RunJobSettings {
  readonly kinds?: Readonly<Record<string, JobKind>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Sees one job through in this process (the command line, the demo, tests): does it itself, or waits while another
 * process holds it, and takes it over when that one goes silent.
 * @returns the job once it is `selesai` or `gagal`
 */
export async function runJob(deps: Deps, id: string, settings: RunJobSettings = {}): Promise<JobRow> {
  const { kinds = jobKinds, signal = new AbortController().signal, onProgress } = settings;
  const owner = newFormKey();
  for (;;) {
    const claimed = await claim(deps.pool, owner, Object.keys(kinds), id);
    if (claimed) await work(deps, claimed, { kinds, signal, onProgress });
    const job = await jobById(deps.pool, id);
    if (!job) throw new Error(`no such job: ${id}`);
    if (job.state === 'selesai' || job.state === 'gagal') return job;
    onProgress?.(job.done, job.total);
    if (signal.aborted) return job;
    await pause(LOOK_AGAIN_MS);
  }
}
