import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { nearItsId } from '../activity-log/access.ts';
import { fullNameOf, type Holder } from '../organisation/queries.ts';
import { holdingOf } from './history-queries.ts';
import type { Step } from './step.ts';

export const HISTORY_ACTIONS = ['setujui', 'kembalikan', 'tolak', 'batalkan'] as const;
export type HistoryAction = (typeof HISTORY_ACTIONS)[number];

/** A decision of one's own. */
export interface OwnDecision {
  readonly entryId: string;
  readonly seq: number;
  readonly action: HistoryAction;
  readonly at: Date;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly batchId: string | null;
  readonly holding: Holder['kind'] | null;
  /** Null where the entry is gone: its owner withdrew and deleted it later. */
  readonly entry: {
    readonly ownerName: string;
    readonly workDate: LocalDate;
    readonly itemName: string;
    readonly status: string;
    readonly points: number;
  } | null;
}

/** Rows of one page. */
export const HISTORY_ROWS = 50;
// $1 actor, $2 part, $3 action or null, $4 and $5 first and last day of the month, $6 zone, $7 and $8 the anchor.
const OWN = prepared(
  'review.own_decisions',
  `WITH mine AS (
     SELECT h.* FROM activity_event h
     WHERE h.actor_id = $1 AND h.part = $2 AND h.action = ANY (ARRAY['setujui', 'kembalikan', 'tolak', 'batalkan'])
       AND ($3::text IS NULL OR h.action = $3)
       AND h.at >= ($4::date::timestamp AT TIME ZONE $6) AND h.at < (($5::date + 1)::timestamp AT TIME ZONE $6)
   )
   SELECT h.activity_id, h.seq, h.action, h.at, h.reason_code, h.reason, h.batch_id, ${holdingOf('h')} AS holding,
     ${fullNameOf('e')} AS owner_name, a.work_date, i.name AS item_name, a.status, a.points
   FROM mine h
   LEFT JOIN activity a ON ${nearItsId('a', 'h.activity_id')}
   LEFT JOIN employee e ON e.id = a.employee_id LEFT JOIN catalogue_item i ON i.id = a.item_id
   WHERE $7::uuid IS NULL OR (h.at, h.activity_id, h.seq) < (
     SELECT m.at, m.activity_id, m.seq FROM mine m WHERE m.activity_id = $7 AND m.seq = $8)
   ORDER BY h.at DESC, h.activity_id DESC, h.seq DESC LIMIT ${String(HISTORY_ROWS + 1)}`,
);

export interface HistoryQuestion {
  readonly step: Step;
  readonly actorId: string;
  readonly month: Month;
  readonly zone: string;
  readonly action: HistoryAction | undefined;
  /** The last row of the page before. */
  readonly after: { readonly entryId: string; readonly seq: number } | undefined;
}

/** A page of one's own decisions of a month, the latest first, and whether more follow. One statement. */
export async function ownDecisions(
  sql: Sql,
  { step, actorId, month, zone, action, after }: HistoryQuestion,
): Promise<{ readonly rows: readonly OwnDecision[]; readonly more: boolean }> {
  const { rows } = await sql.query<{
    activity_id: string;
    seq: number;
    action: HistoryAction;
    at: Date;
    reason_code: string | null;
    reason: string | null;
    batch_id: string | null;
    holding: Holder['kind'] | null;
    owner_name: string;
    work_date: string | null;
    item_name: string | null;
    status: string | null;
    points: number | null;
  }>(OWN, [
    actorId,
    step.part,
    action ?? null,
    firstDay(month),
    lastDay(month),
    zone,
    after?.entryId ?? null,
    after?.seq ?? null,
  ]);
  const decisions = rows.slice(0, HISTORY_ROWS).map(row => ({
    entryId: row.activity_id,
    seq: row.seq,
    action: row.action,
    at: row.at,
    reasonCode: row.reason_code,
    reason: row.reason,
    batchId: row.batch_id,
    holding: row.holding,
    entry:
      row.work_date === null
        ? null
        : {
            ownerName: row.owner_name,
            workDate: localDate(row.work_date),
            itemName: row.item_name ?? '',
            status: row.status ?? '',
            points: row.points ?? 0,
          },
  }));
  return { rows: decisions, more: rows.length > HISTORY_ROWS };
}
