import type { Request, Response } from 'express';
import type passport from 'passport';
import type { Deps } from '../../platform/deps.ts';
import { TooMany, Unavailable } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { clock as clockText } from '../../platform/render/format.ts';
import { blankForm, failedForm, type FieldError, fieldErrors } from '../../platform/render/forms.ts';
import { openSession } from '../../platform/web/authentication.ts';
import { deviceWords } from '../../platform/web/device-words.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import { HOME_PATH, wantedPath } from '../../platform/web/return-path.ts';
import type { Handler } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { destroySession, SESSION_COOKIE } from '../../platform/web/session.ts';
import { signInForm } from './forms.ts';
import { type SignInPage, signInPage } from './pages.ts';
import { goOn } from './service.ts';
import { enter, noteFailure } from './sign-in-trail.ts';
import { authenticate, pairOf } from './strategy.ts';

const WRONG = 'NIP atau kata sandi belum cocok. Coba lagi, atau pilih Lupa kata sandi';
const KEPT = 'Isian Anda tersimpan. Masuk untuk melanjutkan.';
const ENDED = 'Anda keluar otomatis karena lama tidak memakai e-Kinerja. Masuk lagi untuk melanjutkan.';

/** Signing in and out. */
export function signInHandlers(
  deps: Deps,
  services: WebServices,
  own: passport.Authenticator,
): { home: Handler; show: Handler; signIn: Handler; signOut: Handler } {
  const { appName, zone } = deps.regency;

  const again = (req: Request, res: Response, status: number, errors: readonly FieldError[]): void => {
    const { body } = stateOf(req);
    const form = failedForm({ nip: textOf(body, 'nip') }, errors);
    page<SignInPage>(res, 'sign-in/page', signInPage(appName, form, wantedPath(textOf(body, 'lanjut'))), status);
  };

  const tooMany = (req: Request, res: Response, { retryAfterSeconds }: TooMany): void => {
    const at = new Date(deps.clock.real().getTime() + retryAfterSeconds * 1000);
    res.set('Retry-After', String(retryAfterSeconds));
    const message = `Terlalu banyak percobaan. Coba lagi pukul ${clockText(at, zone)}`;
    again(req, res, 429, [{ field: 'nip', message }]);
  };

  const busy = (req: Request, res: Response, { retryAfterSeconds }: Unavailable): void => {
    res.set('Retry-After', String(retryAfterSeconds));
    const message = `Sedang banyak yang masuk. Coba lagi dalam ${String(retryAfterSeconds)} detik`;
    again(req, res, 503, [{ field: 'kata_sandi', message }]);
  };

  const attempt = async (req: Request, res: Response, login: string): Promise<void> => {
    const proven = await authenticate(own, req);
    const address = req.ip ?? '';
    const { id: requestId } = stateOf(req);
    const wrong = async (): Promise<void> => {
      await services.failures.count(pairOf(login, address));
      await services.spray.count(address);
      await noteFailure(deps, { login, requestId });
      again(req, res, 422, [{ field: 'kata_sandi', message: WRONG }]);
    };
    if (!proven) return wrong();
    const device = deviceWords(req.get('user-agent'));
    const failures = { throttle: services.failures, key: pairOf(login, address) };
    const note = { hash: proven.hash, device, requestId };
    const actor = await openSession(req, proven.accountId, deps.clock.real(), values =>
      enter(deps, values, note, failures),
    );
    if (!actor) return wrong();
    await goOn(services.stash, req, res);
  };

  return {
    home: (_req, res) => res.redirect(303, HOME_PATH),

    show: async (req, res) => {
      const { actor, expired } = stateOf(req);
      const next = wantedPath(req.query['lanjut']);
      if (actor) return res.redirect(303, next);
      const kept = await services.stash.waits(req);
      const text = kept ? KEPT : expired ? ENDED : null;
      page<SignInPage>(
        res,
        'sign-in/page',
        signInPage(appName, blankForm({}), next, text ? { kind: 'info', text } : null),
      );
    },

    signIn: async (req, res, { body }) => {
      const parsed = signInForm.safeParse(body);
      if (!parsed.success) return again(req, res, 422, fieldErrors(parsed.error.issues));
      try {
        await attempt(req, res, parsed.data.nip);
      } catch (error) {
        if (stateOf(req).actor) throw error; // signed in: what failed is the form that was carried out
        if (error instanceof TooMany) tooMany(req, res, error);
        else if (error instanceof Unavailable) busy(req, res, error);
        else throw error;
      }
    },

    signOut: async (req, res) => {
      await destroySession(req);
      delete stateOf(req).actor;
      services.stash.signedOut(req, res);
      res.clearCookie(SESSION_COOKIE, { path: '/' });
      flash(res, { kind: 'info', text: 'Anda sudah keluar.' });
      res.redirect(303, '/masuk');
    },
  };
}
