import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import { prepared, type Prepared } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Badges } from '../../platform/web/navigation.ts';
import { CHAIRS } from '../review/access.ts';
import { waitingCount } from '../review/queries.ts';
import { VALIDATION, VERIFICATION } from '../review/step.ts';

/** Beyond this a badge says "99+" anyway. */
const MOST = 100;
/** Entries older than this are of months that are closed. */
const RETURNED_DAYS = 70;

/** By this, logs and tests tell the one statement of the menu from those of the page. */
const MARK = '/* menu */';
const OWN = `(SELECT count(*)::int FROM (SELECT 1 FROM notification m WHERE m.employee_id = $1 AND m.read_at IS NULL
      LIMIT ${String(MOST)}) m) AS unread,
   (SELECT count(*)::int FROM activity a WHERE a.employee_id = $1 AND a.status = 'dikembalikan'
      AND a.work_date BETWEEN $2::date - ${String(RETURNED_DAYS)} AND $2::date) AS returned,
   (SELECT count(*)::int FROM task_order o WHERE o.to_id = $1 AND o.state = 'baru') AS orders`;

const STAFF = prepared('notifications.badges', `${MARK} SELECT ${OWN}, 0 AS to_verify, 0 AS to_validate`);
const SUPERIOR = prepared(
  'notifications.badges.superior',
  `${MARK} ${CHAIRS} SELECT ${OWN}, ${waitingCount(VERIFICATION)} AS to_verify, ${waitingCount(VALIDATION)} AS to_validate`,
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

/** Counts what waits for a person: one small statement, larger only for those who lead somebody. */
export async function badgesOf(
  { pool, clock, regency }: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  actor: Actor,
): Promise<Badges> {
  const today: LocalDate = dayIn(regency.zone, clock.now());
  const statement: Prepared = actor.verifies || actor.validates ? SUPERIOR : STAFF;
  const { rows } = await pool.query<Row>(statement, [actor.employeeId, today]);
  const row = rows[0]!;
  return badgesFrom({
    unread: row.unread,
    returned: row.returned,
    orders: row.orders,
    toVerify: row.to_verify,
    toValidate: row.to_validate,
  });
}

interface Row extends Record<string, unknown> {
  readonly unread: number;
  readonly returned: number;
  readonly orders: number;
  readonly to_verify: number;
  readonly to_validate: number;
}
