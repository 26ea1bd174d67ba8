import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { StoredPassword } from '../../platform/web/passwords.ts';

/** What a sign-in needs to know of an account. */
export interface Credentials {
  readonly accountId: string;
  readonly password: StoredPassword | undefined;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly password_hash: string | null;
  readonly password_algorithm: string;
}

const CREDENTIALS = prepared(
  'sign-in.credentials',
  'SELECT id, password_hash, password_algorithm FROM account WHERE login = $1 AND disabled_at IS NULL',
);

/** The account of a normalised NIP or user name; disabled ones do not exist. */
export async function credentialsOf(sql: Sql, login: string): Promise<Credentials | undefined> {
  const { rows } = await sql.query<Row>(CREDENTIALS, [login]);
  const row = rows[0];
  if (!row) return undefined;
  const password =
    row.password_hash === null ? undefined : { hash: row.password_hash, algorithm: row.password_algorithm };
  return { accountId: row.id, password };
}
