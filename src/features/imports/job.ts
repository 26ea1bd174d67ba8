import { LONG_STATEMENT_MS } from '../../platform/database/patience.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { Conflict } from '../../platform/errors.ts';
import { number } from '../../platform/render/format.ts';
import { type JobKind, JobRefused } from '../jobs/held-job.ts';
import { holdBatch } from './batch.ts';
import { applyHeld, savedInWords } from './service.ts';
import { undoHeld, undoneInWords } from './undo.ts';

const KINDS = ['pegawai', 'organisasi', 'katalog'] as const;
const RELEASE = 'UPDATE import_batch SET job_id = NULL, version = version + 1 WHERE id = $1';

/** Writes a large batch. One transaction: a broken-off job has written nothing, and the next try begins anew. */
export const importJob: JobKind = {
  run: async (deps, job) => {
    const id = job.payload['batchId'] ?? '';
    await transaction(deps.pool, async tx => {
      const batch = await holdBatch(tx, id, KINDS);
      if (batch?.state !== 'diperiksa') throw new JobRefused('Impor ini sudah disimpan atau dibatalkan.');
      const report = await applyHeld(tx, deps, batch, {
        actorId: job.createdBy,
        // On its own connection: others see the progress before the rows.
        onStep: (done, total) => transaction(deps.pool, own => job.progress(own, done, total)),
      }).catch((error: unknown) => {
        throw error instanceof Conflict ? new JobRefused(error.reason) : error;
      });
      await job.fence(tx);
      await job.finish(tx, savedInWords(report, number));
    });
  },
  failed: async (tx, _deps, job) => void (await tx.query(RELEASE, [job.payload['batchId']])),
};

/** Takes a large batch back, in one transaction as it was written. */
export const undoJob: JobKind = {
  run: async (deps, job) => {
    const undo = async (tx: Tx): Promise<void> => {
      const batch = await holdBatch(tx, job.payload['batchId'] ?? '', KINDS);
      if (!batch) throw new JobRefused('Impor ini tidak ada lagi.');
      const left = await undoHeld(tx, deps, batch, {
        actorId: job.createdBy,
        onStep: (done, total) => transaction(deps.pool, own => job.progress(own, done, total)),
      }).catch((error: unknown) => {
        throw error instanceof Conflict ? new JobRefused(error.reason) : error;
      });
      await job.fence(tx);
      await job.finish(tx, undoneInWords(left));
    };
    // A removed person is looked for among all entries: in a large regency a part may take longer than a page may.
    await transaction(deps.pool, undo, { statementMs: LONG_STATEMENT_MS });
  },
  failed: async (tx, _deps, job) => void (await tx.query(RELEASE, [job.payload['batchId']])),
};
