import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { inQueue, QUEUES } from './access.ts';
import { QUEUE_ORDER } from './queries.ts';
import { STEPS, type Step } from './step.ts';

/** An entry that waits for the reader, as the page that asks for a reason names it. */
export interface DecidableRow {
  readonly id: string;
  readonly status: string;
  readonly ownerName: string;
  readonly workDate: LocalDate;
  readonly itemName: string;
  readonly description: string;
  readonly points: number;
}

const DECIDABLE: ReadonlyMap<Step['name'], Prepared> = new Map(
  STEPS.map(step => [
    step.name,
    prepared(
      `review.decidable.${step.name}`,
      `WITH ${QUEUES} SELECT a.id, a.status, ${fullNameOf('e')} AS owner_name, a.work_date, i.name AS item_name, a.description, a.points
       FROM queues q JOIN takar_entries_by_id($3) a ON a.id = q.id
       JOIN employee e ON e.id = a.employee_id JOIN catalogue_item i ON i.id = a.item_id
       WHERE ${inQueue(step)} ORDER BY ${QUEUE_ORDER}`,
    ),
  ]),
);

/** Those of the entries that wait for this person's step, in the order of the queue. */
export async function entriesToDecide(
  sql: Sql,
  step: Step,
  actorId: string,
  today: LocalDate,
  ids: readonly string[],
): Promise<DecidableRow[]> {
  const { rows } = await sql.query<{
    id: string;
    status: string;
    owner_name: string;
    work_date: string;
    item_name: string;
    description: string;
    points: number;
  }>(DECIDABLE.get(step.name)!, [actorId, today, [...ids]]);
  return rows.map(row => ({
    id: row.id,
    status: row.status,
    ownerName: row.owner_name,
    workDate: localDate(row.work_date),
    itemName: row.item_name,
    description: row.description,
    points: row.points,
  }));
}
