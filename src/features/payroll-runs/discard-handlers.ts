import type { Request, Response } from 'express';
import { monthInWords } from '../../domain/month.ts';
import { isSpecial, periodText } from '../../domain/payroll/pay-period.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError, fieldErrors, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { OTHER_KEY, shownOn } from '../../platform/web/typed-fields.ts';
import { existing, periodAsked } from './asked.ts';
import { answerDiscardForm, askDiscardForm } from './discard-forms.ts';
import { discardModel, type DiscardPage } from './discard-page.ts';
import { discardsOf } from './discard-queries.ts';
import { answerDiscard, askDiscard, type DiscardAnswer } from './discard-service.ts';
import { boardOf } from './board-link.ts';
import { discardPath } from './paths.ts';
import { wordsOf, type Period } from './queries.ts';

const HIDDEN = ['kunci_kirim', 'versi', 'keputusan'];
const SAID_SPECIAL: Readonly<Record<DiscardAnswer, string>> = {
  batalkan: 'perhitungan dibatalkan dan dapat dihitung lagi.',
  lanjutkan: 'perhitungan dilanjutkan. Permintaan pembatalannya ditolak.',
  tarik: 'perhitungan dilanjutkan. Permintaan pembatalannya ditarik.',
};
const SAID: Readonly<Record<DiscardAnswer, string>> = {
  batalkan: 'dibatalkan. Periodenya terbuka lagi.',
  lanjutkan: 'dilanjutkan. Permintaan pembatalannya ditolak.',
  tarik: 'dilanjutkan. Permintaan pembatalannya ditarik.',
};

/** What became of it, for whoever answered. */
function saidOf(period: Period, answer: DiscardAnswer): string {
  if (!isSpecial(period)) return `TPP ${period.unit.name} ${monthInWords(period.month)} ${SAID[answer]}`;
  return `${wordsOf(period)}, ${period.unit.name}: ${SAID_SPECIAL[answer]}`;
}

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  form: FormState<'alasan'>,
  status: 200 | 409 | 422,
  key: string = newFormKey(),
): Promise<void> {
  const period = await periodAsked(deps, req, actor);
  const discards = await discardsOf(deps.pool, period, period.unit.id);
  const content = { actor, period, discards, form, key, zone: deps.regency.zone };
  page<DiscardPage>(res, 'payroll-runs/discard', discardModel(content), status);
}

/** Asking for a run to be discarded, or the answer of a second person. */
export const showDiscard =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    render(deps, req, res, actor, blankForm({}), 200);

export const postDiscard =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const period = await periodAsked(deps, req, actor);
    const { unit } = period;
    const key = isUuid(textOf(body, 'kunci_kirim')) ? textOf(body, 'kunci_kirim') : newFormKey();
    const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
      render(
        deps,
        req,
        res,
        actor,
        failedForm({ alasan: textOf(body, 'alasan') }, shownOn(errors, HIDDEN)),
        status,
        key,
      );
    const parsed = askDiscardForm.safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { alasan: reason, kunci_kirim } = parsed.data;
    try {
      await askDiscard(deps, actor, { runId: existing(period).id, unit, reason, key: kunci_kirim });
    } catch (error) {
      if (error instanceof KeyReused) return again([{ field: '', message: OTHER_KEY }], 422);
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: 'Permintaan dicatat. Orang kedua sudah diberi tahu.' });
    res.redirect(303, discardPath(periodText(period), unit.code));
  };

export const postDiscardAnswer =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const period = await periodAsked(deps, req, actor);
    const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
      render(deps, req, res, actor, failedForm({}, shownOn(errors, HIDDEN)), status);
    const parsed = answerDiscardForm.safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { keputusan: answer, versi: version } = parsed.data;
    try {
      await answerDiscard(deps, actor, { runId: existing(period).id, unit: period.unit, answer, version });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: saidOf(period, answer) });
    res.redirect(303, boardOf(period).href);
  };
