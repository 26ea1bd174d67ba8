import type { Response } from 'express';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FormState } from '../../platform/render/forms.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { refusedAgain } from '../../platform/web/step-round.ts';
import { shownOn } from '../../platform/web/typed-fields.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { payrollUnits } from '../payroll-runs/queries.ts';
import { answerTrialForm, endTrialForm, EVERY_UNIT, proposeTrialForm } from './forms.ts';
import { trialsModel, type TrialsPage } from './list-page.ts';
import { paths } from './paths.ts';
import { trialsOf } from './queries.ts';
import { answerTrial, endTrial, proposeTrial, type TrialAnswer } from './service.ts';

const SAID: Readonly<Record<TrialAnswer, string>> = {
  sahkan: 'Masa uji coba disahkan.',
  tolak: 'Permintaan ditolak.',
  tarik: 'Permintaan ditarik.',
};

/** Units whose trial months a person of the personnel office decides; null: all. */
const trialScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian');

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  form: FormState,
  status: 200 | 409 | 422,
  key: string = newFormKey(),
): Promise<void> {
  const scope = trialScope(actor);
  const content = {
    actor,
    trials: await trialsOf(deps.pool, scope),
    units: await payrollUnits(deps.pool, scope),
    everywhere: scope === null,
    thisMonth: monthIn(deps.regency.zone, deps.clock.now()),
    form,
    key,
    zone: deps.regency.zone,
  };
  page<TrialsPage>(res, 'trial-months/list', trialsModel(content), status);
}

/** GET /kepegawaian/periode/uji-coba */
export const showTrials =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    render(deps, res, actor, blankForm({}), 200);

/** What a rule refuses is said on the page. */
const onPage = (error: unknown): never => {
  throw error instanceof Conflict ? conflict('', error.reason) : error;
};

/** POST /kepegawaian/periode/uji-coba: asks for trial months. */
export const postTrial =
  (deps: Deps): Handler =>
  (_req, res, { actor, body }) =>
    carryOut({
      body,
      schema: proposeTrialForm,
      act: async form => {
        const scope = trialScope(actor);
        const units = form.unit === EVERY_UNIT ? [] : await payrollUnits(deps.pool, scope);
        const unit = units.find(({ id }) => id === form.unit.toLowerCase()) ?? null;
        if (unit === null && (form.unit !== EVERY_UNIT || scope !== null))
          throw malformed('unit', 'Pilih unit yang diuji coba');
        const asked = {
          unit,
          first: form.bulan_pertama,
          last: form.bulan_terakhir,
          decree: form.dasar,
          decreeDate: form.tanggal_dasar,
          key: form.kunci_kirim,
        };
        await proposeTrial(deps, actor, asked).catch(onPage);
        flash(res, { kind: 'berhasil', text: 'Masa uji coba diajukan. Orang kedua sudah diberi tahu.' });
        res.redirect(303, paths.list);
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        return render(deps, res, actor, form, status, isUuid(key) ? key : newFormKey());
      },
    });

/** POST /kepegawaian/periode/uji-coba/akhiri */
export const postTrialEnd =
  (deps: Deps): Handler =>
  (_req, res, { actor, body }) =>
    carryOut({
      body,
      schema: endTrialForm,
      act: async ({ masa, alasan }) => {
        await endTrial(deps, actor, { ...masa, scope: trialScope(actor) }, alasan).catch(onPage);
        flash(res, { kind: 'berhasil', text: 'Masa uji coba diakhiri untuk bulan yang belum ditutup.' });
        res.redirect(303, paths.list);
      },
      again: (form, status) => render(deps, res, actor, form, status),
    });

/** POST /kepegawaian/periode/uji-coba/:id: a second person's answer, or the request taken back. */
export const postTrialAnswer =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const id = String(req.params['id']);
    if (!isUuid(id)) throw new NotFound('trial');
    const again = (errors: Parameters<typeof shownOn>[0], status: 409 | 422): Promise<void> =>
      render(deps, res, actor, failedForm({}, shownOn(errors as FormState['errors'], ['versi', 'keputusan'])), status);
    const parsed = answerTrialForm.safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { keputusan, versi: version } = parsed.data;
    await refusedAgain(async () => {
      await answerTrial(deps, actor, { id, version, scope: trialScope(actor) }, keputusan);
      flash(res, { kind: 'berhasil', text: SAID[keputusan] });
      res.redirect(303, paths.list);
    }, again);
  };
