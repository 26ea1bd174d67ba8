import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FormState, formTitle } from '../../platform/render/forms.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { loginField, UNKNOWN_FIELD } from '../sign-in/fields.ts';

/** views/account/forgotten.ejs */
export interface ForgottenPage extends PageModel {
  readonly form: FormState<'nip'>;
  /** Said to everybody alike, once the form was sent. */
  readonly answer: string | null;
}

const forgottenForm = z.strictObject({ nip: loginField }, UNKNOWN_FIELD);
/** The same for a NIP that is known and one that is not: nobody learns who has an account. */
const ANSWER =
  'Kalau NIP terdaftar, pengelola kepegawaian OPD Anda menerima permintaan ini. Datangi mejanya dengan kartu pegawai atau KTP. Di sana Anda mendapat kode baru untuk sekali pakai.';

const ASK = `INSERT INTO password_ticket (account_id, asked_at)
  SELECT a.id, $2 FROM account a WHERE a.login = $1 AND a.disabled_at IS NULL
  ON CONFLICT (account_id) WHERE closed_at IS NULL DO NOTHING`;

const forgottenModel = (form: FormState<'nip'>, answer: string | null = null): ForgottenPage => ({
  title: formTitle('Lupa kata sandi', form),
  form,
  answer,
});

/** Who forgot the password asks here; a clerk answers at the desk, after looking at a card (ux.md F3). */
export function forgottenHandlers(deps: Deps, services: WebServices): Readonly<Record<'show' | 'ask', Handler>> {
  return {
    show: (_req, res) => page<ForgottenPage>(res, 'account/forgotten', forgottenModel(blankForm({}))),
    ask: async (req, res, { body }) => {
      const parsed = forgottenForm.safeParse(body);
      if (!parsed.success) {
        const form = failedForm({ nip: textOf(body, 'nip') }, fieldErrors(parsed.error.issues));
        return page<ForgottenPage>(res, 'account/forgotten', forgottenModel(form), 422);
      }
      await services.stashing.count(`lupa|${req.ip ?? ''}`);
      await deps.pool.query(ASK, [parsed.data.nip, deps.clock.now()]);
      page<ForgottenPage>(res, 'account/forgotten', forgottenModel(blankForm({}), ANSWER));
    },
  };
}
