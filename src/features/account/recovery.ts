import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { issueCode } from './service.ts';

const ADMINISTRATOR = `SELECT a.id FROM account a JOIN role_grant g ON g.account_id = a.id
  WHERE a.login = $1 AND a.disabled_at IS NULL AND g.role = 'admin' AND (g.confirmed_by IS NOT NULL OR g.waived)
    AND g.ended_at IS NULL AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date >= $2) LIMIT 1`;

/**
 * A new code for an administrator who has forgotten the password, made by whoever holds the server. The old password
 * holds until the code is used.
 * @returns undefined where nobody administers under this NIP
 */
export async function recoverAdministrator(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  nip: string,
): Promise<{ readonly code: string; readonly expiresAt: Date } | undefined> {
  const at = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const { rows } = await tx.query<{ id: string }>(ADMINISTRATOR, [nip, dayIn(deps.regency.zone, at)]);
    const accountId = rows[0]?.id;
    if (accountId === undefined) return undefined;
    const made = await issueCode(tx, deps, accountId);
    await audit(tx, {
      at,
      actorId: null,
      action: 'akun.kode',
      objectType: 'account',
      objectId: accountId,
      reason: 'Perintah takar admin code di server',
    });
    return made;
  });
}
