import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import type { StoredPassword } from '../../platform/web/passwords.ts';

const SETUP_LOCK = 7_270_021;

const THERE = `SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
  WHERE g.role = 'admin' AND (g.confirmed_by IS NOT NULL OR g.waived) AND g.ended_at IS NULL AND a.disabled_at IS NULL LIMIT 1`;
const FIND_EMPLOYEE = 'SELECT id FROM employee WHERE nip = $1';
const MAKE_EMPLOYEE = 'INSERT INTO employee (nip, name) VALUES ($1, $2) RETURNING id';
const MAKE_ACCOUNT = `INSERT INTO account (employee_id, login, password_hash, password_algorithm)
  VALUES ($1, $2, $3, coalesce($4, 'bcrypt'))
  ON CONFLICT (employee_id) DO UPDATE SET password_hash = coalesce(excluded.password_hash, account.password_hash),
    password_algorithm = excluded.password_algorithm
  RETURNING id`;
const GRANT = `INSERT INTO role_grant (account_id, role, from_date, waived) VALUES ($1, 'admin', $2, true) RETURNING id`;

/** Who becomes the first administrator. */
export interface FirstAdministrator {
  /** Eighteen digits. */
  readonly nip: string;
  readonly name: string;
  /** Absent: an activation code is issued instead. */
  readonly password?: StoredPassword;
  readonly requestId?: string;
}

/** Whether somebody administers this installation, or did until a date went by: the set-up does not open again by itself. */
export async function hasAdministrator(sql: Sql): Promise<boolean> {
  const { rowCount } = await sql.query(THERE);
  return rowCount === 1;
}

/**
 * Makes the first administrator: person, account and right. With nobody there to confirm it, the second confirmation is
 * waived, and the trail says so (rulings.md 12). Two who try at once take turns.
 *
 * @returns the account; undefined where there already is an administrator
 */
export async function makeFirstAdministrator(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'regency'>,
  first: FirstAdministrator,
): Promise<{ accountId: string } | undefined> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [SETUP_LOCK]);
  if (await hasAdministrator(tx)) return undefined;
  const now = deps.clock.now();
  const known = await tx.query<{ id: string }>(FIND_EMPLOYEE, [first.nip]);
  const made = known.rows[0] ?? (await tx.query<{ id: string }>(MAKE_EMPLOYEE, [first.nip, first.name])).rows[0];
  const employeeId = made!.id;
  const { hash, algorithm } = first.password ?? { hash: null, algorithm: null };
  const account = await tx.query<{ id: string }>(MAKE_ACCOUNT, [employeeId, first.nip, hash, algorithm]);
  const accountId = account.rows[0]!.id;
  const grant = await tx.query<{ id: string }>(GRANT, [accountId, dayIn(deps.regency.zone, now)]);
  await audit(tx, {
    at: now,
    actorId: employeeId,
    action: 'hak.administrator_pertama',
    objectType: 'role_grant',
    objectId: grant.rows[0]!.id,
    after: { role: 'admin', waived: true },
    reason: 'Administrator pertama: belum ada orang kedua yang mengesahkan',
    ...(first.requestId === undefined ? {} : { requestId: first.requestId }),
  });
  return { accountId };
}
