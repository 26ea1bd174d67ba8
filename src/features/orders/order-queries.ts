import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { nearItsId } from '../activity-log/access.ts';
import { fullNameOf } from '../organisation/queries.ts';

export type OrderState = 'baru' | 'dikerjakan' | 'selesai' | 'dibatalkan';

/** A task that a superior gave to one person. */
export interface Order {
  readonly id: string;
  readonly fromId: string;
  readonly fromName: string;
  /** Title of the chair it was given from. */
  readonly fromTitle: string;
  readonly toId: string;
  readonly toName: string;
  readonly text: string;
  readonly dueOn: LocalDate | null;
  readonly state: OrderState;
  readonly version: number;
  readonly at: Date;
  readonly closedAt: Date | null;
  /** The entry it is carried out by; null where there is none, or none any more. */
  readonly entry: OrderEntry | null;
}

/** The entry of an order, as far as both sides see it. */
export interface OrderEntry {
  readonly id: string;
  readonly item: string;
  readonly day: LocalDate;
  readonly status: EntryStatus;
  readonly points: number;
}

const COLUMNS = `o.id, o.from_id, ${fullNameOf('f')} AS from_name, o.to_id, ${fullNameOf('t')} AS to_name, o.text, o.due_on,
  o.state, o.version, o.created_at, o.closed_at,
  coalesce((SELECT v.title FROM position_version v WHERE v.position_id = o.chair_id ORDER BY v.from_date DESC LIMIT 1), '')
    AS from_title,
  (SELECT jsonb_build_object('id', a.id, 'item', i.name, 'day', a.work_date, 'status', a.status, 'points', a.points)
   FROM activity a JOIN catalogue_item i ON i.id = a.item_id WHERE ${nearItsId('a', 'o.activity_id')}) AS entry`;
const SOURCE = 'FROM task_order o JOIN employee f ON f.id = o.from_id JOIN employee t ON t.id = o.to_id';

interface OrderRow {
  id: string;
  from_id: string;
  from_name: string;
  from_title: string;
  to_id: string;
  to_name: string;
  text: string;
  due_on: string | null;
  state: OrderState;
  version: number;
  created_at: Date;
  closed_at: Date | null;
  entry: (Omit<OrderEntry, 'day'> & { day: string }) | null;
}

const orderFrom = (row: OrderRow): Order => ({
  id: row.id,
  fromId: row.from_id,
  fromName: row.from_name,
  fromTitle: row.from_title,
  toId: row.to_id,
  toName: row.to_name,
  text: row.text,
  dueOn: row.due_on === null ? null : localDate(row.due_on),
  state: row.state,
  version: row.version,
  at: row.created_at,
  closedAt: row.closed_at,
  entry: row.entry && { ...row.entry, day: localDate(row.entry.day) },
});

/** Rows of one list. */
const LIST_ROWS = 50;
const OPEN_FIRST = `ORDER BY o.state = 'baru' DESC, o.state = 'dikerjakan' DESC, o.due_on NULLS LAST, o.created_at DESC, o.id
  LIMIT ${String(LIST_ROWS)}`;

const RECEIVED = prepared('orders.received', `SELECT ${COLUMNS} ${SOURCE} WHERE o.to_id = $1 ${OPEN_FIRST}`);
const GIVEN = prepared('orders.given', `SELECT ${COLUMNS} ${SOURCE} WHERE o.from_id = $1 ${OPEN_FIRST}`);
const ONE = prepared('orders.one', `SELECT ${COLUMNS} ${SOURCE} WHERE o.id = $1 AND (o.to_id = $2 OR o.from_id = $2)`);

/** Orders that came to a person: new ones first, then by the day they are due. */
export async function ordersReceived(sql: Sql, employeeId: string): Promise<Order[]> {
  return (await sql.query<OrderRow & Record<string, unknown>>(RECEIVED, [employeeId])).rows.map(orderFrom);
}

/** Orders that a person gave. */
export async function ordersGiven(sql: Sql, employeeId: string): Promise<Order[]> {
  return (await sql.query<OrderRow & Record<string, unknown>>(GIVEN, [employeeId])).rows.map(orderFrom);
}

/** An order for who gave or received it; undefined for everybody else. */
export async function orderFor(sql: Sql, employeeId: string, id: string): Promise<Order | undefined> {
  const { rows } = await sql.query<OrderRow & Record<string, unknown>>(ONE, [id, employeeId]);
  return rows[0] && orderFrom(rows[0]);
}

/** Somebody to whom orders may be given, and from which chair. */
export interface Subordinate {
  readonly employeeId: string;
  readonly name: string;
  readonly title: string;
  readonly chairId: string;
}

const BELOW = prepared(
  'orders.below',
  `SELECT DISTINCT ON (e.name, e.id) e.id AS "employeeId", ${fullNameOf('e')} AS name, coalesce(v.title, '') AS title,
     c.chair_id AS "chairId"
   FROM takar_steps_below($1, $2, 1) c
   JOIN assignment h ON h.position_id = c.position_id AND h.kind = 'DEFINITIF' AND h.from_date <= $2
     AND (h.last_date IS NULL OR h.last_date >= $2) AND h.employee_id <> $1 AND c.passed <@ ARRAY[h.employee_id]
   JOIN employee e ON e.id = h.employee_id
   LEFT JOIN LATERAL (SELECT o.title FROM position_version o WHERE o.position_id = c.position_id AND o.from_date <= $2
     ORDER BY o.from_date DESC LIMIT 1) v ON true
   ORDER BY e.name, e.id, cardinality(c.passed), c.chair_id`,
);

/** The persons directly below somebody today, vacant chairs climbed over: the same tree that verifies. */
export async function subordinatesOf(sql: Sql, employeeId: string, day: LocalDate): Promise<Subordinate[]> {
  const { rows } = await sql.query<Subordinate & Record<string, unknown>>(BELOW, [employeeId, day]);
  return rows;
}
