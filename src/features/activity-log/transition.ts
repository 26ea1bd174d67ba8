import type { Edge, EntryStatus, Part } from '../../domain/activity/lifecycle.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import { prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { Conflict, PERIOD_CLOSED } from '../../platform/errors.ts';
import { claimSql, KeyTaken, type Use } from '../../platform/idempotency.ts';
import { eventMonth } from './access.ts';

/** An entry as it was read before the step: what the conditional update expects to find still. */
export interface EntryAsRead {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly version: number;
  readonly status: EntryStatus;
}

/** What an entry says and whom it has passed: the columns that a step may set. Volume is decimal text. */
export interface EntryFields {
  readonly workDate: LocalDate;
  readonly positionId: string;
  readonly payrollUnitId: string;
  readonly itemId: string;
  readonly targetId: string | null;
  readonly description: string;
  readonly volume: string | null;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly pointsPerUnit: number;
  readonly points: number;
  readonly verifiedBy: string | null;
  readonly verifiedChairId: string | null;
  /** The chair a letter names as validator, at which that step starts; null where the tree holds. */
  readonly validatorChairId: string | null;
  readonly validatedBy: string | null;
  /** Why no item of the catalogue fits; only with the open-ended item. */
  readonly uncoveredReason: string | null;
  readonly sentAt: Date | null;
}

/** Who does a step, as what, when and why. */
export interface Doing {
  readonly actorId: string;
  readonly part: Part;
  /** The chair the person decides from; absent for the owner. */
  readonly chairId?: string | undefined;
  readonly reasonCode?: string | undefined;
  readonly reason?: string | undefined;
  /** Decisions taken by one press carry the same batch. */
  readonly batchId?: string | undefined;
  /** Domain time. */
  readonly at: Date;
  readonly requestId: string;
}

export interface Transition extends Doing {
  readonly entry: EntryAsRead;
  readonly edge: Pick<Edge, 'action' | 'to'>;
  readonly set?: Partial<EntryFields>;
}

/** Somebody changed the entry since it was read (409). */
export class ChangedMeanwhile extends Conflict {
  constructor() {
    super(
      'Kegiatan ini sudah diubah dari perangkat atau oleh orang lain. Muat ulang halaman untuk melihat isinya sekarang.',
    );
  }
}

/** The entry's month is closed for the unit that pays it (409). */
export class PeriodClosed extends Conflict {
  constructor(workDate: LocalDate) {
    super(`Periode ${monthInWords(monthOf(workDate))} sudah ditutup. Kegiatan bulan itu tidak dapat diubah lagi.`);
  }
}

const COLUMNS: Readonly<Record<keyof EntryFields, string>> = {
  workDate: 'work_date',
  positionId: 'position_id',
  payrollUnitId: 'payroll_unit_id',
  itemId: 'item_id',
  targetId: 'target_id',
  description: 'description',
  volume: 'volume',
  startMinute: 'start_minute',
  endMinute: 'end_minute',
  pointsPerUnit: 'points_per_unit',
  points: 'points',
  verifiedBy: 'verified_by',
  verifiedChairId: 'verified_chair_id',
  validatorChairId: 'validator_chair_id',
  validatedBy: 'validated_by',
  uncoveredReason: 'uncovered_reason',
  sentAt: 'sent_at',
};

/**
 * What an entry says at the moment of an event, as kept in `activity_event.content`: the history can show what was
 * sent and what exactly a superior decided on, whatever is corrected later. `entry` is the alias of an activity row.
 */
export const contentSql = (entry: string): string => `jsonb_build_object(
  'workDate', ${entry}.work_date, 'itemId', ${entry}.item_id, 'targetId', ${entry}.target_id,
  'description', ${entry}.description, 'volume', ${entry}.volume::text, 'startMinute', ${entry}.start_minute,
  'endMinute', ${entry}.end_minute, 'pointsPerUnit', ${entry}.points_per_unit, 'points', ${entry}.points,
  'evidence', (SELECT coalesce(jsonb_agg(e.sha256 ORDER BY e.id), '[]'::jsonb) FROM evidence e
               WHERE e.activity_id = ${entry}.id AND e.removed_at IS NULL))`;

