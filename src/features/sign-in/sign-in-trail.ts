import { prepared } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { throttleNow, usedSql, type Throttle, type Used } from '../../platform/web/throttle.ts';

/** So many lines per account, kind and hour; a flood of guesses fills no table. */
const MOST_PER_HOUR = 20;

/** One line about an account. Parameters: 1 whose, 2 when, 3 what, 4 the browser in words, 5 the request. */
const record = (
  condition: string,
): string => `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, after, request_id)
  SELECT $2::timestamptz, CASE WHEN $3::text = 'masuk' THEN a.employee_id END, $3::text, 'account', a.id::text,
    CASE WHEN $4::text IS NULL THEN NULL ELSE jsonb_build_object('perangkat', $4::text) END, $5::text
  FROM account a
  WHERE ${condition} AND (SELECT count(*) FROM (
      SELECT 1 FROM audit_event x WHERE x.object_type = 'account' AND x.object_id = a.id::text AND x.action = $3::text
        AND x.at > $2::timestamptz - interval '1 hour' LIMIT ${String(MOST_PER_HOUR)}) c) < ${String(MOST_PER_HOUR)}`;
const FAILURE = prepared('sign-in.failure', record('a.login = $1::text'));
const SIGN_IN = prepared(
  'sign-in.note',
  `WITH tried AS MATERIALIZED (SELECT ${usedSql('$6::text', '$7::bigint')} AS failures,
     EXISTS (SELECT 1 FROM account c WHERE c.id = $1::uuid AND c.password_hash = $9::text) AS holds),
   noted AS (${record(`a.id = $1::uuid AND (SELECT t.holds FROM tried t)
     AND coalesce(((SELECT t.failures FROM tried t) ->> 'points')::int, 0) < $8::int`)})
   SELECT failures, holds FROM tried`,
);

/** Who signs in, from what. */
export interface SignInNote {
  readonly accountId: string;
  /** The hash that the password was held against. */
  readonly hash: string | undefined;
  /** The browser in words. */
  readonly device: string;
  readonly requestId: string;
}

/**
 * Writes to the trail that somebody signs in: the account and the browser in words, nothing else. Before the session is
 * opened: none is without its line. In the same statement the failures are looked at once more, for guesses that come all at
 * once have passed the first look together; and so is the password, which may have been changed while this one waited for its hash.
 * @returns false where the password is another one by now; then nobody signs in and nothing is written
 * @throws TooMany where that many have failed meanwhile; then nobody signs in and nothing is written
 */
export async function noteSignIn(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  { accountId, hash, device, requestId }: SignInNote,
  { throttle, key }: { readonly throttle: Throttle; readonly key: string },
): Promise<boolean> {
  const values = [accountId, clock.now(), 'masuk', device, requestId];
  const tried = [throttle.placeOf(key), throttleNow(), throttle.points];
  const { rows } = await pool.query<{ failures: Used; holds: boolean }>(SIGN_IN, [...values, ...tried, hash ?? null]);
  throttle.refuseSpent(rows[0]?.failures ?? null);
  return rows[0]?.holds === true;
}

/** Writes to the trail that a try to sign in has failed. A name that nobody has leaves nothing. */
export async function noteFailure(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  { login, requestId }: { readonly login: string; readonly requestId: string },
): Promise<void> {
  await pool.query(FAILURE, [login, clock.now(), 'masuk.gagal', null, requestId]);
}
