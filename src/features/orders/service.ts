import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { notify } from '../notifications/service.ts';
import type { OrderInput } from './forms.ts';
import { orderFor, subordinatesOf, type Order, type OrderState, type Subordinate } from './order-queries.ts';
import { paths } from './paths.ts';

/** A submission that is not carried out: 422 for a wrong form, 409 for a state that says no. */
export class OrderRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly errors: readonly FieldError[],
    readonly keySpent = false,
  ) {
    super(errors.map(error => error.message).join('; '));
  }
}

type OrderDeps = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** Who acts, and in which request. */
export interface By {
  readonly employeeId: string;
  readonly name: string;
  readonly requestId: string;
}

const KEY_REUSED = 'Formulir ini sudah pernah dikirim dengan isi lain. Periksa daftarnya, lalu kirim sekali lagi';

/** Runs a submission at most once per key; the same key with other content is refused in words. */
async function onceOnly<Result>(
  deps: OrderDeps,
  by: By,
  key: string,
  purpose: string,
  content: Readonly<Record<string, unknown>>,
  effect: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const use = { actorId: by.employeeId, key, hash: requestHash(purpose, content) };
  try {
    return await transaction(deps.pool, async tx => (await once(tx, use, () => effect(tx))).result);
  } catch (error) {
    if (error instanceof KeyReused) throw new OrderRefused(422, [{ field: '', message: KEY_REUSED }], true);
    throw error;
  }
}

const GIVE = `INSERT INTO task_order (id, from_id, chair_id, to_id, text, due_on, created_at)
  SELECT r.id, $1, r.chair, r.person, $2, $3, $4
  FROM unnest($5::uuid[], $6::uuid[], $7::uuid[]) AS r (id, chair, person)`;

/**
 * Gives an order to persons below, each of whom is told. Who is below is asked inside the transaction.
 * @returns how many persons got it
 * @throws OrderRefused 422 for somebody who is not below, or a due day that is over
 */
export async function giveOrder(deps: OrderDeps, by: By, input: OrderInput): Promise<number> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  if (input.dueOn !== null && input.dueOn < today)
    throw new OrderRefused(422, [
      { field: 'batas', message: 'Batas waktu sudah lewat. Pilih hari ini atau sesudahnya' },
    ]);
  return onceOnly(deps, by, input.key, 'perintah', { ...input, key: undefined }, async tx => {
    const below = await subordinatesOf(tx, by.employeeId, today);
    const people = input.to.flatMap(id => below.find(each => each.employeeId === id) ?? []);
    if (people.length < input.to.length)
      throw new OrderRefused(422, [{ field: 'kepada', message: 'Pilih pegawai dari daftar' }]);
    const orders = people.map(person => ({ id: newId(at), person }));
    await tx.query(GIVE, [
      by.employeeId,
      input.text,
      input.dueOn,
      at,
      orders.map(each => each.id),
      orders.map(each => each.person.chairId),
      orders.map(each => each.person.employeeId),
    ]);
    for (const each of orders) await auditGiven(tx, by, each, input, at);
    const due = input.dueOn === null ? '' : ` Batas ${dateShort(input.dueOn)}.`;
    const notices = orders.map(({ id, person }) => ({
      employeeId: person.employeeId,
      kind: 'perintah' as const,
      text: `${by.name} memberi tugas: "${input.text}".${due}`,
      href: paths.order(id),
      dedupe: `perintah ${id}`,
    }));
    await notify(tx, notices, at);
    return orders.length;
  });
}

const auditGiven = (
  tx: Tx,
  by: By,
  order: { readonly id: string; readonly person: Subordinate },
  input: OrderInput,
  at: Date,
): Promise<void> =>
  audit(tx, {
    at,
    actorId: by.employeeId,
    action: 'order.give',
    objectType: 'task_order',
    objectId: order.id,
    after: { to: order.person.employeeId, chair: order.person.chairId, text: input.text, due: input.dueOn },
    requestId: by.requestId,
  });

