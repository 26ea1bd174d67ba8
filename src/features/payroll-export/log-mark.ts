import { audit } from '../../platform/audit.ts';
import { carriedLog, finishPiece, isCarriedHere } from '../../platform/backup/log/carried.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { describeError } from '../../platform/error-words.ts';

/*
 * Whether the files of a run would outlast the machine (assurance.md 3.5, step 8). Their bytes lie beside the copies at once
 * (off-host.ts); that the run was approved and which file is its own lies in the database, whose log is carried piece by piece. A run
 * is called stored only once the copies could bring its files back.
 */

/** Approved runs whose files are made, each with the piece that holds them or one behind it: those made before this was noted, too. */
const MARK = `INSERT INTO payroll_log_mark (run_id, piece, noted_at)
  SELECT r.id, pg_walfile_name(pg_current_wal_insert_lsn()), $1 FROM payroll_run r
  JOIN payroll_file f ON f.scope = 'run:' || r.id || ':csv:ringkas'
  WHERE r.state IN ('DISETUJUI', 'DIBAYAR') AND NOT EXISTS (SELECT 1 FROM payroll_log_mark m WHERE m.run_id = r.id)
  ON CONFLICT (run_id) DO NOTHING`;
const OPEN = `SELECT m.run_id AS "runId", m.piece FROM payroll_log_mark m
  WHERE NOT EXISTS (SELECT 1 FROM payroll_kept k WHERE k.run_id = m.run_id)`;
const KEEP =
  'INSERT INTO payroll_kept (run_id, kept_at) VALUES ($1, $2) ON CONFLICT (run_id) DO NOTHING RETURNING run_id';
const KEPT = 'SELECT count(*)::int AS kept FROM payroll_kept WHERE run_id = ANY ($1::uuid[])';

/** Every minute: notes of which runs the files have to be carried, has their piece finished, and notes which have arrived. */
export async function noteKept(deps: Pick<Deps, 'pool' | 'clock' | 'config' | 'log'>): Promise<void> {
  const { pool, clock, log } = deps;
  if (!isCarriedHere(deps)) return;
  const marked = await pool.query(MARK, [clock.real()]);
  // Unfinished it goes within a minute all the same.
  if (marked.rowCount)
    await finishPiece(pool).catch((error: unknown) =>
      log.debug({ error: describeError(error) }, 'the piece of the log is not finished by hand'),
    );
  const { rows } = await pool.query<{ runId: string; piece: string }>(OPEN);
  if (rows.length === 0) return;
  const carried = await carriedLog(deps);
  for (const { runId, piece } of rows) if (carried.holds(piece)) await keep(deps, runId, piece);
}

async function keep({ pool, clock }: Pick<Deps, 'pool' | 'clock'>, runId: string, piece: string): Promise<void> {
  await transaction(pool, async tx => {
    if ((await tx.query(KEEP, [runId, clock.real()])).rowCount === 0) return; // another process was first
    await audit(tx, {
      at: clock.now(),
      actorId: null,
      action: 'tersimpan',
      objectType: 'payroll_run',
      objectId: runId,
      after: { potongan: piece },
    });
  });
}

/** Of how many of these runs the copies could bring the files back. */
export async function keptOf(sql: Sql, runIds: readonly string[]): Promise<number> {
  return (await sql.query<{ kept: number }>(KEPT, [[...runIds]])).rows[0]!.kept;
}
