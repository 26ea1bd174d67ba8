import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { workflowOn } from '../workflow/settings.ts';
import { answerForm, proposalForm } from './forms.ts';
import { stewardOf, todayOf } from './item-handlers.ts';
import { paths } from './paths.ts';
import {
  proposalListModel,
  proposalModel,
  proposeModel,
  type ProposalListPage,
  type ProposalPage,
  type ProposePage,
} from './proposal-page.ts';
import { allProposals, offeredItems, ownProposals, proposalOf, type Proposal } from './proposal-queries.ts';
import { answer, propose } from './proposal-service.ts';

const NAME_MAX = 150;

/** GET /katalog/usul: the form, with a name that a search did not find, and one's own proposals. */
export const showPropose =
  (deps: Deps): Handler =>
  (req, res, { actor }) => {
    const { nama } = req.query;
    const name = typeof nama === 'string' ? nama.replaceAll('\0', '').trim().slice(0, NAME_MAX) : '';
    return renderPropose(deps, res, actor.employeeId, blankForm({ nama: name }), newFormKey(), 200);
  };

async function renderPropose(
  deps: Deps,
  res: Response,
  employeeId: string,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const today = todayOf(deps);
  const { usul_katalog_hari: days } = await workflowOn(deps.pool, today);
  const mine = await ownProposals(deps.pool, employeeId, today);
  const content = { form, key, days, mine, today, zone: deps.regency.zone };
  page<ProposePage>(res, 'catalogue/propose', proposeModel(content), status);
}

/** POST /katalog/usul */
export const postPropose =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: proposalForm,
      act: async input => {
        const dueOn = await propose(deps, stewardOf(visit), input);
        flash(res, { kind: 'berhasil', text: `Usul dikirim. Jawaban paling lambat ${dateMedium(dueOn)}.` });
        res.redirect(303, paths.propose);
      },
      again: (form, status) => {
        const key = textOf(visit.body, 'kunci_kirim');
        return renderPropose(deps, res, visit.actor.employeeId, form, isUuid(key) ? key : newFormKey(), status);
      },
    });

/** GET /kepegawaian/aktivitas/usulan */
export const showProposals =
  (deps: Deps): Handler =>
  async (_req, res) => {
    const today = todayOf(deps);
    const { usul_katalog_hari: days } = await workflowOn(deps.pool, today);
    const proposals = await allProposals(deps.pool, today);
    page<ProposalListPage>(res, 'catalogue/proposals', proposalListModel(proposals, today, deps.regency.zone, days));
  };

/** GET /kepegawaian/aktivitas/usulan/:id */
export const showProposal =
  (deps: Deps): Handler =>
  async (req, res) =>
    renderProposal(deps, res, await proposalAsked(deps, req), blankForm({}), 200);

async function renderProposal(
  deps: Deps,
  res: Response,
  proposal: Proposal,
  form: FormState,
  status: 200 | 409 | 422,
): Promise<void> {
  const today = todayOf(deps);
  const items = await offeredItems(deps.pool, today);
  page<ProposalPage>(
    res,
    'catalogue/proposal',
    proposalModel({ proposal, items, form, today, zone: deps.regency.zone }),
    status,
  );
}

/** POST /kepegawaian/aktivitas/usulan/:id */
export const postProposal =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const { id } = await proposalAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: answerForm,
      act: async input => {
        await answer(deps, stewardOf(visit), id, input);
        flash(res, { kind: 'berhasil', text: 'Usulan dijawab. Pengusul sudah diberi tahu.' });
        res.redirect(303, paths.proposals);
      },
      again: async (form, status) => renderProposal(deps, res, await proposalAsked(deps, req), form, status),
    });
  };

/** The proposal of the address. @throws NotFound */
async function proposalAsked(deps: Deps, req: Request): Promise<Proposal> {
  const { id } = req.params;
  const found = typeof id === 'string' && isUuid(id) ? await proposalOf(deps.pool, id, todayOf(deps)) : undefined;
  if (!found) throw new NotFound('proposal');
  return found;
}
