import { audit } from '../../platform/audit.ts';
import { currentPiece, finishPiece, isCarried, logPlace } from '../../platform/backup/log/carried.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { describeError } from '../../platform/error-words.ts';

/*
 * Whether the files of a run would outlast the machine (assurance.md 3.5, step 8). Their bytes lie beside the copies at once
 * (off-host.ts); that the run was approved and which file is its own lies in the database, whose log is carried piece by piece. A run
 * is called stored only once the piece that holds its files has been found among the copies.
 */

const MARK = `INSERT INTO payroll_log_mark (run_id, piece, noted_at) VALUES ($1, $2, $3) ON CONFLICT (run_id) DO NOTHING`;
/** Many are never open at once: a piece is carried within a minute or two. */
const MOST_AT_ONCE = 500;
const OPEN = `SELECT m.run_id AS "runId", m.piece, m.noted_at AS "notedAt" FROM payroll_log_mark m
  WHERE NOT EXISTS (SELECT 1 FROM payroll_kept k WHERE k.run_id = m.run_id) ORDER BY m.noted_at DESC LIMIT ${String(MOST_AT_ONCE)}`;
const KEEP =
  'INSERT INTO payroll_kept (run_id, kept_at) VALUES ($1, $2) ON CONFLICT (run_id) DO NOTHING RETURNING run_id';
const STANDING = `SELECT count(*)::int AS marked, count(k.run_id)::int AS kept FROM payroll_log_mark m
  LEFT JOIN payroll_kept k ON k.run_id = m.run_id WHERE m.run_id = ANY ($1::uuid[])`;

/** The piece of the log that holds the files committed so far; undefined where nobody carries this server's log. */
export async function pieceOfFiles(deps: Pick<Deps, 'pool' | 'config'>): Promise<string | undefined> {
  return (await logPlace(deps)) === undefined ? undefined : currentPiece(deps.pool);
}

/** Notes which piece has to be carried before a run counts as stored. A job that is resumed changes nothing. */
export async function markRun(tx: Tx, runId: string, piece: string, real: Date): Promise<void> {
  await tx.query(MARK, [runId, piece, real]);
}

/** Hurries the piece on its way. Without it, it goes within a minute: that this fails stops nothing. */
export async function hurryLog({ pool, log }: Pick<Deps, 'pool' | 'log'>): Promise<void> {
  await finishPiece(pool).catch((error: unknown) =>
    log.debug({ error: describeError(error) }, 'the piece of the log is not finished by hand'),
  );
}

/** Every minute: notes which runs are stored by now. */
export async function noteKept(deps: Pick<Deps, 'pool' | 'clock' | 'config'>): Promise<void> {
  const { pool, clock, config } = deps;
  const { rows } = await pool.query<{ runId: string; piece: string; notedAt: Date }>(OPEN);
  if (rows.length === 0) return;
  const place = await logPlace(deps);
  if (!place) return;
  for (const { runId, piece, notedAt } of rows) {
    if (!(await isCarried(place, piece, { since: notedAt, keyFile: config.backup.keyFile }))) continue;
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
}

/** Of some runs: how many have files whose way to the copies is followed, and how many of them arrived. */
export interface KeptStanding {
  readonly marked: number;
  readonly kept: number;
}

/** The standing of approved runs. */
export async function keptStanding(sql: Sql, runIds: readonly string[]): Promise<KeptStanding> {
  const { rows } = await sql.query<KeptStanding & Record<string, unknown>>(STANDING, [[...runIds]]);
  return rows[0]!;
}
