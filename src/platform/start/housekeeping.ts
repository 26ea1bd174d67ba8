import type { Deps } from '../deps.ts';
import { dayIn, minuteIn } from '../clock.ts';
import { rememberDomainTime } from './domain-clock.ts';
import { watchSkew } from './clock-skew.ts';
import { ensureMonths } from './months.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** A submission may be repeated for a whole period and its grace (assurance.md 1.5). */
const KEEP_KEYS_DAYS = 62;

/** What nobody needs any more. Sessions' limit is a timestamp without zone, in UTC; throttles' is in milliseconds. */
const EXPIRED: readonly string[] = [
  "DELETE FROM session WHERE expire < $1::timestamptz AT TIME ZONE 'UTC'",
  'DELETE FROM post_stash WHERE expires_at < $1::timestamptz',
  'DELETE FROM throttle WHERE expire < extract(epoch FROM $1::timestamptz) * 1000',
  `DELETE FROM idempotency WHERE recorded_at < $1::timestamptz - interval '${String(KEEP_KEYS_DAYS)} days'`,
  // what a session keeps of its person is no older than the session: a day
  "DELETE FROM person_change WHERE at < $1::timestamptz - interval '2 days'",
];

/** Work of a feature that is due once a day, an hour, or a minute. */
export type DailyTask = (deps: Deps) => Promise<void>;

/** Removes what has expired. */
export async function removeExpired({ pool, clock }: Pick<Deps, 'pool' | 'clock'>): Promise<void> {
  for (const statement of EXPIRED) await pool.query(statement, [clock.real()]);
}

/**
 * What a server does beside answering: every minute it remembers domain time and compares clocks; when a day of domain
 * time begins it makes the partitions of new months and removes what has expired. What is due by the hour runs once in
 * each hour of domain time, at the start as well; what failed is tried again a minute later.
 *
 * @param daily what features want done once a day
 * @param hourly what features want done once an hour
 * @param minutely what features want done every minute: a look at what has just happened
 * @returns a function that ends it, remembering domain time once more
 */
export function startHousekeeping(
  deps: Deps,
  daily: readonly DailyTask[] = [],
  hourly: readonly DailyTask[] = [],
  minutely: readonly DailyTask[] = [],
): () => Promise<void> {
  const today = (): string => dayIn(deps.regency.zone, deps.clock.now());
  const thisHour = (): string => {
    const minute = minuteIn(deps.regency.zone, deps.clock.now());
    return `${today()} ${String((minute - (minute % HOUR_MINUTES)) / HOUR_MINUTES)}`;
  };
  let day = '';
  let hour = '';
  const minute = async (): Promise<void> => {
    await rememberDomainTime(deps.pool, deps.clock);
    await watchSkew(deps);
    // a full disk under the alarms must not keep the rest from being done
    for (const task of minutely)
      await task(deps).catch((error: unknown) =>
        deps.log.warn({ error: String(error) }, 'a task of the minute failed'),
      );
    if (day !== today()) {
      await ensureMonths(deps.pool, deps.regency.zone, deps.clock.now());
      await removeExpired(deps);
      for (const task of daily) await task(deps);
      day = today();
    }
    if (hour === thisHour()) return;
    for (const task of hourly) await task(deps);
    hour = thisHour();
  };
  const attempt = (): Promise<void> =>
    minute().catch((error: unknown) => deps.log.warn({ error: String(error) }, 'housekeeping failed'));
  let running = attempt();
  const timer = setInterval(() => {
    running = attempt();
  }, MINUTE_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await rememberDomainTime(deps.pool, deps.clock).catch(() => undefined); // the database may be what went away
  };
}
