import type { Sql } from '../database/sql.ts';
import type { Log } from '../log.ts';

const ASKED = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
  current_setting('jit') AS jit`;

/**
 * Warns when a pooler in between has dropped the limits that our connections ask for at their start: statements would
 * then wait for ever. The role must have them instead (docs/runbooks/scaling.md).
 */
export async function watchSessions(sql: Sql, log: Log): Promise<void> {
  const { rows } = await sql.query<{ statement: string; lock: string; jit: string }>(ASKED);
  const session = rows[0];
  if (!session || (session.statement !== '0' && session.lock !== '0' && session.jit === 'off')) return;
  log.warn({ session }, 'database sessions lack our limits: set them for the role, see docs/runbooks/scaling.md');
}
