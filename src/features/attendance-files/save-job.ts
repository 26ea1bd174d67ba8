import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { number } from '../../platform/render/format.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import { type JobKind, JobRefused } from '../jobs/held-job.ts';
import { enqueue, SAVE_ATTENDANCE } from '../jobs/queue.ts';
import { type Batch, batchById, type BatchReport } from './batch.ts';
import { understandFile } from './raw-file.ts';
import { holdWaiting, type Importer, openKept, saveHeld, WAIT_LONGER } from './service.ts';

/** A file with more rows than this is saved by a job: its page would be waited for too long. */
export const ROWS_FOR_A_JOB = 20_000;

const GIVE_AWAY = 'UPDATE attendance_batch SET version = version + 1 WHERE id = $1';
const UNDER_WAY = `SELECT id FROM job WHERE kind = '${SAVE_ATTENDANCE}' AND state IN ('antre', 'berjalan')
  AND payload ->> 'attendanceId' = $1 ORDER BY id DESC LIMIT 1`;
const EVERY_UNIT = '*';

/** The job that is saving a file; undefined where none is. */
export async function savingJob(sql: Sql, batchId: string): Promise<string | undefined> {
  return (await sql.query<{ id: string }>(UNDER_WAY, [batchId])).rows[0]?.id;
}

/**
 * Gives the saving of a large file to a job; every form of its page is stale from then on.
 * @returns the job's id; undefined where there is no such file
 * @throws Conflict where it changed meanwhile, or is not ready to be saved
 */
export async function saveLater(
  tx: Tx,
  asked: { readonly id: string; readonly version: number },
  by: Importer,
): Promise<string | undefined> {
  const batch = await holdWaiting(tx, asked, by);
  if (!batch) return undefined;
  if (batch.report.open[0]) throw new Conflict(`${batch.report.open[0].message}.`);
  await tx.query(GIVE_AWAY, [batch.id]);
  const payload = {
    attendanceId: batch.id,
    version: String(batch.version + 1),
    scope: by.scope === null ? EVERY_UNIT : by.scope.join(' '),
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  };
  return enqueue(tx, { kind: SAVE_ATTENDANCE, payload, createdBy: by.actorId, payrollUnitId: batch.unitId });
}

/** '220.000 baris disimpan. 3 baris bermasalah tidak disimpan.' */
export function savedInWords({ accepted, rejectedCount }: BatchReport): string {
  const left = rejectedCount > 0 ? ` ${number(rejectedCount)} baris bermasalah tidak disimpan.` : '';
  return `${number(accepted)} baris disimpan.${left}`;
}

/** Saves a large file in one transaction: a broken-off job has written nothing, and the next try begins anew. */
export const saveAttendanceJob: JobKind = {
  run: async (deps, job) => {
    const { attendanceId: id = '', version = '', scope = '', requestId } = job.payload;
    const units = scope === EVERY_UNIT ? null : scope.split(' ');
    const by: Importer = { actorId: job.createdBy, scope: units, requestId };
    const batch = await batchById(deps.pool, id, units);
    if (!batch) throw new JobRefused('Berkas ini tidak ada lagi.');
    const raw = await openKept(deps, batch).catch(inWords);
    const same = batch.version === Number(version);
    const read = same ? await understandFile(raw, batch.profile).catch(inWords) : undefined;
    const save = async (tx: Tx): Promise<void> => {
      await tx.query(WAIT_LONGER);
      // On its own connection: others see the progress before the rows.
      const told = (done: number, total: number): Promise<void> =>
        transaction(deps.pool, own => job.progress(own, done, total));
      const asked = { id, version: Number(version) };
      const report = await saveHeld(tx, deps, raw, asked, by, told, read).catch(inWords);
      if (!report) throw new JobRefused('Berkas ini tidak ada lagi.');
      await job.fence(tx);
      await job.finish(tx, savedInWords(report));
    };
    // A month of a whole regency is judged in one statement or two: a page may not take that long, a job may.
    await transaction(deps.pool, save, { statementMs: LONG_STATEMENT_MS });
  },
  failed: () => Promise.resolve(),
};

function inWords(error: unknown): never {
  if (error instanceof Conflict) throw new JobRefused(error.reason);
  if (error instanceof Unreadable) throw new JobRefused(`${error.message}.`);
  throw error;
}

/** Saves a file at once, or gives a large one to a job. @throws NotFound, Conflict */
export async function saveOrLater(
  deps: Deps,
  tx: Tx,
  batch: Batch,
  version: number,
  by: Importer,
): Promise<{ readonly jobId: string } | { readonly report: BatchReport }> {
  const asked = { id: batch.id, version };
  if (batch.report.accepted > ROWS_FOR_A_JOB) {
    const jobId = await saveLater(tx, asked, by);
    if (jobId === undefined) throw new NotFound('attendance file');
    return { jobId };
  }
  const report = await saveHeld(tx, deps, await openKept(deps, batch), asked, by);
  if (!report) throw new NotFound('attendance file');
  return { report };
}
