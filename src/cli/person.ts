import type { Deps } from '../platform/deps.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import type { Actor } from '../platform/web/actor.ts';
import { loadActor } from '../platform/web/load-actor.ts';

const BY_LOGIN = 'SELECT id FROM account WHERE login = $1 AND disabled_at IS NULL';
const BY_KEY = 'SELECT account_id AS id FROM demo_account WHERE key = $1';

/**
 * The person in whose name a command acts: the one of `--as NIP`, in the demo one of its cast.
 *
 * @param demoKey who it is in the demo where nobody is named
 * @throws OperatorError where nobody is named outside the demo, or the account does not exist
 */
export async function personFor(deps: Deps, nip: string | undefined, demoKey: string): Promise<Actor> {
  const [statement, value] = nip === undefined ? [BY_KEY, demoKey] : [BY_LOGIN, nip.replaceAll(/[\s.]/g, '')];
  const { rows } = await deps.pool.query<{ id: string }>(statement, [value]);
  const actor = rows[0] && (await loadActor(deps, rows[0].id));
  if (actor) return actor;
  throw new OperatorError(
    nip === undefined
      ? 'Sebutkan pelaku dengan --as NIP.'
      : `Tidak ada akun aktif dengan NIP atau nama pengguna ${nip}.`,
  );
}
