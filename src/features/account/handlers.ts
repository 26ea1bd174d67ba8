import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, TooMany } from '../../platform/errors.ts';
import { sha256 } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError, fieldErrors } from '../../platform/render/forms.ts';
import { clock as clockText } from '../../platform/render/format.ts';
import { flash } from '../../platform/web/flash.ts';
import { loadActor } from '../../platform/web/load-actor.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { goOn } from '../sign-in/service.ts';
import { firstPasswordForm, passwordForm } from './forms.ts';
import { type AccountPage, accountPage, type PasswordPage, passwordPage } from './pages.ts';
import { passwordProblem } from './password-rules.ts';
import { type AccountDetails, accountDetails, sessionsOf, signInsOf } from './queries.ts';
import { endOtherSessions, endSession, setPassword } from './service.ts';

const CHANGED = 'Kata sandi diganti. Perangkat lain sudah dikeluarkan.';

/** One's own account: password and sessions. */
export function accountHandlers(
  deps: Deps,
  services: WebServices,
): Readonly<Record<'show' | 'showPassword' | 'changePassword' | 'endOne' | 'endOthers', Handler>> {
  const ownAccount = async ({ actor }: Visit): Promise<AccountDetails> => {
    const account = await accountDetails(deps, { id: actor.accountId });
    if (!account) throw new NotFound('account');
    return account;
  };

  const again = (res: Response, visit: Visit, errors: readonly FieldError[], status = 422): void =>
    page<PasswordPage>(
      res,
      'account/password',
      passwordPage(failedForm({}, errors), !visit.actor.mustChangePassword),
      status,
    );

  /** What stands in the way of the new password, or nothing. */
  const problems = async (
    account: AccountDetails,
    form: { readonly lama?: string | undefined; readonly baru: string },
    asksOld: boolean,
  ): Promise<FieldError[]> => {
    if (asksOld && !(await services.passwords.matches(form.lama ?? '', account.password))) {
      await services.failures.count(account.id);
      return [{ field: 'lama', message: 'Kata sandi lama belum cocok' }];
    }
    const problem = passwordProblem(form.baru, account);
    if (problem !== undefined) return [{ field: 'baru', message: problem }];
    const same = await services.passwords.matches(form.baru, account.password);
    return same ? [{ field: 'baru', message: 'Pakai kata sandi yang berbeda dari yang lama' }] : [];
  };

  const change = async (req: Request, res: Response, visit: Visit): Promise<void> => {
    const asksOld = !visit.actor.mustChangePassword;
    const parsed = (asksOld ? passwordForm : firstPasswordForm).safeParse(visit.body);
    if (!parsed.success) return again(res, visit, fieldErrors(parsed.error.issues));
    const account = await ownAccount(visit);
    await services.failures.check(account.id);
    const errors = await problems(account, parsed.data, asksOld);
    if (errors.length > 0) return again(res, visit, errors);
    const password = await services.passwords.hash(parsed.data.baru);
    const { requestId } = visit;
    await setPassword(deps, {
      accountId: account.id,
      password,
      action: 'kata_sandi.ganti',
      requestId,
      keepSid: req.sessionID,
    });
    flash(res, { kind: 'berhasil', text: CHANGED });
    if (asksOld) return res.redirect(303, '/akun');
    const actor = await loadActor(deps, account.id);
    if (actor) stateOf(req).actor = actor;
    await goOn(services.stash, req, res);
  };

  return {
    show: async (req, res, visit) => {
      const account = await ownAccount(visit);
      const sessions = await sessionsOf(deps.pool, account.id, deps.clock.real());
      const own = { session: sha256(req.sessionID), zone: deps.regency.zone };
      const signIns = await signInsOf(deps.pool, account.id, deps.clock.now());
      page<AccountPage>(res, 'account/page', accountPage(visit.actor, account, { sessions, signIns }, own));
    },

    showPassword: (_req, res, { actor }) =>
      page<PasswordPage>(res, 'account/password', passwordPage(blankForm({}), !actor.mustChangePassword)),

    changePassword: async (req, res, visit) => {
      try {
        await change(req, res, visit);
      } catch (error) {
        if (!(error instanceof TooMany)) throw error;
        const at = new Date(deps.clock.real().getTime() + error.retryAfterSeconds * 1000);
        res.set('Retry-After', String(error.retryAfterSeconds));
        const message = `Terlalu banyak percobaan. Coba lagi pukul ${clockText(at, deps.regency.zone)}`;
        again(res, visit, [{ field: 'lama', message }], 429);
      }
    },

    endOne: async (req, res, { actor, requestId }) => {
      const session = String(req.params['id']);
      if (!(await endSession(deps, actor.accountId, session, requestId))) throw new NotFound('session');
      flash(res, { kind: 'berhasil', text: 'Perangkat itu sudah dikeluarkan.' });
      res.redirect(303, '/akun');
    },

    endOthers: async (req, res, { actor, requestId }) => {
      await endOtherSessions(deps, actor.accountId, req.sessionID, requestId);
      flash(res, { kind: 'berhasil', text: 'Semua perangkat lain sudah dikeluarkan.' });
      res.redirect(303, '/akun');
    },
  };
}
