import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { decide, type Blocker, type Edge, type EntryStatus } from '../../domain/activity/lifecycle.ts';
import { applyTransitions, type Signatures } from '../activity-log/transition-batch.ts';
import { dateShort, ended } from '../../platform/render/format.ts';
import { notify } from '../notifications/service.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { workflowOn } from '../workflow/settings.ts';
import { lastDecisionOf, lockSteps, type StepRow } from './entry-queries.ts';
import type { DecisionForm } from './forms.ts';
import { leaveLate, MonthInComputation, NoWayBack } from './late.ts';
import { sayMoved } from './moved.ts';
import type { Step } from './step.ts';

/** A decision that was written. */
export interface Decided {
  readonly ownerName: string;
  readonly to: EntryStatus;
  /** The month was closed before: what it changes of the pay comes as an adjustment. */
  readonly late: boolean;
}

/** What decisions need of the application. */
export type ReviewDeps = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/**
 * Decides one step of one entry. In one transaction the entry is locked, authority, state and period are read again
 * (a chair may have changed hands since the page was shown: assurance T06), judged by the domain and written with the
 * chair the person acts from.
 * @throws NotFound when the step is not the actor's (rulings.md 18a)
 * @throws Conflict when it was decided, withdrawn or changed meanwhile, or its month is being computed; says what happened
 */
export async function decideEntry(
  deps: ReviewDeps,
  actor: Pick<Actor, 'employeeId'>,
  step: Step,
  id: string,
  form: DecisionForm,
  requestId: string,
): Promise<Decided> {
  if (!isUuid(id)) throw new NotFound('entry');
  return transaction(deps.pool, async tx => {
    const at = deps.clock.now();
    const today = dayIn(deps.regency.zone, at);
    const row = (await lockSteps(tx, step, { actorId: actor.employeeId, today }, [id])).get(id);
    if (!row?.mine || row.chairId === null) throw new NotFound('entry');
    if (row.status !== step.waits)
      throw new Conflict(sayMoved(row, await lastDecisionOf(tx, id), at, deps.regency.zone));
    if (row.version !== form.version)
      throw new Conflict(`${ended(`Kegiatan ini baru saja diubah ${row.ownerName}`)} Baca lagi isinya, lalu putuskan.`);
    const edge = judge(step, row, actor.employeeId, form);
    if (edge.action === 'setujui') await refuseOwnHand(tx, deps, actor.employeeId, row, at);
    await writeDecisions(tx, [{ row, edge }], { step, form, actorId: actor.employeeId, at, requestId });
    await tellOwner(tx, [row], edge, form, at, await refusalDays(tx, edge, today));
    return { ownerName: row.ownerName, to: edge.to, late: row.period === 'terlambat' };
  });
}

/** Nobody approves their own entry by the account of a superior they have just opened (docs/adr/0015-rights.md). */
async function refuseOwnHand(tx: Tx, { regency }: ReviewDeps, actorId: string, row: StepRow, now: Date): Promise<void> {
  await refuseOneHand(tx, { actorId, about: [row.ownerId] }, { now, zone: regency.zone });
}

/** How a superior decides, whatever form it came by. */
export type Choice = Pick<DecisionForm, 'action' | 'reasonCode' | 'reason'>;

/** An edge that keeps the entry. */
export type DecisionEdge = Edge & { readonly to: EntryStatus };

/**
 * Judges a decision about an entry whose step is the actor's.
 * @throws Conflict or NotFound with the domain's refusal in words
 */
export function judge(step: Step, row: StepRow, actorId: string, choice: Choice): DecisionEdge {
  const decision = decide(choice.action, {
    status: row.status,
    parts: [step.part],
    actorIsOwner: row.ownerId === actorId,
    actorVerified: row.verifiedBy === actorId,
    oneStep: row.oneStep,
    period: row.period,
    reasonCode: choice.reasonCode,
    reason: choice.reason,
  });
  if (!decision.ok) throw refusal(decision.blockers, row);
  const { edge } = decision;
  if (edge.to === 'terhapus') throw new Error('a superior never removes an entry');
  return { ...edge, to: edge.to };
}

