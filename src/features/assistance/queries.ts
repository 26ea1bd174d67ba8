import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** Rows of `assistance` under which a helper may write on a day; parameters: owner, helper, day as SQL expressions. */
const inForce = (owner: string, helper: string, day: string): string =>
  `s.owner_id = ${owner} AND s.helper_id = ${helper} AND s.ended_at IS NULL AND ${day} BETWEEN s.from_date AND s.until_date`;

const ASSISTED = `SELECT ${fullNameOf('o')} AS name FROM assistance s JOIN employee o ON o.id = s.owner_id
  WHERE ${inForce('$1', '$2', '$3::date')} LIMIT 1`;

/** The name of an owner whom this person helps on that day; undefined for anybody else. */
export async function assistedOwner(
  sql: Sql,
  ownerId: string,
  helperId: string,
  day: LocalDate,
): Promise<string | undefined> {
  const { rows } = await sql.query<{ name: string }>(ASSISTED, [ownerId, helperId, day]);
  return rows[0]?.name;
}

/**
 * Asks again inside the writing transaction, and holds the answer until it commits: an owner who ends the help waits for what is
 * being written, and nothing is written after.
 */
export async function stillAssists(tx: Tx, ownerId: string, helperId: string, day: LocalDate): Promise<boolean> {
  const { rowCount } = await tx.query(`SELECT 1 FROM assistance s WHERE ${inForce('$1', '$2', '$3::date')} FOR SHARE`, [
    ownerId,
    helperId,
    day,
  ]);
  return (rowCount ?? 0) > 0;
}
