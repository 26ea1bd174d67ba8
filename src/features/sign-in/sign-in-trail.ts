import type { Deps } from '../../platform/deps.ts';

/** A sign-in, or a try that failed, of an account that exists. */
export interface SignInNote {
  readonly by: { readonly id: string } | { readonly login: string };
  readonly action: 'masuk' | 'masuk.gagal';
  readonly device?: string | null;
  readonly requestId: string;
}

/** So many lines per account, kind and hour; a flood of guesses fills no table. */
const MOST_PER_HOUR = 20;

const record = (
  condition: string,
): string => `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, after, request_id)
  SELECT $2::timestamptz, CASE WHEN $3::text = 'masuk' THEN a.employee_id END, $3::text, 'account', a.id::text,
    CASE WHEN $4::text IS NULL THEN NULL ELSE jsonb_build_object('perangkat', $4::text) END, $5::text
  FROM account a
  WHERE ${condition} AND (SELECT count(*) FROM (
      SELECT 1 FROM audit_event x WHERE x.object_type = 'account' AND x.object_id = a.id::text AND x.action = $3::text
        AND x.at > $2::timestamptz - interval '1 hour' LIMIT ${String(MOST_PER_HOUR)}) c) < ${String(MOST_PER_HOUR)}`;
const BY_ID = record('a.id = $1::uuid');
const BY_LOGIN = record('a.login = $1::text');

/**
 * Writes to the trail that somebody signed in or failed to: the account and the browser in words, nothing else. A name
 * that nobody has leaves nothing.
 */
export async function noteSignIn({ pool, clock }: Pick<Deps, 'pool' | 'clock'>, note: SignInNote): Promise<void> {
  const { by, action, device, requestId } = note;
  const [statement, value] = 'id' in by ? [BY_ID, by.id] : [BY_LOGIN, by.login];
  await pool.query(statement, [value, clock.now(), action, device ?? null, requestId]);
}
