import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { number } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { sendStored } from '../evidence/download.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict } from '../organisation/refusal.ts';
import { recordDailyView, lookNow } from '../privacy/service.ts';
import { enterScope, mayDecide, readScope } from './access.ts';
import { decideProposals, type Decision, type DecisionReport } from './decision-service.ts';
import { paperOf } from './document.ts';
import { decisionForm } from './forms.ts';
import { runningMonth } from './month-asked.ts';
import { paths } from './paths.ts';
import { kindsOfMonth } from './proposal-service.ts';
import { proposalsModel, type ProposalsPage } from './proposals-page.ts';
import { waitingBatches, waitingFacts } from './waiting-queries.ts';

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const reader = { employeeId: actor.employeeId, scope: enterScope(actor) };
  const singles = await waitingFacts(deps.pool, reader);
  const subjects = [...new Set(singles.flatMap(({ employeeId }) => (employeeId === null ? [] : [employeeId])))];
  const seen = { viewerId: actor.employeeId, subjectIds: subjects, what: 'tpp' as const };
  if (subjects.length > 0) await recordDailyView(deps.pool, seen, lookNow(deps));
  const content = {
    form,
    key,
    selfId: actor.employeeId,
    decides: mayDecide(actor),
    kinds: await kindsOfMonth(deps.pool, runningMonth(deps)),
    singles,
    batches: await waitingBatches(deps.pool, reader),
    zone: deps.regency.zone,
  };
  page<ProposalsPage>(res, 'facts/proposals', proposalsModel(content), status);
}

/** GET /kepegawaian/fakta/usulan */
export const showProposals =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    render(deps, res, actor, blankForm({}), newFormKey(), 200);

/** POST /kepegawaian/fakta/usulan: approves, refuses or withdraws what is ticked; 303 with a report. */
export const postProposals =
  (deps: Deps): Handler =>
  (_req, res, { actor, body, requestId }) =>
    carryOut({
      body,
      schema: decisionForm,
      act: async ({ key, ...input }) => {
        if (input.decision !== 'tarik' && !mayDecide(actor)) throw new Forbidden('BKPSDM dan BPKAD');
        const by = { employeeId: actor.employeeId, requestId };
        const report = await decideProposals(deps, by, input, key).catch((error: unknown) => {
          throw error instanceof Conflict ? conflict('', error.reason) : error;
        });
        flash(res, {
          kind: report.left.length > 0 ? 'awas' : 'berhasil',
          text: reportInWords(report, input.decision),
        });
        res.redirect(303, paths.proposals);
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        return render(deps, res, actor, form, isUuid(key) ? key : newFormKey(), status);
      },
    });

/** GET /kepegawaian/fakta/usulan/:id/dokumen/:berkas: the paper of a proposal, for who reads facts of its unit. */
export const sendPaper =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const asked = { proposalId: String(req.params['id']), fileId: String(req.params['berkas']) };
    const known = isUuid(asked.proposalId) && isUuid(asked.fileId);
    const reader = { employeeId: actor.employeeId, scope: readScope(actor) };
    const paper = known ? await paperOf(deps.pool, asked, reader) : undefined;
    if (!paper) throw new NotFound('document');
    await sendStored(deps, res, paper);
  };

const WORDS: Readonly<Record<Decision, string>> = { setujui: 'disetujui', tolak: 'ditolak', tarik: 'ditarik' };

/** '12 data disetujui. 1 data sudah diputuskan.' */
export const reportInWords = ({ decided, left }: DecisionReport, decision: Decision): string =>
  [`${number(decided)} data ${WORDS[decision]}.`, ...left.map(each => `${each}.`)].join(' ');
