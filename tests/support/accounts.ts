import bcrypt from 'bcrypt';
import type { Pool } from '../../src/platform/database/pool.ts';
import type { Role } from '../../src/platform/web/actor.ts';

/** Hashing as cheaply as the library allows: tests are about what is done with a password. */
const COST = 4;
export const PASSWORD = 'gerobak-senja-kompas';

/** A person for tests about accounts; not part of any office unless a role says so. */
export interface Person {
  readonly accountId: string;
  readonly employeeId: string;
  readonly login: string;
}

/** What may be said about such a person. */
export interface PersonOptions {
  readonly nip?: string;
  readonly name?: string;
  /** An official without NIP signs in with this. */
  readonly userName?: string;
  readonly password?: string | null;
  readonly mustChange?: boolean;
  readonly roles?: readonly Role[];
}

let ordinal = 0;

/** A well-formed NIP that nobody else in the test file has. */
export function nextNip(): string {
  ordinal += 1;
  return `19800${String(1 + (ordinal % 9))}15200501${String(1000 + ordinal)}`;
}

/** Make a person with an account. */
export async function makePerson(pool: Pool, options: PersonOptions = {}): Promise<Person> {
  const nip = options.userName === undefined ? (options.nip ?? nextNip()) : null;
  const login = options.userName ?? nip!;
  const name = options.name ?? 'Amat Contoh';
  const password = options.password === undefined ? PASSWORD : options.password;
  const hash = password === null ? null : await bcrypt.hash(password, COST);
  const employeeId = await insertId(pool, 'INSERT INTO employee (nip, name) VALUES ($1, $2) RETURNING id', [nip, name]);
  const accountId = await insertId(
    pool,
    'INSERT INTO account (employee_id, login, password_hash, must_change) VALUES ($1, $2, $3, $4) RETURNING id',
    [employeeId, login, hash, options.mustChange ?? false],
  );
  for (const role of options.roles ?? [])
    await pool.query(
      "INSERT INTO role_grant (account_id, role, from_date, waived) VALUES ($1, $2, '2020-01-01', true)",
      [accountId, role],
    );
  return { accountId, employeeId, login };
}

async function insertId(pool: Pool, statement: string, values: unknown[]): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(statement, values);
  return rows[0]!.id;
}
