import { dayIn } from '../../platform/clock.ts';
import { prepared } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Badges } from '../../platform/web/navigation.ts';
import type { CountColumns, Counts } from '../../platform/web/session-store.ts';
import { QUEUES, waitingCount } from '../review/access.ts';
import { queuePath } from '../review/paths.ts';
import { STEPS, VALIDATION, VERIFICATION } from '../review/step.ts';

/** Beyond this a badge says "99+" anyway. */
const MOST = 100;
/** Entries older than this are of months that are closed. */
const RETURNED_DAYS = 70;

/** By this, logs and tests tell the statements of the menu from those of the page. */
const MARK = '/* menu */';

const ownCounts = (employee: string): CountColumns => ({
  unread: `(SELECT count(*)::int FROM (SELECT 1 FROM notification m WHERE m.employee_id = ${employee}
     AND m.read_at IS NULL LIMIT ${String(MOST)}) m)`,
  // By a function: with the table itself, the plan of every request would be made anew once there are years of history.
  returned: `takar_returned(${employee}, $2::date - ${String(RETURNED_DAYS)}, $2::date)`,
  orders: `(SELECT count(*)::int FROM task_order o WHERE o.to_id = ${employee} AND o.state = 'baru')`,
});

/** What waits for everybody, counted by the statement that reads session and person. */
export const OWN_COUNTS = ownCounts('me.employee_id');

const OWN = prepared(
  'notifications.badges',
  `${MARK} SELECT ${Object.entries(ownCounts('$1'))
    .map(([name, count]) => `${count} AS ${name}`)
    .join(', ')}`,
);
const LEADING = prepared(
  'notifications.badges.leading',
  `${MARK} WITH ${QUEUES} SELECT ${waitingCount(VERIFICATION)} AS to_verify, ${waitingCount(VALIDATION)} AS to_validate`,
);

/** What waits for a person, as the menu shows it. */
export interface Waiting {
  readonly unread: number;
  readonly returned: number;
  readonly orders: number;
  readonly toVerify: number;
  readonly toValidate: number;
}

/** The badges of the menu by the address they stand at. */
export const badgesFrom = (waiting: Waiting): Badges => ({
  '/notifikasi': waiting.unread,
  '/kegiatan-harian': waiting.returned,
  '/input-pimpinan': waiting.orders,
  '/verifikasi': waiting.toVerify,
  '/validasi': waiting.toValidate,
});

/**
 * Counts what waits for a person. One's own things are mostly counted already, with the session; only whoever leads
 * somebody is asked for again, and not for the page of a queue.
 */
export async function badgesOf(
  { pool, clock, regency }: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  actor: Actor,
  counted?: Counts,
  page?: string,
): Promise<Badges> {
  const asked = [actor.employeeId, dayIn(regency.zone, clock.now())];
  const leads = (actor.verifies || actor.validates) && !countsByItself(actor, page);
  const [own, leading] = await Promise.all([
    counted ?? pool.query<Record<string, number>>(OWN, asked).then(({ rows }) => rows[0]!),
    leads ? pool.query<Record<string, number>>(LEADING, asked).then(({ rows }) => rows[0]!) : NOTHING,
  ]);
  return badgesFrom({
    unread: own['unread'] ?? 0,
    returned: own['returned'] ?? 0,
    orders: own['orders'] ?? 0,
    toVerify: leading['to_verify'] ?? 0,
    toValidate: leading['to_validate'] ?? 0,
  });
}

const NOTHING: Counts = {};

/** A queue's page knows the length of both queues: it has read them. */
const countsByItself = (actor: Actor, page: string | undefined): boolean =>
  STEPS.some(step => page === queuePath(step) && (step.name === 'validasi' ? actor.validates : actor.verifies));
