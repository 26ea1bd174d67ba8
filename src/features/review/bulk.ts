import { dayIn } from '../../platform/clock.ts';
import { prepared, type Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { handsBehind } from '../rights/second-person.ts';
import { workflowOn } from '../workflow/settings.ts';
import { lockSteps, type LockedRow } from './entry-queries.ts';
import type { BulkForm } from './bulk-form.ts';
import { MonthInComputation, NoWayBack } from './late.ts';
import { judge, refusalDays, tellOwner, writeDecisions, type DecisionEdge, type ReviewDeps } from './service.ts';
import type { Step } from './step.ts';

/** Why an entry of a press was left as it is. */
export type LeftWhy = 'berubah' | 'diputuskan' | 'tidak-ditemukan' | 'ditutup' | 'dihitung' | 'satu-tangan';

export interface Left {
  readonly id: string;
  readonly why: LeftWhy;
}

/** What one press of a button did. */
export interface BulkOutcome {
  readonly batchId: string;
  readonly action: BulkForm['action'];
  readonly done: number;
  readonly left: readonly Left[];
}

const WRITE_BATCH = prepared(
  'review.write_batch',
  `INSERT INTO decision_batch (id, actor_id, step, action, reason_code, reason, asked, done, "left", flagged, sampled, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

/**
 * Decides many entries by one press, all in one transaction: entries are locked in the order of their ids, authority,
 * state and period of each are read after the lock, and whatever is not as the list showed it is left untouched and
 * reported. The press itself is kept (assurance T34), with how many approvals carried a mark or were drawn for reading.
 * The same key gives the first press's outcome.
 * @throws KeyReused when the key was used for another press
 */
export async function decideMany(
  deps: ReviewDeps,
  actor: Pick<Actor, 'employeeId'>,
  step: Step,
  form: BulkForm,
  requestId: string,
): Promise<BulkOutcome> {
  const { key, ...content } = form;
  return transaction(deps.pool, async tx => {
    const act = (): Promise<BulkOutcome> => decideAll(deps, tx, actor.employeeId, step, form, requestId);
    if (key === undefined) return act();
    const hash = requestHash(`review.bulk.${step.name}`, { ...content });
    return (await once(tx, { actorId: actor.employeeId, key, hash }, act)).result;
  });
}

async function decideAll(
  deps: ReviewDeps,
  tx: Tx,
  actorId: string,
  step: Step,
  form: BulkForm,
  requestId: string,
): Promise<BulkOutcome> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  const { contoh_persen: percent } = await workflowOn(tx, today);
  const rows = await lockSteps(
    tx,
    step,
    { actorId, today },
    form.items.map(item => item.id),
    percent,
  );
  const approving = form.action === 'setujui';
  const hands = approving ? await handsBehind(tx, [actorId], at) : new Set<string>();
  const batchId = newId(at);
  const left: Left[] = [];
  const done: { readonly row: LockedRow; readonly edge: DecisionEdge }[] = [];
  for (const { id, version } of form.items) {
    const row = rows.get(id);
    const judged = row && judgeOne(step, row, version, actorId, form);
    if (row === undefined || judged === undefined) left.push({ id, why: 'tidak-ditemukan' });
    else if (typeof judged === 'string') left.push({ id, why: judged });
    else if (hands.has(row.ownerId)) left.push({ id, why: 'satu-tangan' });
    else done.push({ row, edge: judged });
  }
  await writeDecisions(tx, done, { step, form, actorId, at, requestId, batchId });
  const approved = approving ? done.map(({ row }) => row) : [];
  await tx.query(WRITE_BATCH, [
    batchId,
    actorId,
    step.name,
    form.action,
    form.reasonCode ?? null,
    form.reason ?? null,
    form.items.length,
    done.length,
    JSON.stringify(left),
    approved.filter(row => row.flagged).length,
    approved.filter(row => row.sampled).length,
    at,
  ]);
  const [first] = done;
  if (first) {
    const days = await refusalDays(tx, first.edge, today);
    await tellOwner(
      tx,
      done.map(({ row }) => row),
      first.edge,
      form,
      at,
      days,
    );
  }
  return { batchId, action: form.action, done: done.length, left };
}

/** The edge of one entry, or why it is left; undefined where the step is not the actor's. */
function judgeOne(
  step: Step,
  row: LockedRow,
  version: number,
  actorId: string,
  form: BulkForm,
): DecisionEdge | LeftWhy | undefined {
  if (!row.mine || row.chairId === null) return undefined;
  if (row.status !== step.waits) return row.status === 'draf' || row.status === 'dikirim' ? 'berubah' : 'diputuskan';
  if (row.version !== version) return 'berubah';
  try {
    return judge(step, row, actorId, form);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    if (error instanceof MonthInComputation) return 'dihitung';
    if (error instanceof NoWayBack) return 'ditutup';
    if (error instanceof Conflict) return 'berubah';
    throw error;
  }
}

const DONE: Readonly<Record<BulkForm['action'], string>> = {
  setujui: 'disetujui',
  kembalikan: 'dikembalikan',
  tolak: 'ditolak',
};
const WHY: Readonly<Record<LeftWhy, string>> = {
  berubah: 'tidak, karena baru saja diubah pegawai',
  diputuskan: 'tidak, karena sudah diputuskan lebih dulu',
  ditutup: 'tidak, karena bulannya sudah ditutup: pilih Setujui atau Tolak',
  dihitung: 'tidak, karena bulannya sedang dihitung',
  'satu-tangan': 'tidak, karena pegawai itu yang membuka akun Anda dengan kode',
  'tidak-ditemukan': 'tidak ditemukan',
};

/** The report of a press: '36 disetujui. 2 tidak, karena baru saja diubah pegawai.' */
export function sayBulk(step: Step, { action, done, left }: BulkOutcome): string {
  const word = action === 'setujui' && step.name === 'validasi' ? 'divalidasi dan dihitung' : DONE[action];
  const rest = (Object.keys(WHY) as LeftWhy[]).flatMap(why => {
    const count = left.filter(each => each.why === why).length;
    return count === 0 ? [] : [` ${String(count)} ${WHY[why]}.`];
  });
  return `${String(done)} ${word}.${rest.join('')}`;
}
