import { firstDay } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { fileNameOf } from './file-store.ts';

/** One download of a file. */
export interface Download extends Record<string, unknown> {
  readonly at: Date;
  readonly by: string | null;
  readonly via: string;
  readonly name: string;
  readonly sha256: string;
}

const DOWNLOADS = `SELECT d.at, d.via, f.name, f.sha256, CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END AS by
  FROM file_download d JOIN payroll_file f ON f.id = d.file_id LEFT JOIN employee e ON e.id = d.actor_id
  WHERE f.month = $1 AND starts_with(f.name, $3) AND ($2::uuid[] IS NULL OR EXISTS (
    SELECT 1 FROM payroll_run r WHERE r.payroll_unit_id = ANY ($2::uuid[]) AND f.scope LIKE 'run:' || r.id || ':%'))
  ORDER BY d.id DESC LIMIT 20`;

/** The latest downloads of a payment's files; within a scope only those of the scope's own units. */
export async function downloadsOf(sql: Sql, period: PayPeriod, scope: readonly string[] | null): Promise<Download[]> {
  const values = [firstDay(period.month), scope && [...scope], fileNameOf(period)];
  return (await sql.query<Download>(DOWNLOADS, values)).rows;
}
