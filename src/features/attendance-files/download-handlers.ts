import type { Request } from 'express';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, Unavailable } from '../../platform/errors.ts';
import { ReadersBusy } from '../../platform/spreadsheet/read.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { sendStored } from '../evidence/download.ts';
import { unitScope } from './access.ts';
import { type Batch, batchById } from './batch.ts';
import { refusedWorkbook } from './refused-file.ts';
import { openKept } from './service.ts';

const RETRY_SECONDS = 5;

async function batchAsked(deps: Deps, req: Request, { actor }: Visit): Promise<Batch> {
  const batch = await batchById(deps.pool, String(req.params['id']), unitScope(actor));
  if (!batch) throw new NotFound('attendance file');
  return batch;
}

/** GET /kepegawaian/presensi/impor/:id/berkas: the file as it was brought; who takes it stands in the trail. */
export const sendKept =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const batch = await batchAsked(deps, req, visit);
    await transaction(deps.pool, tx =>
      audit(tx, {
        at: deps.clock.now(),
        actorId: visit.actor.employeeId,
        requestId: visit.requestId,
        action: 'presensi.unduh',
        objectType: 'attendance_batch',
        objectId: batch.id,
        after: { name: batch.fileName, sha256: batch.sha256 },
      }),
    );
    const { id, fileName: name, sha256 } = batch;
    await sendStored(deps, res, { id, name, sha256, mediaType: 'application/octet-stream' });
  };

/** GET /kepegawaian/presensi/impor/:id/perbaikan: the refused rows with what is wrong. */
export const sendRefused =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const batch = await batchAsked(deps, req, visit);
    if (batch.report.rejected.length === 0) throw new NotFound('list');
    const raw = await openKept(deps, batch).catch((error: unknown) => {
      throw error instanceof ReadersBusy ? new Unavailable(RETRY_SECONDS, { cause: error }) : error;
    });
    const workbook = await refusedWorkbook(batch, raw);
    res.type(XLSX_TYPE).attachment('perbaikan-presensi.xlsx').send(workbook);
  };
