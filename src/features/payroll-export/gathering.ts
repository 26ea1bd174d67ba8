import { periodText } from '../../domain/payroll/pay-period.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { HeldJob, JobKind } from '../jobs/held-job.ts';
import { enqueue, GATHER_FILES } from '../jobs/queue.ts';
import { runById, type Run } from '../payroll-runs/queries.ts';
import { fileOf, keptOf, setOf } from './file-store.ts';
import { EVERY_FILE, type Wanted } from './layout.ts';
import { paidName, type Paid } from './paid-words.ts';

/**
 * People of several units above which their common workbook or paper is made by a job: below, it is done while its
 * reader waits.
 */
const MOST_AT_ONCE = 1_500;

/** Whether the common files of these runs are too large to be made while somebody waits. */
export const isLarge = (runs: readonly Run[]): boolean =>
  runs.length > 1 && runs.reduce((sum, run) => sum + (run.people ?? 0), 0) > MOST_AT_ONCE;

/** What a job makes of a large set; its CSV is made at once. */
const GATHERED = EVERY_FILE.filter(({ format }) => format !== 'csv');
const RUNNING = `SELECT id FROM job WHERE kind = $1 AND payload ->> 'set' = $2 AND state IN ('antre', 'berjalan')
  ORDER BY created_at DESC LIMIT 1`;
const ONE_AT_A_TIME = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

/** How far the common files of a large set are. */
export interface Gathering {
  readonly missing: readonly Wanted[];
  /** The job that is making them; null where none is. */
  readonly jobId: string | null;
}

export const NOTHING_TO_GATHER: Gathering = { missing: [], jobId: null };

/** What of a set's common files is still to be made; nothing for a set that is small enough. */
export async function gatheringOf(sql: Sql, runs: readonly Run[]): Promise<Gathering> {
  if (!isLarge(runs)) return NOTHING_TO_GATHER;
  const kept = await keptOf(sql, runs, GATHERED);
  const missing = GATHERED.filter(wanted => !kept.includes(wanted));
  return { missing, jobId: missing.length > 0 ? await runningJob(sql, runs) : null };
}

async function runningJob(sql: Sql, runs: readonly Run[]): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(RUNNING, [GATHER_FILES, setOf(runs)]);
  return rows[0]?.id ?? null;
}

/** @throws Conflict when the file is of a large set and not there yet */
export async function refuseUnmade(sql: Sql, paid: Paid, runs: readonly Run[], wanted: Wanted): Promise<void> {
  if (wanted.format === 'csv' || !isLarge(runs)) return;
  if ((await keptOf(sql, runs, [wanted])).length > 0) return;
  throw new Conflict(
    `Berkas gabungan ${String(runs.length)} unit belum disiapkan. Buka ${paidName(paid)}, lalu tekan Siapkan berkas gabungan.`,
  );
}

/**
 * Has the common files of a large set made by a job; one that is under way is not begun again.
 * @throws KeyReused when the key was used for another set
 */
export async function gatherLater(
  deps: Deps,
  by: { readonly actorId: string; readonly key: string },
  paid: Paid,
  runs: readonly Run[],
): Promise<string> {
  const month = periodText(paid);
  const set = setOf(runs);
  const use = { ...by, hash: requestHash('payroll-export.gather', { month, set }) };
  const begin = async (tx: Tx): Promise<string> => {
    await tx.query(ONE_AT_A_TIME, [set]);
    const running = await runningJob(tx, runs);
    if (running !== null) return running;
    const payload = { set, month, runs: runs.map(run => run.id).join(' ') };
    return enqueue(tx, { kind: GATHER_FILES, payload, createdBy: by.actorId, payrollUnitId: null });
  };
  return transaction(deps.pool, async tx => (await once(tx, use, () => begin(tx))).result);
}

/** Makes the common files of a large set: first each unit's own papers, which are what the common ones consist of. */
export const gatherJob: JobKind = {
  run: async (deps, job) => {
    const runs = await runsOf(deps, job);
    const papers = GATHERED.filter(({ format }) => format === 'pdf');
    const steps = [
      ...runs.flatMap(run => papers.map(wanted => ({ runs: [run], wanted }))),
      ...GATHERED.map(wanted => ({ runs, wanted })),
    ];
    const [first] = runs;
    if (!first) throw new Error(`job ${job.id} names no runs`);
    for (const [done, step] of steps.entries()) {
      await fileOf(deps, first.month, step.runs, step.wanted);
      await transaction(deps.pool, async tx => {
        await job.fence(tx);
        await job.progress(tx, done + 1, steps.length);
      });
    }
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await job.finish(tx, `Berkas gabungan ${String(runs.length)} unit siap diunduh.`);
    });
  },
  failed: () => Promise.resolve(),
};

async function runsOf(deps: Deps, job: HeldJob): Promise<Run[]> {
  const runs: Run[] = [];
  for (const id of (job.payload['runs'] ?? '').split(' ')) {
    const run = await runById(deps.pool, id);
    if (!run) throw new Error(`job ${job.id} names a run that is not there`);
    runs.push(run);
  }
  return runs;
}
