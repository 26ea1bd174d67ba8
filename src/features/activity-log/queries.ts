import type { EntryStatus, Part } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf, type Holder } from '../organisation/queries.ts';
import { chairTitleOf, holdingOf } from '../review/history-queries.ts';
import { eventMonth, nearItsId, ownEntry } from './access.ts';

/** An entry as a list shows it. Volume is decimal text, times are minutes after midnight. */
export interface LoggedEntry {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly status: EntryStatus;
  readonly version: number;
  readonly itemName: string;
  readonly unitName: string;
  readonly description: string;
  readonly volume: string | null;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly points: number;
  readonly evidenceCount: number;
  /** When it was first written, draft or not. */
  readonly createdAt: Date;
  /** Name of the helper who prepared it; undefined where its owner did. */
  readonly preparedBy: string | undefined;
  /** The latest return, for an entry that waits for its owner. */
  readonly returned: Returned | undefined;
}

export interface Returned {
  readonly at: Date;
  readonly by: string;
  readonly reasonCode: string;
  readonly reason: string | null;
}

const RETURNED = `LEFT JOIN LATERAL (
    SELECT v.at, v.reason_code, v.reason, ${fullNameOf('by')} AS name
    FROM takar_entry_events(a.id) v JOIN employee by ON by.id = v.actor_id
    WHERE a.status = 'dikembalikan' AND v.action = 'kembalikan'
    ORDER BY v.seq DESC LIMIT 1
  ) r ON true`;
const ENTRY_COLUMNS = `a.id, a.work_date, a.status, a.version, i.name AS item_name, i.unit_name, a.description,
  trim_scale(a.volume)::text AS volume, a.start_minute, a.end_minute, a.points, a.created_at,
  (SELECT ${fullNameOf('h')} FROM employee h WHERE h.id = a.prepared_by) AS prepared_by_name,
  r.at AS returned_at, r.name AS returned_by, r.reason_code, r.reason`;

interface EntryRow {
  id: string;
  work_date: string;
  status: EntryStatus;
  version: number;
  item_name: string;
  unit_name: string;
  description: string;
  volume: string | null;
  start_minute: number | null;
  end_minute: number | null;
  points: number;
  evidence_count: number;
  created_at: Date;
  prepared_by_name: string | null;
  returned_at: Date | null;
  returned_by: string | null;
  reason_code: string | null;
  reason: string | null;
}

const entryFrom = (row: EntryRow): LoggedEntry => ({
  id: row.id,
  workDate: localDate(row.work_date),
  status: row.status,
  version: row.version,
  itemName: row.item_name,
  unitName: row.unit_name,
  description: row.description,
  volume: row.volume,
  startMinute: row.start_minute,
  endMinute: row.end_minute,
  points: row.points,
  evidenceCount: row.evidence_count,
  createdAt: row.created_at,
  preparedBy: row.prepared_by_name ?? undefined,
  returned:
    row.returned_at === null
      ? undefined
      : { at: row.returned_at, by: row.returned_by ?? '', reasonCode: row.reason_code ?? '', reason: row.reason },
});

export interface EvidenceRow {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
}

export interface OrderOfEntry {
  readonly id: string;
  readonly text: string;
}

/** An entry with all that its own page and its form need. */
export interface FullEntry extends LoggedEntry {
  readonly itemId: string;
  readonly targetId: string | null;
  readonly targetResult: string | null;
  readonly positionId: string;
  readonly pointsPerUnit: number;
  readonly verifiedBy: string | null;
  readonly verifiedChairId: string | null;
  /** The chair a letter names as validator, once verified. */
  readonly validatorChairId: string | null;
  readonly sentAt: Date | null;
  /** Why no item of the catalogue fits; only with the open-ended item. */
  readonly uncoveredReason: string | null;
  readonly preparedById: string | null;
  /** The superior's order that it carries out. */
  readonly order: OrderOfEntry | null;
  readonly evidence: readonly EvidenceRow[];
}

