import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { newSlipCode, sha256 } from '../../platform/identity.ts';
import type { StoredPassword } from '../../platform/web/passwords.ts';
import { workflowOn } from '../workflow/settings.ts';
import { OF_ACCOUNT, SESSION_NAME } from './queries.ts';

const DAY_MS = 24 * 60 * 60_000;

const CLOSE_TICKETS = 'UPDATE password_ticket SET closed_at = $2 WHERE account_id = $1 AND closed_at IS NULL';
const SET_PASSWORD = `UPDATE account SET password_hash = $2, password_algorithm = $3, must_change = false,
  activation_hash = NULL, activation_expires_at = NULL WHERE id = $1`;
const SET_CODE = 'UPDATE account SET activation_hash = $2, activation_expires_at = $3 WHERE id = $1';
const END_OTHERS = `DELETE FROM session WHERE ${OF_ACCOUNT} AND sid <> $2`;
const END_ONE = `DELETE FROM session WHERE ${OF_ACCOUNT} AND ${SESSION_NAME} = $2`;

/** Why and for whom a password is set. */
export interface PasswordChange {
  readonly accountId: string;
  readonly password: StoredPassword;
  readonly action: 'kata_sandi.ganti' | 'kata_sandi.aktivasi';
  readonly requestId: string;
  /** The session that stays; all others of the account end. */
  readonly keepSid?: string;
}

/** Sets a password, uses up the activation code, and ends every other session of the account. */
export async function setPassword(deps: Pick<Deps, 'pool' | 'clock'>, change: PasswordChange): Promise<void> {
  const { accountId, password, action, requestId } = change;
  await transaction(deps.pool, async tx => {
    await tx.query(SET_PASSWORD, [accountId, password.hash, password.algorithm]);
    await tx.query(END_OTHERS, [accountId, change.keepSid ?? '']);
    await tx.query(CLOSE_TICKETS, [accountId, deps.clock.now()]);
    await recordFor(tx, deps, { accountId, action, requestId });
  });
}

/** The code as it is stored, however it was typed: small letters, spaces and the hyphen do not matter. */
export const codeHash = (typed: string): string => sha256(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));

/**
 * Gives an account a new one-time activation code, good for as many days of real time as the regency has set; an older
 * code ends.
 * @returns the code, which is stored only as a hash
 */
export async function issueCode(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'regency'>,
  accountId: string,
): Promise<{ code: string; expiresAt: Date }> {
  const code = newSlipCode();
  const { aktivasi_hari: days } = await workflowOn(tx, dayIn(deps.regency.zone, deps.clock.now()));
  const expiresAt = new Date(deps.clock.real().getTime() + days * DAY_MS);
  await tx.query(SET_CODE, [accountId, codeHash(code), expiresAt]);
  return { code, expiresAt };
}

/** Ends one session of an account by its public name. @returns whether there was one */
export async function endSession(
  deps: Pick<Deps, 'pool' | 'clock'>,
  accountId: string,
  session: string,
  requestId: string,
): Promise<boolean> {
  return transaction(deps.pool, async tx => {
    const { rowCount } = await tx.query(END_ONE, [accountId, session]);
    if (rowCount === 1) await recordFor(tx, deps, { accountId, action: 'sesi.akhiri', requestId });
    return rowCount === 1;
  });
}

/** Ends every session of an account but one. */
export async function endOtherSessions(
  deps: Pick<Deps, 'pool' | 'clock'>,
  accountId: string,
  keepSid: string,
  requestId: string,
): Promise<void> {
  await transaction(deps.pool, async tx => {
    await tx.query(END_OTHERS, [accountId, keepSid]);
    await recordFor(tx, deps, { accountId, action: 'sesi.akhiri_semua', requestId });
  });
}

/** The trail names persons, as everywhere; the account is the object. */
async function recordFor(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  act: { readonly accountId: string; readonly action: string; readonly requestId: string },
): Promise<void> {
  const { rows } = await tx.query<{ employee_id: string }>('SELECT employee_id FROM account WHERE id = $1', [
    act.accountId,
  ]);
  await audit(tx, {
    at: deps.clock.now(),
    actorId: rows[0]?.employee_id ?? null,
    action: act.action,
    objectType: 'account',
    objectId: act.accountId,
    requestId: act.requestId,
  });
}
