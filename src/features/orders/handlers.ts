import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { Forbidden, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { leading, type Handler, type Visit } from '../../platform/web/route.ts';
import { readOrder, readReport, readStep } from './forms.ts';
import { orderFor, ordersGiven, ordersReceived, subordinatesOf } from './order-queries.ts';
import { orderPage, ordersPage, type OrderPage, type OrdersPage, type OrdersView } from './pages.ts';
import { paths, type Tab } from './paths.ts';
import { giveOrder, OrderRefused, reportSuperior, takeOrderStep, type By, type OrderStep } from './service.ts';
import { reportsAboutSuperior, superiorsOf } from './superior-queries.ts';

const todayIn = (deps: Deps): LocalDate => dayIn(deps.regency.zone, deps.clock.now());
const byOf = ({ actor, requestId }: Visit): By => ({ employeeId: actor.employeeId, name: actor.name, requestId });

/** The tab asked for; orders received, or for officials who log nothing the orders they give. */
function tabOf(query: Request['query'], { actor }: Visit): Tab {
  const { tab } = query;
  if (tab === 'pimpinan' || tab === 'perintah' || tab === 'beri') return tab;
  return !actor.logs && leading.allows(actor) ? 'beri' : 'perintah';
}

/** GET /input-pimpinan: one's superiors, orders received, orders given. */
export const showOrders =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    const tab = tabOf(req.query, visit);
    if (tab === 'beri' && !leading.allows(visit.actor)) throw new Forbidden(leading.forWhom);
    return renderOrders(deps, res, visit, tab);
  };

interface Refusal {
  readonly status: 409 | 422;
  readonly errors: readonly FieldError[];
  readonly keySpent?: boolean;
}

async function renderOrders(deps: Deps, res: Response, visit: Visit, tab: Tab, refusal?: Refusal): Promise<void> {
  const { employeeId } = visit.actor;
  const { kunci_kirim: key } = visit.body;
  const typed = typedValues(visit.body);
  const frame = {
    tab,
    leads: leading.allows(visit.actor),
    today: todayIn(deps),
    zone: deps.regency.zone,
    form: refusal
      ? failedForm(
          {
            'kepada[]': typed['kepada[]'] ?? [],
            isi: typed.isi ?? '',
            batas: typed.batas ?? '',
            pesan: typed.pesan ?? '',
          },
          refusal.errors,
        )
      : blankForm({}),
    key: typeof key === 'string' && isUuid(key) && refusal?.keySpent !== true ? key : newFormKey(),
  };
  const model = ordersPage({ ...frame, ...(await factsOf(deps, employeeId, tab, frame.today)) });
  page<OrdersPage>(res, 'orders/page', model, refusal?.status ?? 200);
}

type Facts = Pick<OrdersView, 'superiors' | 'received' | 'given'>;

async function factsOf(deps: Deps, employeeId: string, tab: Tab, today: LocalDate): Promise<Facts> {
  if (tab === 'perintah') return { received: await ordersReceived(deps.pool, employeeId) };
  if (tab === 'pimpinan') {
    const found = await superiorsOf(deps.pool, employeeId, today);
    return { superiors: { found, reports: await reportsAboutSuperior(deps.pool, employeeId) } };
  }
  const people = await subordinatesOf(deps.pool, employeeId, today);
  return { given: { people, orders: await ordersGiven(deps.pool, employeeId) } };
}

/** POST /input-pimpinan/laporan: a superior is recorded wrongly. */
export const postReport =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const read = readReport(visit.body);
    if (!read.ok) return renderOrders(deps, res, visit, 'pimpinan', { status: 422, errors: read.errors });
    try {
      await reportSuperior(deps, byOf(visit), read.input);
      flash(res, {
        kind: 'berhasil',
        text: 'Laporan dikirim ke pengelola kepegawaian. Jawabannya tampil di halaman ini.',
      });
      res.redirect(303, paths.tab('pimpinan'));
    } catch (error) {
      if (!(error instanceof OrderRefused)) throw error;
      await renderOrders(deps, res, visit, 'pimpinan', error);
    }
  };

/** POST /input-pimpinan/perintah: an order to one or more persons below. */
export const postOrder =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const read = readOrder(visit.body);
    if (!read.ok) return renderOrders(deps, res, visit, 'beri', { status: 422, errors: read.errors });
    try {
      const people = await giveOrder(deps, byOf(visit), read.input);
      flash(res, { kind: 'berhasil', text: `Perintah dikirim kepada ${String(people)} pegawai.` });
      res.redirect(303, paths.tab('beri'));
    } catch (error) {
      if (!(error instanceof OrderRefused)) throw error;
      await renderOrders(deps, res, visit, 'beri', error);
    }
  };

/** GET /input-pimpinan/perintah/:id: for who gave or received it. */
export const showOrder =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderOrder(deps, req, res, visit);

async function renderOrder(deps: Deps, req: Request, res: Response, visit: Visit, refusal?: Refusal): Promise<void> {
  const order = await orderFor(deps.pool, visit.actor.employeeId, idOf(req));
  if (!order) throw new NotFound('order');
  const model = orderPage({
    order,
    readerId: visit.actor.employeeId,
    logs: visit.actor.logs,
    today: todayIn(deps),
    zone: deps.regency.zone,
    form: refusal ? failedForm({}, refusal.errors) : blankForm({}),
  });
  page<OrderPage>(res, 'orders/order', model, refusal?.status ?? 200);
}

const DONE: Readonly<Record<OrderStep, string>> = {
  kerjakan: 'Perintah ditandai sedang dikerjakan.',
  selesai: 'Perintah ditandai selesai. Pemberi perintah diberi tahu.',
  batal: 'Perintah dibatalkan. Penerimanya diberi tahu.',
};

/** POST /input-pimpinan/perintah/:id/{kerjakan,selesai,batal} */
export const postOrderStep =
  (deps: Deps, step: OrderStep): Handler =>
  async (req, res, visit) => {
    const read = readStep(visit.body);
    if (!read.ok) return renderOrder(deps, req, res, visit, { status: 422, errors: read.errors });
    try {
      await takeOrderStep(deps, byOf(visit), idOf(req), step, read.input);
      flash(res, { kind: 'berhasil', text: DONE[step] });
      res.redirect(
        303,
        step === 'kerjakan' ? paths.order(idOf(req)) : paths.tab(step === 'batal' ? 'beri' : 'perintah'),
      );
    } catch (error) {
      if (!(error instanceof OrderRefused)) throw error;
      await renderOrder(deps, req, res, visit, error);
    }
  };

function idOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('order');
  return id;
}