const ONE = prepared(
  'activity-log.one',
  `SELECT ${ENTRY_COLUMNS}, a.item_id, a.target_id, t.result AS target_result, a.position_id, a.points_per_unit,
     a.verified_by, a.verified_chair_id, a.validator_chair_id, a.sent_at, a.uncovered_reason, a.prepared_by,
     (SELECT jsonb_build_object('id', o.id, 'text', o.text) FROM task_order o WHERE o.activity_id = a.id) AS task_order,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'mediaType', e.media_type, 'size', e.size)
                                ORDER BY e.added_at, e.name, e.id), '[]'::jsonb)
      FROM evidence e WHERE e.activity_id = a.id AND e.removed_at IS NULL) AS evidence
   FROM activity a JOIN catalogue_item i ON i.id = a.item_id LEFT JOIN skp_target t ON t.id = a.target_id ${RETURNED}
   WHERE ${nearItsId('a', '$1::uuid')} AND ${ownEntry('a', '$2')}`,
);

interface FullRow extends Omit<EntryRow, 'evidence_count'> {
  item_id: string;
  target_id: string | null;
  target_result: string | null;
  position_id: string;
  points_per_unit: number;
  verified_by: string | null;
  verified_chair_id: string | null;
  validator_chair_id: string | null;
  sent_at: Date | null;
  uncovered_reason: string | null;
  prepared_by: string | null;
  task_order: OrderOfEntry | null;
  evidence: EvidenceRow[];
}

/** One of a person's own entries; undefined for anybody else's. */
export async function entryOf(sql: Sql, employeeId: string, id: string): Promise<FullEntry | undefined> {
  const { rows } = await sql.query<FullRow & Record<string, unknown>>(ONE, [id, employeeId]);
  const row = rows[0];
  if (!row) return undefined;
  return {
    ...entryFrom({ ...row, evidence_count: row.evidence.length }),
    itemId: row.item_id,
    targetId: row.target_id,
    targetResult: row.target_result,
    positionId: row.position_id,
    pointsPerUnit: row.points_per_unit,
    verifiedBy: row.verified_by,
    verifiedChairId: row.verified_chair_id,
    validatorChairId: row.validator_chair_id,
    sentAt: row.sent_at,
    uncoveredReason: row.uncovered_reason,
    preparedById: row.prepared_by,
    order: row.task_order,
    evidence: row.evidence,
  };
}

/** One step in the history of an entry. */
export interface HistoryEvent {
  readonly seq: number;
  readonly action: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly part: Part;
  readonly actorName: string;
  /** Title of the chair a superior decided from, and how it was held then; null for a step of the owner or a helper. */
  readonly chairTitle: string | null;
  readonly holding: Holder['kind'] | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

const HISTORY = prepared(
  'activity-log.history',
  `SELECT v.seq, v.action, v.from_status, v.to_status, v.part, ${fullNameOf('e')} AS actor_name, v.reason_code, v.reason, v.at,
     ${chairTitleOf('v')} AS chair_title, ${holdingOf('v')} AS holding
   FROM activity_event v JOIN employee e ON e.id = v.actor_id
   WHERE v.activity_id = $1::uuid AND v.entry_month = ${eventMonth('$1::uuid')} ORDER BY v.seq DESC`,
);

interface HistoryRow {
  seq: number;
  action: string;
  from_status: string | null;
  to_status: string | null;
  part: Part;
  actor_name: string;
  chair_title: string | null;
  holding: Holder['kind'] | null;
  reason_code: string | null;
  reason: string | null;
  at: Date;
}

/** The history of an entry, the latest step first. The caller has checked that it may be read. */
export async function historyOf(sql: Sql, id: string): Promise<HistoryEvent[]> {
  const { rows } = await sql.query<HistoryRow & Record<string, unknown>>(HISTORY, [id]);
  return rows.map(row => ({
    seq: row.seq,
    action: row.action,
    from: row.from_status,
    to: row.to_status,
    part: row.part,
    actorName: row.actor_name,
    chairTitle: row.chair_title,
    holding: row.holding,
    reasonCode: row.reason_code,
    reason: row.reason,
    at: row.at,
  }));
}
