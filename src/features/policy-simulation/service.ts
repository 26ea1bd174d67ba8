import { monthInWords, type Month } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import { monthIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { enqueue, SIMULATE } from '../jobs/queue.ts';
import type { DraftBundle } from '../policy-drafts/draft-bundle.ts';
import { candidateOf } from './candidate.ts';
import { inForceFor } from './simulate.ts';

/** A simulation asked for on a page. */
export interface AskedSimulation {
  readonly draft: DraftBundle;
  readonly month: Month;
  /** Payroll units by id; null: the whole regency. */
  readonly unitIds: readonly string[] | null;
  readonly key: string;
}

/**
 * Has a job simulate a past month by a draft as it stands. The same key by the same person gives the first job again.
 * @returns the job
 * @throws Conflict for a month that is not over or has no regulation in force, and for a draft that does not load;
 *   KeyReused when the key was used for something else
 */
export async function askSimulation(
  deps: Deps,
  actor: Actor,
  { draft, month, unitIds, key }: AskedSimulation,
): Promise<string> {
  await refuseMonth(deps, month);
  refuseText(draft);
  const hash = requestHash('policy-simulation.ask', { draft: draft.id, hash: draft.hash, month, units: unitIds });
  const at = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const { result } = await once(tx, { actorId: actor.employeeId, key, hash }, async () => {
      const simulationId = newId(at);
      const payload = { simulationId, draftId: draft.id, hash: draft.hash, month, units: (unitIds ?? []).join(' ') };
      const jobId = await enqueue(tx, { kind: SIMULATE, payload, createdBy: actor.employeeId, payrollUnitId: null });
      await audit(tx, {
        at,
        actorId: actor.employeeId,
        action: 'peraturan.simulasi',
        objectType: 'regulation_draft',
        objectId: draft.id,
        after: { simulationId, hash: draft.hash, month, units: unitIds },
      });
      return { jobId };
    });
    return result.jobId;
  });
}

async function refuseMonth(deps: Deps, month: Month): Promise<void> {
  if (month >= monthIn(deps.regency.zone, deps.clock.now()))
    throw new Conflict(`${monthInWords(month)} belum berakhir. Pilih bulan yang sudah berakhir.`);
  if ((await inForceFor(deps.pool, month)) === undefined)
    throw new Conflict(`Tidak ada peraturan TPP yang berlaku pada ${monthInWords(month)}.`);
}

function refuseText({ policy }: DraftBundle): void {
  const read = candidateOf(policy);
  if (read.ok) return;
  const [first] = read.problems;
  throw new Conflict(
    `Naskah draf belum lengkap: baris ${String(first?.line ?? 1)}, ${first?.reason ?? ''}. Perbaiki dulu, lalu mulai simulasi.`,
  );
}
