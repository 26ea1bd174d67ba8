import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstDay, type Month } from '../domain/month.ts';
import { contentSql } from '../features/activity-log/transition.ts';
import type { Tx } from '../platform/database/sql.ts';
import type { HistoryStep } from './entry-history.ts';
import { monthOfWork, type MonthOrder, type PlannedEntry } from './month-of-work.ts';
import type { Regency } from './regency.ts';

/** What ties entries to rows written before: items by code, targets by owner, year and ordinal. */
export interface WorkKeys {
  readonly itemIds: ReadonlyMap<string, string>;
  readonly targetId: (employeeId: string, year: number, ordinal: number) => string | undefined;
}

const ENTRIES_AT_ONCE = 2500;
const REQUEST = 'data-contoh';

// The events say what the entry said, in the very words of the one writer.
const WRITE = `WITH made AS (
    INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, target_id, description,
      volume, start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id,
      validated_by, uncovered_reason, sent_at, created_at, updated_at)
    SELECT id, work_date, employee_id, position_id, payroll_unit_id, item_id, target_id, description, volume,
      start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, validated_by,
      uncovered_reason, sent_at, created_at, updated_at
    FROM json_populate_recordset(NULL::activity, $1)
    RETURNING *
  ), said AS MATERIALIZED (
    SELECT id, date_trunc('month', uuid_extract_timestamp(id) AT TIME ZONE 'UTC')::date AS entry_month,
           ${contentSql('made')} AS content
    FROM made
  )
  INSERT INTO activity_event (entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id,
    reason_code, reason, content, at, request_id)
  SELECT said.entry_month, e.activity_id, e.seq, e.action, e.from_status, e.to_status, e.actor_id, e.part, e.chair_id,
    e.reason_code, e.reason, said.content, e.at, '${REQUEST}'
  FROM json_populate_recordset(NULL::activity_event, $2) e JOIN said ON said.id = e.activity_id`;

/**
 * Writes a month's entries with their histories. The trigger that holds each period while an entry changes is off
 * meanwhile: these months are being made, nobody can be closing them, and their rows are written first.
 */
export async function writeWork(tx: Tx, regency: Regency, keys: WorkKeys, order: MonthOrder): Promise<void> {
  // While the database writes one batch, the next one is made up.
  let writing: Promise<unknown> = Promise.resolve();
  for (const batch of batchesOf(monthOfWork(regency.chairs, order))) {
    const entries = JSON.stringify(batch.map(entry => entryRow(entry, keys)));
    const events = JSON.stringify(
      batch.flatMap(entry => entry.history.map((step, index) => eventRow(entry, step, index + 1))),
    );
    await writing;
    writing = tx.query(WRITE, [entries, events]);
    writing.catch(() => undefined); // reported by the await above or below
    await nextTurn(); // lets the statement leave before the next batch takes the processor
  }
  await writing;
}

function* batchesOf(people: Iterable<PlannedEntry[]>): Generator<PlannedEntry[]> {
  let batch: PlannedEntry[] = [];
  for (const entries of people) {
    batch.push(...entries);
    if (batch.length < ENTRIES_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The locks of the months, open. */
export async function writePeriods(tx: Tx, months: readonly Month[]): Promise<void> {
  await tx.query(
    `INSERT INTO payroll_period (month, kind, payroll_unit_id)
     SELECT m.month, 'TPP', u.id FROM unnest($1::date[]) AS m (month) CROSS JOIN payroll_unit u`,
    [months.map(firstDay)],
  );
}

function entryRow(entry: PlannedEntry, keys: WorkKeys): object {
  const { history, owner, chair, item } = entry;
  const last = history.at(-1)!;
  const verified = history.findLast(step => step.part === 'verifikator' && step.action === 'setujui');
  const validated = history.findLast(step => step.part === 'validator' && step.action === 'setujui');
  const year = Number(entry.day.slice(0, 4));
  return {
    id: entry.id,
    work_date: entry.day,
    employee_id: owner.id,
    position_id: chair.id,
    payroll_unit_id: chair.unit.payrollUnit.id,
    item_id: keys.itemIds.get(item.code),
    target_id: entry.targetOrdinal === undefined ? null : (keys.targetId(owner.id, year, entry.targetOrdinal) ?? null),
    description: entry.description,
    volume: entry.volume,
    start_minute: entry.start,
    end_minute: entry.end,
    points_per_unit: item.points,
    points: entry.points,
    status: last.to,
    version: history.length,
    verified_by: verified?.by?.person.id ?? null,
    verified_chair_id: verified?.by?.chair.id ?? null,
    validated_by: validated?.by?.person.id ?? null,
    uncovered_reason: entry.uncoveredReason ?? null,
    sent_at: history.findLast(step => step.action === 'kirim')?.at ?? null,
    created_at: history[0]!.at,
    updated_at: last.at,
  };
}

const eventRow = (entry: PlannedEntry, step: HistoryStep, seq: number): object => ({
  activity_id: entry.id,
  seq,
  action: step.action,
  from_status: step.from,
  to_status: step.to,
  actor_id: step.by?.person.id ?? entry.owner.id,
  part: step.part,
  chair_id: step.by?.chair.id ?? null,
  reason_code: step.reasonCode ?? null,
  reason: step.reason ?? null,
  at: step.at,
});
