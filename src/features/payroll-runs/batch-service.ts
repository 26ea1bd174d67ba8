import { firstDay, type Month } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Period } from './queries.ts';
import { approveIn, closeIn, type Started } from './service.ts';

/** What is done with every ticked unit. */
export type BatchAction = 'tutup' | 'setujui';

/** A ticked unit: its period as read now, and the version of its run on the page that was ticked (0 while open). */
export interface BatchUnit {
  readonly period: Period;
  readonly version: number;
}

const NEW =
  'INSERT INTO period_batch (month, action, asked, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5) RETURNING id';
const DONE = 'SELECT payroll_unit_id AS id FROM period_batch_item WHERE batch_id = $1';
const ITEM = `INSERT INTO period_batch_item (batch_id, payroll_unit_id, run_id, refusal) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING`;

/**
 * Closes or approves many units, each in a transaction of its own: one that is refused leaves the others. The same key by
 * the same person goes on with the first batch where it stopped, and does nothing twice.
 * @returns the batch, whose items say what became of each unit
 * @throws KeyReused when the key was used for other units
 */
export async function runBatch(
  deps: Deps,
  actor: Actor,
  of: {
    readonly month: Month;
    readonly action: BatchAction;
    readonly units: readonly BatchUnit[];
    readonly key: string;
  },
): Promise<string> {
  const { month, action, units } = of;
  const asked = units.map(({ period, version }) => `${period.unit.code}:${String(version)}`);
  const use = {
    actorId: actor.employeeId,
    key: of.key,
    hash: requestHash('payroll-runs.batch', { month, action, asked }),
  };
  const at = deps.clock.now();
  const { batchId } = await transaction(deps.pool, async tx => {
    const { result } = await once(tx, use, async () => {
      const values = [firstDay(month), action, asked, actor.employeeId, at];
      const batchId = (await tx.query<{ id: string }>(NEW, values)).rows[0]!.id;
      const trail = { action: `periode.${action}_borongan`, objectType: 'period_batch', objectId: batchId };
      await audit(tx, { at, actorId: actor.employeeId, ...trail, after: { month, units: asked } });
      return { batchId };
    });
    return result;
  });
  const done = new Set((await deps.pool.query<{ id: string }>(DONE, [batchId])).rows.map(row => row.id));
  for (const unit of units) if (!done.has(unit.period.unit.id)) await one(deps, actor, batchId, action, unit);
  return batchId;
}

async function one(deps: Deps, actor: Actor, batchId: string, action: BatchAction, ticked: BatchUnit): Promise<void> {
  const { unit, month, run } = ticked.period;
  try {
    await transaction(deps.pool, async tx => {
      const act = async (): Promise<Started> => {
        if (action === 'tutup') return closeIn(deps, tx, actor, month, unit);
        if (!run) throw new Conflict('Periode ini belum ditutup.');
        return approveIn(deps, tx, actor, run.id, ticked.version);
      };
      const { runId } = await act();
      await tx.query(ITEM, [batchId, unit.id, runId, null]);
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    await deps.pool.query(ITEM, [batchId, unit.id, null, error.reason]);
  }
}
