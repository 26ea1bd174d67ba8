import { isUuid } from '../../platform/identity.ts';
import type { Sql } from '../../platform/database/sql.ts';

export type JobState = 'antre' | 'berjalan' | 'selesai' | 'gagal';

/** A job as its page shows it. */
export interface JobRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, string>>;
  readonly state: JobState;
  readonly done: number;
  readonly total: number;
  readonly note: string | null;
  readonly error: string | null;
  readonly created_by: string | null;
  readonly payroll_unit_id: string | null;
}

const ONE = `SELECT id, kind, payload, state, done, total, note, error, created_by, payroll_unit_id FROM job WHERE id = $1`;

export async function jobById(sql: Sql, id: string): Promise<JobRow | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query<JobRow>(ONE, [id]);
  return rows[0];
}
