import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { TooMany } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { clock as clockText } from '../../platform/render/format.ts';
import { blankForm, failedForm, type FieldError, fieldErrors } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { activationForm } from './forms.ts';
import { type ActivationPage, activationPage } from './pages.ts';
import { passwordProblem } from './password-rules.ts';
import { type AccountDetails, accountDetails } from './queries.ts';
import { codeHash, setPassword } from './service.ts';

const WRONG =
  'NIP atau kode aktivasi belum cocok, atau kode sudah tidak berlaku. Minta kode baru ke pengelola kepegawaian OPD Anda';

/** First access, or a forgotten password, by a one-time code from a slip of paper. */
export function activationHandlers(deps: Deps, services: WebServices): { show: Handler; activate: Handler } {
  const again = (req: Request, res: Response, errors: readonly FieldError[], status = 422): void => {
    const form = failedForm({ nip: textOf(stateOf(req).body, 'nip') }, errors);
    page<ActivationPage>(res, 'account/activation', activationPage(form), status);
  };

  const activate = async (req: Request, res: Response, { body, requestId }: Visit): Promise<void> => {
    const parsed = activationForm.safeParse(body);
    if (!parsed.success) return again(req, res, fieldErrors(parsed.error.issues));
    const { nip, kode, baru } = parsed.data;
    const pair = `${nip}|${req.ip ?? ''}`;
    await services.codes.check(pair);
    const account = await accountDetails(deps, { login: nip });
    if (!account || !opens(account, kode, deps.clock.real())) {
      await services.codes.count(pair);
      return again(req, res, [{ field: 'kode', message: WRONG }]);
    }
    const problem = passwordProblem(baru, account);
    if (problem !== undefined) return again(req, res, [{ field: 'baru', message: problem }]);
    const password = await services.passwords.hash(baru);
    await setPassword(deps, { accountId: account.id, password, action: 'kata_sandi.aktivasi', requestId });
    flash(res, { kind: 'berhasil', text: 'Kata sandi tersimpan. Masuk dengan kata sandi baru itu.' });
    res.redirect(303, '/masuk');
  };

  return {
    show: (_req, res) => page<ActivationPage>(res, 'account/activation', activationPage(blankForm({}))),
    activate: async (req, res, visit) => {
      try {
        await activate(req, res, visit);
      } catch (error) {
        if (!(error instanceof TooMany)) throw error;
        const at = new Date(deps.clock.real().getTime() + error.retryAfterSeconds * 1000);
        res.set('Retry-After', String(error.retryAfterSeconds));
        const message = `Terlalu banyak percobaan. Coba lagi pukul ${clockText(at, deps.regency.zone)}`;
        again(req, res, [{ field: 'kode', message }], 429);
      }
    },
  };
}

function opens(account: AccountDetails, typed: string, now: Date): boolean {
  const { activationHash, activationExpiresAt } = account;
  if (activationHash === null || activationExpiresAt === null || activationExpiresAt <= now) return false;
  return timingSafeEqual(Buffer.from(codeHash(typed), 'hex'), Buffer.from(activationHash, 'hex'));
}
