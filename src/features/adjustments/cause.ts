import { firstDay, type Month } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';

/**
 * Where a cause comes from: a superior's decision after the close, an objection upheld after it, a corrected fact, a move
 * written with a date in a closed month, or the personnel office asking for a computation.
 */
export type CauseKind = 'keputusan' | 'keberatan' | 'fakta' | 'mutasi' | 'manual';

/** Why a person's closed month has to be computed again; an amount it never holds. */
export interface Cause {
  readonly employeeId: string;
  readonly month: Month;
  readonly kind: CauseKind;
  /** The id of what happened: an entry, an objection, a proposal of a fact. */
  readonly ref?: string | undefined;
  /** In words, as personnel and the person read it; asked for where the kind is 'manual'. */
  readonly note?: string | undefined;
  /** Who did it; null for the system. */
  readonly actorId: string | null;
  /** Domain time. */
  readonly at: Date;
}

const LEAVE = `INSERT INTO adjustment_cause (employee_id, month, kind, ref, note, actor_id, at)
  SELECT c.employee_id, c.month, c.kind, c.ref, c.note, c.actor_id, c.at
  FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[])
    AS c (employee_id, month, kind, ref, note, actor_id, at)`;

/**
 * Leaves causes in the transaction of what causes them: the next run of the person computes the month again and carries
 * the difference (rulings.md 16 to 18, docs/adr/0028-adjustments.md). One statement, however many there are.
 */
export async function leaveCauses(tx: Tx, causes: readonly Cause[]): Promise<void> {
  if (causes.length === 0) return;
  await tx.query(LEAVE, [
    causes.map(cause => cause.employeeId),
    causes.map(cause => firstDay(cause.month)),
    causes.map(cause => cause.kind),
    causes.map(cause => cause.ref ?? null),
    causes.map(cause => cause.note ?? null),
    causes.map(cause => cause.actorId),
    causes.map(cause => cause.at),
  ]);
}

/** Leaves one cause; see `leaveCauses`. */
export async function leaveCause(tx: Tx, cause: Cause): Promise<void> {
  await leaveCauses(tx, [cause]);
}
