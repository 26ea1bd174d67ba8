import type { Request, Response } from 'express';
import { isMonth, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { payingUnits } from '../account/people.ts';
import { carryOut } from '../organisation/form-round.ts';
import { decisionForm, declarationForm } from './forms.ts';
import {
  declareModel,
  type DeclarePage,
  listModel,
  type OutageListPage,
  outageModel,
  type OutagePage,
} from './pages.ts';
import { paths } from './paths.ts';
import { downMinutesIn, type Outage, outageOf, outagesIn } from './queries.ts';
import { decideOutage, declareOutage, proposalFor } from './service.ts';

const byOf = ({ actor, requestId }: Visit) => ({ employeeId: actor.employeeId, requestId });

function monthAsked(req: Request, running: Month): Month {
  const { bulan } = req.query;
  if (bulan === undefined) return running;
  if (typeof bulan !== 'string' || !isMonth(bulan) || bulan > running) throw new NotFound('month');
  return bulan;
}

/** GET /kepegawaian/gangguan?bulan=: the ledger of a month; what waits for a decision stands in the running one. */
export const showOutages =
  (deps: Deps): Handler =>
  async (req, res) => {
    const { zone } = deps.regency;
    const running = monthIn(zone, deps.clock.now());
    const month = monthAsked(req, running);
    const outages = await outagesIn(deps.pool, zone, month, month === running);
    const down = await downMinutesIn(deps.pool, zone, month);
    page<OutageListPage>(res, 'availability/list', listModel({ month, running, outages, down, zone }));
  };

async function outageAsked(deps: Deps, req: Request): Promise<Outage> {
  const id = String(req.params['id']);
  const outage = isUuid(id) ? await outageOf(deps.pool, id) : undefined;
  if (!outage) throw new NotFound('outage');
  return outage;
}

async function render(
  deps: Deps,
  res: Response,
  { outage, readerId, form }: { readonly outage: Outage; readonly readerId: string; readonly form: FormState },
  status: 200 | 409 | 422,
): Promise<void> {
  const proposal = await proposalFor(deps.pool, deps, outage);
  const { zone } = deps.regency;
  page<OutagePage>(res, 'availability/one', outageModel({ outage, proposal, readerId, form, zone }), status);
}

/** GET /kepegawaian/gangguan/:id: one outage, and the decision. */
export const showOutage =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const outage = await outageAsked(deps, req);
    await render(deps, res, { outage, readerId: actor.employeeId, form: blankForm({}) }, 200);
  };

/** POST /kepegawaian/gangguan/:id: opens the work dates again, or leaves the outage at the record. */
export const postDecision =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const { id } = await outageAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: decisionForm,
      act: async decision => {
        await decideOutage(deps, byOf(visit), id, decision);
        const text = decision.open
          ? 'Hari kerjanya dibuka lagi. Pegawai yang terkena diberi tahu.'
          : 'Gangguan ini dibiarkan tercatat.';
        flash(res, { kind: 'berhasil', text });
        res.redirect(303, paths.one(id));
      },
      again: async (form, status) =>
        render(deps, res, { outage: await outageAsked(deps, req), readerId: visit.actor.employeeId, form }, status),
    });
  };

async function renderDeclaration(deps: Deps, res: Response, form: FormState, key: string, status: 200 | 409 | 422) {
  page<DeclarePage>(res, 'availability/declare', declareModel(form, key, await payingUnits(deps.pool, null)), status);
}

/** GET /kepegawaian/gangguan/nyatakan: the form for what the server could not see. */
export const showDeclaration =
  (deps: Deps): Handler =>
  async (_req, res) =>
    renderDeclaration(deps, res, blankForm({}), newFormKey(), 200);

/** POST /kepegawaian/gangguan/nyatakan: declares an outage; a second person decides it. */
export const postDeclaration =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    await carryOut({
      body: visit.body,
      schema: declarationForm,
      act: async declaration => {
        const { id } = await declareOutage(deps, byOf(visit), declaration);
        flash(res, { kind: 'berhasil', text: 'Gangguan dinyatakan. Petugas kepegawaian lain memutuskannya.' });
        res.redirect(303, paths.one(id));
      },
      again: (form, status) => {
        const key = textOf(visit.body, 'kunci_kirim');
        return renderDeclaration(deps, res, form, isUuid(key) ? key : newFormKey(), status);
      },
    });
  };
