import type { Request, Response } from 'express';
import { addDays, localDate } from '../../domain/local-date.ts';
import { addMonths } from '../../domain/month.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, sha256 } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FieldError, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { refusedAgain, stepRound } from '../../platform/web/step-round.ts';
import { shownOn } from '../../platform/web/typed-fields.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict } from '../organisation/refusal.ts';
import { regulationOn } from '../policies/queries.ts';
import { latestSimulation } from '../policy-simulation/latest.ts';
import { mayWrite } from './access.ts';
import { doingOf, refuseReader } from './acting.ts';
import { approveDraft, obstacles, proposeDraft, refuseDraft, withdrawDraft } from './approval.ts';
import { assess, type Assessment } from './assessment.ts';
import type { Computed } from './case-rows.ts';
import { compareRules } from './comparison.ts';
import { policyOf } from './draft-bundle.ts';
import { draftModel, type DraftPage } from './draft-page.ts';
import type { Doing, DraftStep } from './draft-record.ts';
import { removeDraft, saveDraft } from './draft-service.ts';
import { decideForm, replaceFileForm, saveForm } from './forms.ts';
import { neededFacts } from './missing-facts.ts';
import { paths } from './paths.ts';
import { draftById, draftEvents, versions, type Draft, type Version } from './queries.ts';
import { sentTexts } from './sent-files.ts';

/** The draft that an address names. @throws NotFound */
export async function draftAsked(deps: Deps, req: Request): Promise<Draft> {
  const id = String(req.params['id']);
  const draft = isUuid(id) ? await draftById(deps.pool, id) : undefined;
  if (!draft) throw new NotFound('draft');
  return draft;
}

/** What a draft is looked at beside. */
interface Neighbours {
  /** The version that would hold on the draft's first day without it. */
  readonly before: Version | undefined;
  readonly rules: Regulation | undefined;
  /** A version of the same first day. */
  readonly replaces: Version | undefined;
}

async function neighbours(deps: Deps, regulation: Regulation | null): Promise<Neighbours> {
  if (!regulation) return { before: undefined, rules: undefined, replaces: undefined };
  const first = localDate(regulation.validFrom);
  const inForce = await regulationOn(deps.pool, addDays(first, -1));
  const all = await versions(deps.pool);
  const replaces = all.find(({ validFrom, replacedAt }) => validFrom === first && replacedAt === null);
  return { before: all.find(({ id }) => id === inForce?.id), rules: inForce?.regulation, replaces };
}

/** The cases once more by the version before, for what it knows of their facts. */
function computedBoth({ cases, written }: Assessment, before: Regulation | undefined): Computed[] {
  return cases.map(result => {
    const one = written.find(({ id }) => id === result.id);
    if (!before || !one) return { result, before: null };
    const known = before.inputs.filter(({ name }) => Object.hasOwn(one.facts, name)).map(({ name }) => name);
    const values = Object.fromEntries(known.map(name => [name, one.facts[name]!]));
    const paid = one.payment === null ? {} : { payment: one.payment };
    const facts = { period: result.computation.period, values, trial: one.trial, ...paid };
    return { result, before: compute(before, facts, { explain: false }) };
  });
}

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  draft: Draft,
  form: FormState,
  status: 200 | 409 | 422,
): Promise<void> {
  const assessment = assess(policyOf(draft));
  const { regulation } = assessment;
  const { before, rules, replaces } = await neighbours(deps, regulation);
  const thisMonth = monthIn(deps.regency.zone, deps.clock.now());
  const open = draft.state === 'draf' || draft.state === 'diajukan';
  const content = {
    draft,
    hash: sha256(draft.text),
    assessment,
    computed: computedBoth(assessment, rules),
    before,
    differences: regulation && rules ? compareRules(rules, regulation) : [],
    replaces: open ? replaces : undefined,
    needed: regulation && open ? await neededFacts(deps.pool, regulation, addMonths(thisMonth, -1)) : undefined,
    obstacles: obstacles(assessment, thisMonth),
    events: await draftEvents(deps.pool, draft.id),
    simulation: await latestSimulation(deps.pool, draft.id),
    reader: { employeeId: actor.employeeId, writes: mayWrite(actor) },
    form,
    zone: deps.regency.zone,
  };
  page<DraftPage>(res, 'policy-drafts/draft', draftModel(content), status);
}

/** The form as it stands on the page when nothing is typed. */
const written = ({ text, cases }: Draft): FormState['values'] => ({ naskah: text, contoh: cases });

/** GET /kepegawaian/aturan/draf/:id */
export const showDraft =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const draft = await draftAsked(deps, req);
    await render(deps, res, actor, draft, blankForm(written(draft)), 200);
  };

/** What a rule refuses is said on the page, beside what was typed. */
const onPage = (error: unknown): never => {
  throw error instanceof Conflict ? conflict('', error.reason) : error;
};

