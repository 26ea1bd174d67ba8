import type { Edge, EntryStatus } from '../../domain/activity/lifecycle.ts';
import { prepared, type Prepared, type Tx } from '../../platform/database/sql.ts';
import { eventMonth } from './access.ts';
import { ChangedMeanwhile, contentSql, EVENT_COLUMNS, orClosed, type Doing, type EntryAsRead } from './transition.ts';

/** Who signed an entry: the columns that a superior's step may set. */
export interface Signatures {
  readonly verifiedBy?: string | null;
  readonly verifiedChairId?: string | null;
  readonly validatorChairId?: string | null;
  readonly validatedBy?: string | null;
}

/** One of several steps taken together. */
export interface BatchedStep {
  readonly entry: EntryAsRead;
  readonly to: EntryStatus;
  /** The chair the person decides from. */
  readonly chairId: string;
  /** All steps of a batch set the same columns. */
  readonly set: Signatures;
}

/** Several steps of one kind by one person at one moment. */
export interface TransitionBatch extends Omit<Doing, 'chairId'> {
  readonly action: Edge['action'];
  readonly steps: readonly BatchedStep[];
}

const COLUMNS: Readonly<Record<keyof Signatures, string>> = {
  verifiedBy: 'verified_by',
  verifiedChairId: 'verified_chair_id',
  validatorChairId: 'validator_chair_id',
  validatedBy: 'validated_by',
};

/*
 * $1 action, $2 actor, $3 part, $4 and $5 reason, $6 instant, $7 request, $8 batch; arrays, one element an entry: $9 ids, $10
 * days, $11 versions, $12 and $13 from and to, $14 chairs, and from $15 on the signatures.
 */
function statement(fields: readonly (keyof Signatures)[]): Prepared {
  const columns = fields.map(field => COLUMNS[field]);
  const arrays = columns.map((_, index) => `, $${String(15 + index)}::uuid[]`).join('');
  const set = columns.map(column => `, ${column} = s.${column}`).join('');
  return prepared(
    `activity-log.steps.${fields.map(field => Object.keys(COLUMNS).indexOf(field)).join('')}`,
    `WITH changed AS (
       UPDATE activity a SET status = s.to_status, version = a.version + 1, updated_at = $6::timestamptz${set}
       FROM unnest($9::uuid[], $10::date[], $11::int[], $12::text[], $13::text[], $14::uuid[]${arrays})
         AS s (id, work_date, version, from_status, to_status, chair_id${columns.map(column => `, ${column}`).join('')})
       WHERE a.id = s.id AND a.work_date = s.work_date AND a.status = s.from_status AND a.version = s.version
       RETURNING a.*, s.from_status, s.chair_id)
     INSERT INTO activity_event (${EVENT_COLUMNS})
     SELECT ${eventMonth('c.id')}, c.id, c.version, $1::text, c.from_status, c.status, $2::uuid, $3::text, c.chair_id,
       $4::text, $5::text, ${contentSql('c')}, $6::timestamptz, $7::text, $8::uuid
     FROM changed c ORDER BY c.id`,
  );
}

const STATEMENTS = new Map<string, Prepared>();

function statementFor(fields: readonly (keyof Signatures)[]): Prepared {
  const name = fields.join();
  const known = STATEMENTS.get(name) ?? statement(fields);
  STATEMENTS.set(name, known);
  return known;
}

/**
 * Takes a superior's step on several entries at once, each of them as `applyTransition` does on one: conditional on its
 * status and version as read, version up by one, its own event. One statement however many there are, and all or none.
 * @throws ChangedMeanwhile when one of the entries is no longer as it was read, PeriodClosed when a month is closed
 */
export async function applyTransitions(tx: Tx, batch: TransitionBatch): Promise<void> {
  const { steps } = batch;
  const [first] = steps;
  if (first === undefined) return;
  const fields = (Object.keys(COLUMNS) as (keyof Signatures)[]).filter(field => first.set[field] !== undefined);
  const written = await orClosed(
    first.entry.workDate,
    tx.query(statementFor(fields), [
      batch.action,
      batch.actorId,
      batch.part,
      batch.reasonCode ?? null,
      batch.reason ?? null,
      batch.at,
      batch.requestId,
      batch.batchId ?? null,
      steps.map(({ entry }) => entry.id),
      steps.map(({ entry }) => entry.workDate),
      steps.map(({ entry }) => entry.version),
      steps.map(({ entry }) => entry.status),
      steps.map(({ to }) => to),
      steps.map(({ chairId }) => chairId),
      ...fields.map(field => steps.map(({ set }) => set[field] ?? null)),
    ]),
  );
  if (written.rowCount !== steps.length) throw new ChangedMeanwhile();
}