/** The columns of an event as every statement writes them. */
export const EVENT_COLUMNS = `entry_month, activity_id, seq, action, from_status, to_status, actor_id, part, chair_id,
  reason_code, reason, content, at, request_id, batch_id`;

/** Parameters 1 to 11 of every statement here; the values that differ follow. */
const doingValues = (doing: Doing, action: string, from: string | null, to: string): unknown[] => [
  action,
  from,
  to,
  doing.actorId,
  doing.part,
  doing.chairId ?? null,
  doing.reasonCode ?? null,
  doing.reason ?? null,
  doing.at,
  doing.requestId,
  doing.batchId ?? null,
];
const eventFrom = (source: string, seq: string): string => `INSERT INTO activity_event (${EVENT_COLUMNS})
  SELECT ${eventMonth(`${source}.id`)}, ${source}.id, ${seq}, $1::text, $2::text, $3::text, $4::uuid, $5::text, $6::uuid,
         $7::text, $8::text, ${contentSql(source)}, $9::timestamptz, $10::text, $11::uuid
  FROM ${source}`;

/** Its files go with it; the event, which sees what was there before the statement, still names them. */
const DELETE_ENTRY = `WITH gone AS (
    DELETE FROM activity WHERE id = $12 AND work_date = $13 AND status = $2::text AND version = $14 RETURNING *),
  taken_off AS (UPDATE evidence v SET removed_at = $9 FROM gone WHERE v.activity_id = gone.id AND v.removed_at IS NULL)
  ${eventFrom('gone', 'gone.version + 1')}`;

/** A volume on its way into the table: refused where it and the day's others are more than the catalogue allows (TK004). */
const volumeThatDay = (volume: string, employee: string, day: string, item: string, entry: string): string =>
  `takar_volume_that_day(${volume}, ${employee}, ${day}, ${item}, ${entry})`;

/** The conditional update with the columns a step sets, and its event, in one statement. */
function updateStatement(columns: readonly string[]): string {
  const valueOf = (column: string): string =>
    columns.includes(column) ? `$${String(15 + columns.indexOf(column))}` : column;
  const volume = volumeThatDay(valueOf('volume'), 'employee_id', valueOf('work_date'), valueOf('item_id'), 'id');
  const assignments = columns.map(column => `, ${column} = ${column === 'volume' ? volume : valueOf(column)}`).join('');
  return `WITH changed AS (
    UPDATE activity SET status = $3::text, version = version + 1, updated_at = $9::timestamptz${assignments}
    WHERE id = $12 AND work_date = $13 AND status = $2::text AND version = $14 RETURNING *)
  ${eventFrom('changed', 'changed.version')}`;
}

/**
 * The one writer of every step of an entry: a conditional update (status and version as read) and the event of the step,
 * in the caller's transaction. The version goes up by one and is the event's `seq`, so that the history replays to the
 * entry exactly; the event keeps what the entry said.
 * @returns the entry's new version
 * @throws ChangedMeanwhile when the entry is no longer as it was read, PeriodClosed when its month is closed
 */
export async function applyTransition(tx: Tx, step: Transition): Promise<number> {
  const { entry, edge } = step;
  const fields = Object.entries(step.set ?? {}) as [keyof EntryFields, unknown][];
  const values = [...doingValues(step, edge.action, entry.status, edge.to), entry.id, entry.workDate, entry.version];
  const written =
    edge.to === 'terhapus'
      ? await orClosed(entry.workDate, tx.query(DELETE_ENTRY, values))
      : await orClosed(
          step.set?.workDate ?? entry.workDate,
          tx.query(updateStatement(fields.map(([field]) => COLUMNS[field])), [...values, ...fields.map(([, v]) => v)]),
        );
  if (written.rowCount !== 1) throw new ChangedMeanwhile();
  return entry.version + 1;
}

