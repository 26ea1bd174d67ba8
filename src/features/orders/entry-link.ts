import { audit } from '../../platform/audit.ts';
import { prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { nearItsId } from '../activity-log/access.ts';

/** An order that an entry is to carry out. */
export interface OrderToLog {
  readonly id: string;
  readonly text: string;
}

/** One's own open order without an entry: one that was deleted or refused leaves it free again. */
const FREE = `o.id = $2 AND o.to_id = $1 AND o.state IN ('baru', 'dikerjakan')
  AND NOT EXISTS (SELECT 1 FROM activity a WHERE ${nearItsId('a', 'o.activity_id')} AND a.status <> 'ditolak')`;

// Named, so that their plans are kept: one stands before every form that an order opens, the others in the POST behind it.
const TO_LOG = prepared('orders.to-log', `SELECT o.id, o.text FROM task_order o WHERE ${FREE}`);
const HOLD = prepared('orders.hold', 'SELECT 1 FROM task_order WHERE id = $1 FOR UPDATE');
const LINK = prepared(
  'orders.link',
  `UPDATE task_order o SET activity_id = $3, state = 'dikerjakan', version = version + 1 WHERE ${FREE}`,
);

/** An order that the person may still log; undefined for anything else. */
export async function orderToLog(sql: Sql, employeeId: string, id: string): Promise<OrderToLog | undefined> {
  const { rows } = await sql.query<OrderToLog & Record<string, unknown>>(TO_LOG, [employeeId, id]);
  return rows[0];
}

/** Who logs which entry, when and in which request. */
export interface OrderLogged {
  readonly employeeId: string;
  readonly activityId: string;
  readonly at: Date;
  readonly requestId: string;
}

/** Remembers the entry an order is carried out by; a new order is in work with it. @returns false where it may not be logged */
export async function linkEntry(
  tx: Tx,
  orderId: string,
  { employeeId, activityId, at, requestId }: OrderLogged,
): Promise<boolean> {
  // The row first: of two entries for one order the second sees what the first has written.
  await tx.query(HOLD, [orderId]);
  const { rowCount } = await tx.query(LINK, [employeeId, orderId, activityId]);
  if (rowCount !== 1) return false;
  await audit(tx, {
    at,
    actorId: employeeId,
    action: 'order.kegiatan',
    objectType: 'task_order',
    objectId: orderId,
    after: { state: 'dikerjakan', activity: activityId },
    requestId,
  });
  return true;
}
