import { monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { regulationById } from '../policies/queries.ts';
import { digestOfLines, digestsOf } from '../payroll-runs/digest.ts';
import { computeLine, type Line } from '../payroll-runs/line.ts';

/** A computed run with the digests it was stored with. */
export interface StoredRun extends Record<string, unknown> {
  readonly id: string;
  readonly month: LocalDate;
  readonly regulation_id: string;
  readonly input_digest: string;
  readonly line_digest: string;
}

const RUNS = `SELECT id, month, regulation_id, input_digest, line_digest FROM payroll_run
  WHERE state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') ORDER BY month, id`;
const INPUTS = `SELECT employee_id, facts, waiting FROM payroll_input WHERE run_id = $1 AND excluded IS NULL`;

export async function computedRuns(sql: Sql): Promise<StoredRun[]> {
  return (await sql.query<StoredRun>(RUNS)).rows;
}

/** I4: the entries of the closed period, the snapshot and the lines are what they were at the close. */
export async function isUntouched(sql: Sql, run: StoredRun): Promise<boolean> {
  const now = await digestsOf(sql, run.id);
  return now.input_digest === run.input_digest && now.line_digest === run.line_digest;
}

/** I12: computing again from the stored facts and the stored regulation gives the same lines, byte for byte. */
export async function isReproducible(sql: Sql, run: StoredRun): Promise<boolean> {
  const inForce = await regulationById(sql, run.regulation_id);
  if (!inForce) return false;
  const { rows } = await sql.query<{ employee_id: string; facts: Record<string, string>; waiting: number }>(INPUTS, [
    run.id,
  ]);
  const lines: Line[] = [];
  for (const { employee_id: employeeId, facts, waiting } of rows) {
    const computed = computeLine(inForce.regulation, monthOf(run.month), { employeeId, facts, waiting });
    if (!computed.ok) return false;
    lines.push(computed.line);
  }
  return (await digestOfLines(sql, lines)) === run.line_digest;
}