export type OrderStep = 'kerjakan' | 'selesai' | 'batal';

interface OrderEdge {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly by: 'penerima' | 'pemberi';
}

/** The receiver starts and finishes; who gave it may take it back until it is finished. */
const EDGES: Readonly<Record<OrderStep, OrderEdge>> = {
  kerjakan: { from: ['baru'], to: 'dikerjakan', by: 'penerima' },
  selesai: { from: ['baru', 'dikerjakan'], to: 'selesai', by: 'penerima' },
  batal: { from: ['baru', 'dikerjakan'], to: 'dibatalkan', by: 'pemberi' },
};

/** Whether a person may take a step of an order now: draws the buttons and guards the POST. */
export const mayTake = (step: OrderStep, order: Order, employeeId: string): boolean => {
  const edge = EDGES[step];
  const own = edge.by === 'penerima' ? order.toId : order.fromId;
  return own === employeeId && edge.from.includes(order.state);
};

const TAKE = `UPDATE task_order SET state = $3, version = version + 1, closed_at = $4 WHERE id = $1 AND version = $2`;

/**
 * Takes a step of an order; the other side is told of its end.
 * @throws NotFound for everybody but the two; OrderRefused 409 in another state or where it was changed meanwhile
 */
export async function takeOrderStep(
  deps: OrderDeps,
  by: By,
  id: string,
  step: OrderStep,
  version: number,
): Promise<Order> {
  return transaction(deps.pool, async tx => {
    await tx.query('SELECT 1 FROM task_order WHERE id = $1 FOR UPDATE', [id]);
    const order = await orderFor(tx, by.employeeId, id);
    const own = EDGES[step].by === 'penerima' ? order?.toId : order?.fromId;
    if (!order || own !== by.employeeId) throw new NotFound('order');
    if (order.version !== version || !mayTake(step, order, by.employeeId))
      throw new OrderRefused(409, [{ field: '', message: 'Perintah ini baru saja berubah. Baca lagi isinya' }]);
    const at = deps.clock.now();
    const { to } = EDGES[step];
    await tx.query(TAKE, [id, version, to, to === 'dikerjakan' ? null : at]);
    await audit(tx, {
      at,
      actorId: by.employeeId,
      action: `order.${step}`,
      objectType: 'task_order',
      objectId: id,
      before: { state: order.state },
      after: { state: to },
      requestId: by.requestId,
    });
    await tellOther(tx, by, order, step, at);
    return order;
  });
}

async function tellOther(tx: Tx, by: By, order: Order, step: OrderStep, at: Date): Promise<void> {
  if (step === 'kerjakan') return;
  const done = step === 'selesai';
  const notice = {
    employeeId: done ? order.fromId : order.toId,
    kind: 'perintah' as const,
    text: done ? `${by.name} menyelesaikan tugas: "${order.text}".` : `${by.name} membatalkan tugas: "${order.text}".`,
    href: paths.order(order.id),
  };
  await notify(tx, [{ ...notice, dedupe: `perintah-${step} ${order.id}` }], at);
}

/** Says that one's superior is recorded wrongly: the clerk of the unit answers it. Once per key. */
export async function reportSuperior(
  deps: OrderDeps,
  by: By,
  input: { readonly message: string; readonly key: string },
): Promise<void> {
  const at = deps.clock.now();
  await onceOnly(deps, by, input.key, 'laporan-atasan', { message: input.message }, async tx => {
    const id = newId(at);
    await tx.query(
      "INSERT INTO data_report (id, employee_id, about, message, created_at) VALUES ($1, $2, 'atasan', $3, $4)",
      [id, by.employeeId, input.message, at],
    );
    await audit(tx, {
      at,
      actorId: by.employeeId,
      action: 'data_report.file',
      objectType: 'data_report',
      objectId: id,
      after: { about: 'atasan', message: input.message },
      requestId: by.requestId,
    });
    return id;
  });
}