export interface NewEntry extends Omit<
  EntryFields,
  'verifiedBy' | 'verifiedChairId' | 'validatorChairId' | 'validatedBy' | 'sentAt'
> {
  readonly id: string;
  readonly employeeId: string;
  readonly status: 'draf' | 'dikirim';
  /** The named helper who prepared it as a draft; null where the owner wrote it. */
  readonly preparedBy: string | null;
}

/** @param claim the CTE from whose row the entry is made, where it is made at most once per key */
const createStatement = (claim?: string): string => `WITH ${claim === undefined ? '' : `claim AS (${claim}), `}made AS (
    INSERT INTO activity (id, work_date, position_id, payroll_unit_id, item_id, target_id, description,
      volume, start_minute, end_minute, points_per_unit, points, uncovered_reason, prepared_by, employee_id, status, version,
      sent_at, created_at, updated_at)
    SELECT $12::uuid, $13::date, $14::uuid, $15::uuid, $16::uuid, $17::uuid, $18::text,
      ${volumeThatDay('$19::numeric', '$26::uuid', '$13::date', '$16::uuid', '$12::uuid')}, $20::smallint,
      $21::smallint, $22::int, $23::int, $24::text, $25::uuid, $26::uuid, $3::text, 1,
      CASE WHEN $3::text = 'dikirim' THEN $9::timestamptz END, $9::timestamptz, $9::timestamptz
      ${claim === undefined ? '' : 'FROM claim'} RETURNING *)
  ${eventFrom('made', '1')}`;
const CREATE = prepared('activity-log.create', createStatement());
const CREATE_ONCE = prepared('activity-log.create_once', createStatement(claimSql('$27', '$28', '$29', '$30')));

/** The key of a submission, and the result to keep under it. */
export interface Kept {
  readonly use: Use;
  readonly result: unknown;
}

/**
 * Writes a new entry at version 1 with its first event ('kirim' when it is sent at once, else 'buat'; from no status), in
 * one statement. Its evidence rows are written before, so that the event lists them.
 * @param kept with it, the same statement claims the key of the submission and keeps its result
 * @throws KeyTaken where the key has had its effect meanwhile; PeriodClosed when the month is closed for the unit that pays it
 */
export async function createEntry(
  sql: Sql,
  entry: NewEntry,
  doing: Omit<Doing, 'actorId' | 'part'>,
  kept?: Kept,
): Promise<void> {
  const helper = entry.preparedBy;
  const action = entry.status === 'dikirim' ? 'kirim' : 'buat';
  const who =
    helper === null
      ? ({ actorId: entry.employeeId, part: 'pemilik' } as const)
      : ({ actorId: helper, part: 'pembantu' } as const);
  const values = doingValues({ ...doing, ...who }, action, null, entry.status);
  const written = await orClosed(
    entry.workDate,
    sql.query(kept ? CREATE_ONCE : CREATE, [
      ...values,
      entry.id,
      entry.workDate,
      entry.positionId,
      entry.payrollUnitId,
      entry.itemId,
      entry.targetId,
      entry.description,
      entry.volume,
      entry.startMinute,
      entry.endMinute,
      entry.pointsPerUnit,
      entry.points,
      entry.uncoveredReason,
      helper,
      entry.employeeId,
      ...(kept ? [kept.use.actorId, kept.use.key, kept.use.hash, JSON.stringify(kept.result)] : []),
    ]),
  );
  if (written.rowCount !== 1) throw new KeyTaken();
}

/** Says which month is closed where the database refuses a write for it. @throws PeriodClosed */
export async function orClosed<Result>(workDate: LocalDate, write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (sqlStateOf(error) !== PERIOD_CLOSED) throw error;
    // An edit may move an entry from one month to another: the trigger names the one that is closed.
    const named = /^period (\d{4}-\d{2}-\d{2}) /.exec((error as Error).message)?.[1];
    throw new PeriodClosed(named === undefined ? workDate : localDate(named));
  }
}
