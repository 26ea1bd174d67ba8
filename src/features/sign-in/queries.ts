import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { StoredPassword } from '../../platform/web/passwords.ts';
import { throttleNow, usedSql, type Used } from '../../platform/web/throttle.ts';

/** What a sign-in needs to know of an account. */
export interface Credentials {
  readonly accountId: string;
  readonly password: StoredPassword | undefined;
}

/** What stands at the door: the account of the name, and what was tried before. */
export interface Door {
  /** Undefined where nobody has that name; disabled accounts do not exist. */
  readonly account: Credentials | undefined;
  /** Failures of this name from this address, and of this address. */
  readonly failures: Used;
  readonly spray: Used;
}

interface Row extends Record<string, unknown> {
  readonly id: string | null;
  readonly password_hash: string | null;
  readonly password_algorithm: string;
  readonly failures: Used;
  readonly spray: Used;
}

const DOOR = prepared(
  'sign-in.door',
  `SELECT a.id, a.password_hash, a.password_algorithm,
     ${usedSql('$2::text', '$4::bigint')} AS failures, ${usedSql('$3::text', '$4::bigint')} AS spray
   FROM (SELECT 1) one LEFT JOIN account a ON a.login = $1 AND a.disabled_at IS NULL`,
);

/**
 * What a sign-in is judged by before its password is looked at, in one statement.
 * @param login normalised NIP or user name
 * @param places where failures are counted (`Throttle.placeOf`)
 */
export async function doorOf(
  sql: Sql,
  login: string,
  places: { readonly failures: string; readonly spray: string },
): Promise<Door> {
  const { rows } = await sql.query<Row>(DOOR, [login, places.failures, places.spray, throttleNow()]);
  const row = rows[0];
  if (!row) throw new Error('the door has one row');
  const { id, password_hash: hash, password_algorithm: algorithm, failures, spray } = row;
  const password = hash === null ? undefined : { hash, algorithm };
  return { account: id === null ? undefined : { accountId: id, password }, failures, spray };
}
