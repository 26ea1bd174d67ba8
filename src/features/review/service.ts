import { decide, type Blocker, type EntryStatus } from '../../domain/activity/lifecycle.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { clock, instant } from '../../platform/render/format.ts';
import { applyTransition, PeriodClosed, type EntryFields } from '../activity-log/transition.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { lockStep, type StepRow } from './entry-queries.ts';
import type { DecisionForm } from './forms.ts';
import type { Step } from './step.ts';

/** A decision that was written. */
export interface Decided {
  readonly ownerName: string;
  readonly to: EntryStatus;
}

/**
 * Decides one step of one entry. In one transaction the entry is locked, authority, state and period are read again
 * (a chair may have changed hands since the page was shown: assurance T06), judged by the domain and written with the
 * chair the person acts from.
 * @throws NotFound when the step is not the actor's (rulings.md 18a)
 * @throws Conflict when it was decided, withdrawn or changed meanwhile, or its month is closed; says what happened
 */
export async function decideEntry(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  actor: Pick<Actor, 'employeeId'>,
  step: Step,
  id: string,
  form: DecisionForm,
  requestId: string,
): Promise<Decided> {
  if (!isUuid(id)) throw new NotFound('entry');
  return transaction(deps.pool, async tx => {
    const at = deps.clock.now();
    const row = await lockStep(tx, step, actor.employeeId, dayIn(deps.regency.zone, at), id);
    if (!row?.mine || row.chairId === null) throw new NotFound('entry');
    if (row.status !== step.waits) throw new Conflict(sayMoved(row, at, deps.regency.zone));
    if (row.version !== form.version)
      throw new Conflict(`Kegiatan ini baru saja diubah ${row.ownerName}. Baca lagi isinya, lalu putuskan.`);

    const decision = decide(form.action, {
      status: row.status,
      parts: [step.part],
      actorIsOwner: row.ownerId === actor.employeeId,
      actorVerified: row.verifiedBy === actor.employeeId,
      oneStep: row.oneStep,
      periodOpen: row.periodOpen,
      reasonCode: form.reasonCode,
      reason: form.reason,
    });
    if (!decision.ok) throw refusal(decision.blockers, row);
    const { edge } = decision;
    if (edge.to === 'terhapus') throw new Error('a superior never removes an entry');
    await applyTransition(tx, {
      entry: { id, workDate: row.workDate, version: row.version, status: row.status },
      edge,
      actorId: actor.employeeId,
      part: step.part,
      chairId: row.chairId,
      reasonCode: form.reasonCode,
      reason: form.reason,
      at,
      requestId,
      set: signatures(step, edge.to, actor.employeeId, row.chairId),
    });
    return { ownerName: row.ownerName, to: edge.to };
  });
}

/** Who signed, after the step. A return keeps the verifier: that person is told of it. */
function signatures(step: Step, to: EntryStatus, actorId: string, chairId: string): Partial<EntryFields> {
  if (to === 'dikembalikan') return {};
  return step.name === 'verifikasi'
    ? { verifiedBy: actorId, verifiedChairId: chairId, validatedBy: null }
    : { validatedBy: actorId };
}

/** What happened to an entry that no longer waits for the step. */
function sayMoved(row: StepRow, now: Date, zone: Zone): string {
  if (row.status === 'draf') return `Kegiatan ini sudah ditarik ${row.ownerName}. Tidak ada yang perlu diputuskan.`;
  if (row.status === 'dikirim' || !row.lastDecision)
    return `Kegiatan ini dikirim ulang ${row.ownerName} dan menunggu verifikasi.`;
  const { name, at } = row.lastDecision;
  const when = dayIn(zone, at) === dayIn(zone, now) ? `pukul ${clock(at, zone)}` : `pada ${instant(at, zone)}`;
  return `Kegiatan ini sudah diputuskan oleh ${name} ${when}.`;
}

/** A refusal of the domain in words; what cannot be the actor's at all does not exist for them. */
function refusal(blockers: readonly Blocker[], row: StepRow): Error {
  if (blockers.includes('period-closed')) return new PeriodClosed(row.workDate);
  if (blockers.includes('same-person') || blockers.includes('not-your-part')) return new NotFound('entry');
  return new Conflict('Keputusan ini perlu alasan. Pilih alasan, lalu simpan lagi.');
}
