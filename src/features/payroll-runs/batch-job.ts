import { isSpecial } from '../../domain/payroll/pay-period.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { loadActor } from '../../platform/web/load-actor.ts';
import { type HeldJob, type JobKind, JobRefused } from '../jobs/held-job.ts';
import { summaryOf } from './batch-page.ts';
import { type Batch, batchById } from './batch-queries.ts';
import { NO_RUN } from './batch-service.ts';
import { type PayrollUnit, payrollUnits } from './queries.ts';
import { RunRefused } from './refusal.ts';
import { approveIn, closeIn } from './service.ts';
import { computeSpecialIn } from './special-run.ts';

/** A unit that was ticked, with the run it had then. */
interface Ticked {
  readonly unit: PayrollUnit;
  readonly version: number;
  readonly runId: string | undefined;
}

const ITEM = 'INSERT INTO period_batch_item (batch_id, payroll_unit_id, run_id, refusal) VALUES ($1, $2, $3, $4)';

/**
 * Closes or approves many units, each in a fenced transaction of its own together with what became of it: one that is
 * refused leaves the others, and a broken-off job goes on with the first unit without an outcome. Who asked is read again
 * for every unit: rights that ended meanwhile do nothing more.
 */
export const manyUnitsJob: JobKind = {
  run: async (deps, job) => {
    const id = job.payload['periodBatchId'] ?? '';
    const batch = await batchById(deps.pool, id);
    if (!batch) throw new JobRefused('Permintaan ini tidak ada lagi.');
    const done = new Set(batch.items.map(item => item.code));
    const left = (await tickedOf(deps, job, batch)).filter(({ unit }) => !done.has(unit.code));
    for (const ticked of left) {
      done.add(ticked.unit.code);
      await settle(deps, job, batch, ticked, async (tx, runId, refusal) => {
        await tx.query(ITEM, [id, ticked.unit.id, runId, refusal]);
        await job.progress(tx, done.size, batch.asked.length);
      });
    }
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await job.finish(tx, summaryOf((await batchById(tx, id))!));
    });
  },
  failed: () => Promise.resolve(),
};

type KeepOutcome = (tx: Tx, runId: string | null, refusal: string | null) => Promise<void>;

/** Does one unit, or keeps why it was refused. */
async function settle(deps: Deps, job: HeldJob, batch: Batch, ticked: Ticked, keep: KeepOutcome): Promise<void> {
  const actor = await loadActor(deps, job.payload['accountId'] ?? '');
  try {
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await keep(tx, await act(deps, tx, actor, batch, ticked), null);
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await keep(tx, null, error.reason);
    });
  }
}

/** @returns the run. @throws Conflict with the reason in words */
async function act(
  deps: Deps,
  tx: Tx,
  actor: Actor | undefined,
  { month, kind, action }: Batch,
  { unit, version, runId }: Ticked,
): Promise<string> {
  if (!actor) throw new RunRefused(['no-right'], 'Akun yang memintanya sudah tidak aktif.');
  const special = isSpecial({ kind });
  if (action === 'tutup') {
    const started = special
      ? computeSpecialIn(deps, tx, actor, { month, kind }, unit)
      : closeIn(deps, tx, actor, month, unit);
    return (await started).runId;
  }
  if (runId === undefined)
    throw new Conflict(special ? 'Pembayaran ini belum dihitung.' : 'Periode ini belum ditutup.');
  return (await approveIn(deps, tx, actor, runId, version)).runId;
}

async function tickedOf(deps: Deps, job: HeldJob, batch: Batch): Promise<Ticked[]> {
  const units = new Map((await payrollUnits(deps.pool, null)).map(unit => [unit.code, unit]));
  const runs = (job.payload['runs'] ?? '').split(' ');
  return batch.asked.map((text, place) => {
    const [code = '', version] = text.split(':');
    const unit = units.get(code);
    if (!unit) throw new Error(`job ${job.id} names a unit that is not there: ${code}`);
    const runId = runs[place];
    return { unit, version: Number(version), runId: runId === NO_RUN ? undefined : runId };
  });
}
