import { firstDay, type Month } from '../../domain/month.ts';
import { OWN_PAY, periodText, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { enqueue, MANY_UNITS } from '../jobs/queue.ts';
import type { Period } from './queries.ts';

/** What is done with every ticked unit. */
export type BatchAction = 'tutup' | 'setujui';

/** A ticked unit: its period as read now, and the version of its run on the page that was ticked (0 while open). */
export interface BatchUnit {
  readonly period: Period;
  readonly version: number;
}

/** Stands for the run of a unit that has none. */
export const NO_RUN = '-';

const NEW =
  'INSERT INTO period_batch (month, kind, action, asked, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id';

/**
 * Records which units somebody wants closed or approved, and has a job work through them (`manyUnitsJob`): a close also
 * judges the days of its unit, which for a whole regency takes longer than a page may. The same key by the same person
 * gives the first batch again.
 * @returns the batch, whose items will say what became of each unit
 * @throws KeyReused when the key was used for other units
 */
export async function askBatch(
  deps: Deps,
  actor: Actor,
  of: {
    readonly month: Month;
    /** A special payment's code; the month's own pay where it is left out. */
    readonly kind?: PaymentKind;
    readonly action: BatchAction;
    readonly units: readonly BatchUnit[];
    readonly key: string;
  },
): Promise<string> {
  const { month, kind = OWN_PAY, action, units } = of;
  const period = periodText({ month, kind });
  const asked = units.map(({ period, version }) => `${period.unit.code}:${String(version)}`);
  const use = {
    actorId: actor.employeeId,
    key: of.key,
    hash: requestHash('payroll-runs.batch', { month: period, action, asked }),
  };
  const at = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const { result } = await once(tx, use, async () => {
      const values = [firstDay(month), kind, action, asked, actor.employeeId, at];
      const batchId = (await tx.query<{ id: string }>(NEW, values)).rows[0]!.id;
      const trail = { action: `periode.${action}_borongan`, objectType: 'period_batch', objectId: batchId };
      await audit(tx, { at, actorId: actor.employeeId, ...trail, after: { month: period, units: asked } });
      // The runs as they are now: one that takes a run's place before the job comes to it is not what was ticked.
      const runs = units.map(({ period }) => period.run?.id ?? NO_RUN).join(' ');
      const payload = { periodBatchId: batchId, accountId: actor.accountId, runs };
      await enqueue(tx, { kind: MANY_UNITS, payload, createdBy: actor.employeeId, payrollUnitId: null });
      return { batchId };
    });
    return result.batchId;
  });
}
