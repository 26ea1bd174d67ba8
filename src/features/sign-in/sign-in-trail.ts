import { prepared } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import type { PersonRow } from '../../platform/web/person-reading.ts';
import { type EntryValues, entrySql } from '../../platform/web/session-store.ts';
import { throttleNow, usedSql, type Throttle, type Used } from '../../platform/web/throttle.ts';

/** So many lines per account, kind and hour; a flood of guesses fills no table. */
const MOST_PER_HOUR = 20;

/** One line about an account. Parameters from `first` on: when, what, the browser in words, the request. */
const record = (condition: string, first: number): string => {
  const [at, action, device, request] = [0, 1, 2, 3].map(place => `$${String(first + place)}`);
  return `INSERT INTO audit_event (at, actor_id, action, object_type, object_id, after, request_id)
  SELECT ${at!}::timestamptz, CASE WHEN ${action!}::text = 'masuk' THEN a.employee_id END, ${action!}::text, 'account', a.id::text,
    CASE WHEN ${device!}::text IS NULL THEN NULL ELSE jsonb_build_object('perangkat', ${device!}::text) END, ${request!}::text
  FROM account a
  WHERE ${condition} AND (SELECT count(*) FROM (
      SELECT 1 FROM audit_event x WHERE x.object_type = 'account' AND x.object_id = a.id::text AND x.action = ${action!}::text
        AND x.at > ${at!}::timestamptz - interval '1 hour' LIMIT ${String(MOST_PER_HOUR)}) c) < ${String(MOST_PER_HOUR)}`;
};
const FAILURE = prepared('sign-in.failure', record('a.login = $1::text', 2));
/* 1 to 6 as of every entry, 7 to 10 the line, 11 to 13 where failures are counted, now, how many are too many, 14 the hash. */
const ENTER = prepared(
  'sign-in.enter',
  entrySql(
    `held AS MATERIALIZED (SELECT c.id FROM account c WHERE c.id = $1::uuid AND c.password_hash = $14::text FOR SHARE),
     tried AS MATERIALIZED (SELECT ${usedSql('$11::text', '$12::bigint')} AS failures, EXISTS (SELECT 1 FROM held) AS holds),
     verdict AS MATERIALIZED (
       SELECT t.failures, t.holds AND coalesce((t.failures ->> 'points')::int, 0) < $13::int AS opens FROM tried t)`,
    record('a.id = $1::uuid AND EXISTS (SELECT 1 FROM entering)', 7),
  ),
);

/** Who signs in, from what. */
export interface SignInNote {
  /** The hash that the password was held against. */
  readonly hash: string;
  /** The browser in words. */
  readonly device: string;
  readonly requestId: string;
}

/**
 * Lets somebody in whose password was right: the session, its person and the line in the trail (the account and the browser in
 * words, nothing else) are written together or not at all. In the same statement the failures are looked at once more, for
 * guesses that come all at once have passed the first look together; and so is the password, which may have been changed while
 * this one waited for its hash. The account is held against changes until this is committed: a change under way is waited for
 * and then seen, one that comes later ends this session too.
 * @returns who came in; null where the password is another one by now or the account opens nothing any more
 * @throws TooMany where that many have failed meanwhile; then nobody signs in and nothing is written
 */
export async function enter(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  values: EntryValues,
  { hash, device, requestId }: SignInNote,
  { throttle, key }: { readonly throttle: Throttle; readonly key: string },
): Promise<PersonRow | null> {
  const line = [clock.now(), 'masuk', device, requestId];
  const tried = [throttle.placeOf(key), throttleNow(), throttle.points];
  const { rows } = await pool.query<{ failures: Used; person: PersonRow | null }>(ENTER, [
    ...values,
    ...line,
    ...tried,
    hash,
  ]);
  throttle.refuseSpent(rows[0]?.failures ?? null);
  return rows[0]?.person ?? null;
}

/** Writes to the trail that a try to sign in has failed. A name that nobody has leaves nothing. */
export async function noteFailure(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  { login, requestId }: { readonly login: string; readonly requestId: string },
): Promise<void> {
  await pool.query(FAILURE, [login, clock.now(), 'masuk.gagal', null, requestId]);
}