/** An entry with the edge it is to take. */
export interface Judged {
  readonly row: StepRow;
  readonly edge: DecisionEdge;
}

/** How decisions that are taken together are written. */
export interface Writing {
  readonly step: Step;
  readonly form: Choice;
  readonly actorId: string;
  readonly at: Date;
  readonly requestId: string;
  readonly batchId?: string | undefined;
}

/**
 * Writes judged decisions, one or many, each with the chair the person acts from, and what they leave for pay: two
 * statements at most, however many there are.
 */
export async function writeDecisions(tx: Tx, judged: readonly Judged[], writing: Writing): Promise<void> {
  const { step, form, actorId, at, requestId, batchId } = writing;
  await applyTransitions(tx, {
    action: form.action,
    actorId,
    part: step.part,
    reasonCode: form.reasonCode,
    reason: form.reason,
    batchId,
    at,
    requestId,
    steps: judged.map(({ row, edge }) => {
      if (row.chairId === null) throw new Error('a decision comes from a chair');
      return { entry: row, to: edge.to, chairId: row.chairId, set: signatures(step, edge, actorId, row) };
    }),
  });
  await leaveLate(
    tx,
    judged.map(({ row, edge }) => ({ ...row, from: row.status, to: edge.to, actorId, at })),
  );
}

/** Who signed, after the step. A return or refusal keeps the verifier: that person is told of it. */
function signatures(step: Step, edge: DecisionEdge, actorId: string, row: StepRow): Signatures {
  if (edge.action !== 'setujui') return {};
  if (step.name === 'validasi') return { validatedBy: actorId };
  return {
    verifiedBy: actorId,
    verifiedChairId: row.chairId,
    // A chain of one step needs no validator, whatever a letter says.
    validatorChairId: edge.to === 'diverifikasi' ? row.namedValidatorId : null,
    validatedBy: null,
  };
}

/** Days in which a refusal can be objected to; asked only where there is one. */
export async function refusalDays(tx: Tx, edge: Pick<Edge, 'action'>, today: StepRow['workDate']): Promise<number> {
  return edge.action === 'tolak' ? (await workflowOn(tx, today)).keberatan_ajukan_hari : 0;
}

/** Tells owners of what came back or was refused; an approval shows on their pages and is not news. */
export async function tellOwner(
  tx: Tx,
  rows: readonly StepRow[],
  edge: Pick<Edge, 'action'>,
  { reason }: Choice,
  at: Date,
  days: number,
): Promise<void> {
  if (edge.action === 'setujui') return;
  const refused = edge.action === 'tolak';
  const why = reason === undefined ? '' : ` Catatan: "${reason}".`;
  const way = refused ? ` Tidak setuju? Ajukan keberatan dalam ${String(days)} hari.` : ' Perbaiki, lalu kirim lagi.';
  await notify(
    tx,
    rows.map(row => ({
      employeeId: row.ownerId,
      kind: refused ? ('ditolak' as const) : ('dikembalikan' as const),
      text: `Kegiatan ${dateShort(row.workDate)} ${refused ? 'ditolak' : 'dikembalikan'} atasan.${why}${way}`,
      href: `/kegiatan-harian/${row.id}`,
      dedupe: `keputusan:${row.id}:${String(row.version + 1)}`,
    })),
    at,
  );
}

/** A refusal of the domain in words; what cannot be the actor's at all does not exist for them. */
function refusal(blockers: readonly Blocker[], row: StepRow): Error {
  if (blockers.includes('period-closed')) return new MonthInComputation(row.workDate);
  if (blockers.includes('no-way-back')) return new NoWayBack(row.workDate);
  if (blockers.includes('same-person') || blockers.includes('not-your-part')) return new NotFound('entry');
  return new Conflict('Keputusan ini perlu alasan. Pilih alasan, lalu simpan lagi.');
}