/** Shows the page again with what was typed, and the rest of it as it stands in the draft. */
const again =
  (deps: Deps, res: Response, actor: Actor, draft: Draft) =>
  ({ values, errors }: FormState, status: 409 | 422): Promise<void> =>
    render(deps, res, actor, draft, failedForm({ ...written(draft), ...values }, errors), status);

/** POST /kepegawaian/aturan/draf/:id: keeps both texts as they were typed, right or not. */
export const postDraft =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    refuseReader(visit.actor);
    const draft = await draftAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: saveForm,
      act: async ({ naskah: text, contoh: cases, versi: version }) => {
        await saveDraft(deps, doingOf(deps, visit), { id: draft.id, version }, { text, cases }).catch(onPage);
        flash(res, { kind: 'berhasil', text: 'Draf disimpan dan diperiksa.' });
        res.redirect(303, paths.draft(draft.id));
      },
      again: again(deps, res, visit.actor, draft),
    });
  };

/** POST /kepegawaian/aturan/draf/:id/berkas: takes the texts from files. */
export const postDraftFile =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    refuseReader(visit.actor);
    const draft = await draftAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: replaceFileForm,
      act: async ({ versi: version }) => {
        const texts = sentTexts(visit.files, { needsText: false });
        await saveDraft(deps, doingOf(deps, visit), { id: draft.id, version }, texts).catch(onPage);
        flash(res, { kind: 'berhasil', text: 'Berkas disimpan dan diperiksa.' });
        res.redirect(303, paths.draft(draft.id));
      },
      again: again(deps, res, visit.actor, draft),
    });
  };

/** A step with nothing to fill in; a refusal shows the page again. */
const step =
  (deps: Deps, act: (doing: Doing, step: DraftStep, res: Response) => Promise<void>): Handler =>
  async (req, res, visit: Visit) => {
    refuseReader(visit.actor);
    const draft = await draftAsked(deps, req);
    await stepRound(
      visit.body,
      version => act(doingOf(deps, visit), { id: draft.id, version }, res),
      (errors, status) => refused(deps, res, visit.actor, draft, errors, status),
    );
  };

const refused = (
  deps: Deps,
  res: Response,
  actor: Actor,
  draft: Draft,
  errors: readonly FieldError[],
  status: 409 | 422,
): Promise<void> => render(deps, res, actor, draft, failedForm(written(draft), errors), status);

/** POST /kepegawaian/aturan/draf/:id/ajukan */
export const postPropose = (deps: Deps): Handler =>
  step(deps, async (doing, at, res) => {
    await proposeDraft(deps, doing, at);
    flash(res, { kind: 'berhasil', text: 'Draf diajukan. Orang kedua sudah diberi tahu.' });
    res.redirect(303, paths.draft(at.id));
  });

/** POST /kepegawaian/aturan/draf/:id/tarik */
export const postWithdraw = (deps: Deps): Handler =>
  step(deps, async (doing, at, res) => {
    await withdrawDraft(deps, doing, at);
    flash(res, { kind: 'info', text: 'Pengajuan ditarik. Draf bisa diubah lagi.' });
    res.redirect(303, paths.draft(at.id));
  });

/** POST /kepegawaian/aturan/draf/:id/hapus */
export const postRemove = (deps: Deps): Handler =>
  step(deps, async (doing, at, res) => {
    await removeDraft(deps, doing, at);
    flash(res, { kind: 'info', text: 'Draf dihapus.' });
    res.redirect(303, paths.list);
  });

/** POST /kepegawaian/aturan/draf/:id/putusan: the second person's answer. */
export const postDecision =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    refuseReader(visit.actor);
    const draft = await draftAsked(deps, req);
    const parsed = decideForm.safeParse(visit.body);
    const show = (errors: readonly FieldError[], status: 409 | 422): Promise<void> => {
      const alasan = visit.body['alasan'];
      const values = {
        ...written(draft),
        ...(typeof alasan === 'string' ? { alasan: alasan.replaceAll('\0', '') } : {}),
      };
      return render(deps, res, visit.actor, draft, failedForm(values, errors), status);
    };
    if (!parsed.success) return show(shownOn(fieldErrors(parsed.error.issues), ['versi', 'keputusan']), 422);
    const { keputusan, alasan, versi: version } = parsed.data;
    const at = { id: draft.id, version };
    await refusedAgain(async () => {
      if (keputusan === 'tolak') {
        await refuseDraft(deps, doingOf(deps, visit), at, alasan);
        flash(res, { kind: 'info', text: 'Pengajuan ditolak. Penulisnya diberi tahu.' });
        res.redirect(303, paths.draft(draft.id));
        return;
      }
      const id = await approveDraft(deps, doingOf(deps, visit), at);
      flash(res, { kind: 'berhasil', text: 'Versi disetujui.' });
      res.redirect(303, paths.version(id));
    }, show);
  };
