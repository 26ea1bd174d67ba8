import { formatRupiah } from '../../domain/rupiah.ts';
import { keepOffHost } from '../../platform/backup/off-host.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { describeError } from '../../platform/error-words.ts';
import type { HeldJob, JobKind } from '../jobs/held-job.ts';
import { enqueue, PRINT_PAPERS } from '../jobs/queue.ts';
import { runById, type Run } from '../payroll-runs/queries.ts';
import { materialOf } from './build.ts';
import { fileOf, type PayrollFile } from './file-store.ts';
import { EVERY_FILE, type Wanted } from './layout.ts';

/** Files for programs come first: they are quick, and finance waits for them. */
const FOR_PROGRAMS = EVERY_FILE.filter(({ format }) => format !== 'pdf');
const PAPERS = EVERY_FILE.filter(({ format }) => format === 'pdf');

/** Builds the files of a run once it is approved, and has its papers printed after that. */
export const fileJob: JobKind = {
  run: async (deps, job) => {
    const run = await runOf(deps, job, 'runId');
    const names = await buildEach(deps, job, run, FOR_PROGRAMS);
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      const payload = { paperRunId: run.id };
      await enqueue(tx, { kind: PRINT_PAPERS, payload, createdBy: job.createdBy, payrollUnitId: run.unit.id });
      const total = `${String(run.people ?? 0)} pegawai, total ${formatRupiah(run.net ?? 0n)}`;
      await job.finish(tx, `Berkas siap: ${String(names[0])}. ${total}.`);
    });
  },
  failed: () => Promise.resolve(),
};

/** Prints the papers of an approved run. */
export const printJob: JobKind = {
  run: async (deps, job) => {
    const run = await runOf(deps, job, 'paperRunId');
    const names = await buildEach(deps, job, run, PAPERS);
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await job.finish(tx, `${String(names.length)} berkas PDF ${run.unit.name} siap diunduh.`);
    });
  },
  failed: () => Promise.resolve(),
};

async function runOf(deps: Deps, job: HeldJob, key: string): Promise<Run> {
  const run = await runById(deps.pool, job.payload[key] ?? '');
  if (!run) throw new Error(`job ${job.id} names a run that is not there`);
  return run;
}

async function buildEach(deps: Deps, job: HeldJob, run: Run, files: readonly Wanted[]): Promise<string[]> {
  const material = await materialOf(deps.pool, run.month, [run], false);
  const names: string[] = [];
  for (const [done, wanted] of files.entries()) {
    const file = await fileOf(deps, run.month, [run], wanted, material);
    await keepElsewhere(deps, file);
    names.push(file.name);
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await job.progress(tx, done + 1, files.length);
    });
  }
  return names;
}

/** Beside the copies, before anybody pays by it; a disk that is away stops no payment, but is an error in the log. */
async function keepElsewhere({ config, log }: Deps, file: PayrollFile): Promise<void> {
  try {
    await keepOffHost(config.backup, file);
  } catch (error) {
    log.error(
      { error: describeError(error), sha256: file.sha256 },
      'A PAYROLL FILE COULD NOT BE KEPT BESIDE THE COPIES',
    );
  }
}
