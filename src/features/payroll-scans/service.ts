import { audit, type AuditRow } from '../../platform/audit.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { notify } from '../notifications/service.ts';
import { changedMeanwhile, conflict, malformed } from '../organisation/refusal.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import type { AnswerFields, SendFields } from './forms.ts';
import { scanPaths } from './paths.ts';
import { scansOf, type ScanRow } from './queries.ts';
import { scanInWords, scanWord } from './scan.ts';

/** Who acts, for the trail. */
export interface ScanActor {
  readonly employeeId: string;
  readonly requestId: string;
}

const UNIQUE = '23505';
const INSERT = 'INSERT INTO payroll_scan (id, run_id, kind, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5)';
const ANSWER = `UPDATE payroll_scan SET state = $3, decided_by = $4, decided_at = $5, reply = $6, version = version + 1
  WHERE id = $1 AND version = $2 AND state = 'diajukan'`;

const acted = (by: ScanActor, at: Date, action: string, id: string): AuditRow => ({
  at,
  actorId: by.employeeId,
  action,
  objectType: 'payroll_scan',
  objectId: id,
  requestId: by.requestId,
});

/**
 * Sends a signed paper of an approved run to finance, at most once per person and key. The caller has checked that the
 * run is of the sender's own office.
 * @throws RecordRefused 422 without a file, 409 before the approval or while the same paper lies there already; KeyReused
 */
export async function sendScan(
  deps: Deps,
  by: ScanActor,
  run: Run,
  input: SendFields,
  files: readonly AcceptedFile[],
): Promise<string> {
  if (files.length === 0) throw malformed('bukti', 'Pilih berkas yang sudah ditandatangani');
  if (run.state !== 'DISETUJUI' && run.state !== 'DIBAYAR')
    throw conflict('', 'TPP ini belum disetujui. Kirim berkas bertanda tangan setelah disetujui');
  const at = deps.clock.now();
  const stored = await storeAll(deps.uploads, files);
  const hash = requestHash('payroll-scans.send', {
    runId: run.id,
    kind: input.jenis,
    files: stored.map(file => file.sha256),
  });
  try {
    return await transaction(deps.pool, async tx => {
      const use = { actorId: by.employeeId, key: input.kunci_kirim.toLowerCase(), hash };
      const { result } = await once(tx, use, async () => {
        const id = newId(at);
        await tx.query(INSERT, [id, run.id, input.jenis, by.employeeId, at]);
        await attachTo(tx, { type: 'payroll_scan', id, by: by.employeeId, at }, stored);
        const after = { runId: run.id, kind: input.jenis, files: stored.map(file => file.sha256) };
        await audit(tx, { ...acted(by, at, 'pindaian.kirim', id), after });
        return id;
      });
      return result;
    });
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE)
      throw conflict('jenis', `${scanWord(input.jenis, run)} sudah dikirim. Kirim lagi bila dikembalikan`);
    throw error;
  }
}

/**
 * Accepts a paper or returns it with a reply; who sent it is told.
 * @throws NotFound for a paper of another run; RecordRefused 409 where it was answered meanwhile or sent by the same person
 */
export async function answerScan(
  deps: Deps,
  by: ScanActor,
  run: Run,
  id: string,
  { keputusan, balasan, versi }: AnswerFields,
): Promise<ScanRow> {
  const at = deps.clock.now();
  const accepted = keputusan === 'terima';
  return transaction(deps.pool, async tx => {
    const scan = (await scansOf(tx, run.id)).find(each => each.id === id);
    if (!scan) throw new NotFound('scan');
    const hands = { actorId: by.employeeId, beganBy: [scan.uploadedBy] };
    await refuseOneHand(tx, hands, { now: at, zone: deps.regency.zone }).catch((error: unknown) => {
      throw error instanceof Conflict ? conflict('', error.reason) : error;
    });
    const state = accepted ? 'diterima' : 'dikembalikan';
    const reply = balasan === '' ? null : balasan;
    const { rowCount } = await tx.query(ANSWER, [id, versi, state, by.employeeId, at, reply]);
    if (rowCount !== 1) throw changedMeanwhile();
    await audit(tx, {
      ...acted(by, at, accepted ? 'pindaian.terima' : 'pindaian.kembalikan', id),
      ...(reply === null ? {} : { reason: reply }),
    });
    const what = scanInWords(scan.kind, run);
    const text = accepted ? `${what} diterima BPKAD.` : `${what} dikembalikan BPKAD: ${reply ?? ''}`;
    const href = scanPaths.list(run, run.unit.code);
    const notice = { employeeId: scan.uploadedBy, kind: 'data', text, href, dedupe: `pindaian:${id}` } as const;
    await notify(tx, [notice], at);
    return scan;
  });
}
