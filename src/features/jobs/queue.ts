import type { Tx } from '../../platform/database/sql.ts';

/** What the worker knows how to do (src/jobs/kinds.ts). */
export const COMPUTE_RUN = 'hitung-tpp';
export const BUILD_FILE = 'berkas-tpp';
export const PRINT_PAPERS = 'cetak-tpp';
export const GATHER_FILES = 'gabung-berkas-tpp';
export const IMPORT_ROWS = 'simpan-impor';
export const UNDO_ROWS = 'urungkan-impor';
export const SAVE_ATTENDANCE = 'simpan-presensi';
export const MANY_UNITS = 'borongan-tpp';
export const SIMULATE = 'simulasi-aturan';

export interface NewJob {
  readonly kind:
    | typeof COMPUTE_RUN
    | typeof BUILD_FILE
    | typeof PRINT_PAPERS
    | typeof GATHER_FILES
    | typeof IMPORT_ROWS
    | typeof UNDO_ROWS
    | typeof SAVE_ATTENDANCE
    | typeof MANY_UNITS
    | typeof SIMULATE;
  readonly payload: Readonly<Record<string, string>>;
  readonly createdBy: string | null;
  /** The unit whose clerk may watch; null for work of the whole regency. */
  readonly payrollUnitId: string | null;
}

const ENQUEUE = `INSERT INTO job (kind, payload, created_by, payroll_unit_id) VALUES ($1, $2, $3, $4) RETURNING id`;

/** Puts work into the queue, in the transaction that makes it necessary: either both are there or neither. */
export async function enqueue(tx: Tx, job: NewJob): Promise<string> {
  const values = [job.kind, JSON.stringify(job.payload), job.createdBy, job.payrollUnitId];
  const { rows } = await tx.query<{ id: string }>(ENQUEUE, values);
  return rows[0]!.id;
}
