import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError, fieldErrors, typedValues } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import type { Handler } from '../../platform/web/route.ts';
import { SECRET_FIELDS } from '../../platform/web/secret-fields.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { passwordProblem } from '../account/password-rules.ts';
import { codeHash } from '../account/service.ts';
import { setupForm } from './forms.ts';
import { type SetupPage, setupPage } from './pages.ts';
import { hasAdministrator, makeFirstAdministrator } from './service.ts';

/**
 * The page of a first start. It exists only while nobody administers the installation.
 *
 * @param setupCode the one-time code that the start printed
 */
export function setupHandlers(
  deps: Deps,
  services: WebServices,
  setupCode: string | undefined,
): { show: Handler; setUp: Handler } {
  const refuseOnceDone = async (): Promise<void> => {
    if (setupCode === undefined || (await hasAdministrator(deps.pool))) throw new NotFound('setup');
  };
  const again = (req: Request, res: Response, errors: readonly FieldError[]): void =>
    page<SetupPage>(
      res,
      'setup/page',
      setupPage(failedForm(typedValues(stateOf(req).body, SECRET_FIELDS), errors)),
      422,
    );

  return {
    show: async (_req, res) => {
      await refuseOnceDone();
      page<SetupPage>(res, 'setup/page', setupPage(blankForm({})));
    },

    setUp: async (req, res, { body, requestId }) => {
      await refuseOnceDone();
      const parsed = setupForm.safeParse(body);
      if (!parsed.success) return again(req, res, fieldErrors(parsed.error.issues));
      const { kode, nip, nama, baru } = parsed.data;
      await services.codes.check(req.ip ?? '');
      if (!timingSafeEqual(Buffer.from(codeHash(kode)), Buffer.from(codeHash(setupCode ?? '')))) {
        await services.codes.count(req.ip ?? '');
        return again(req, res, [
          { field: 'kode', message: 'Kode penyiapan belum cocok. Lihat keluaran program saat dimulai' },
        ]);
      }
      const { appName, government } = deps.regency;
      const own = { login: nip, name: nama, unit: null, region: `${appName} ${government}` };
      const problem = passwordProblem(baru, own);
      if (problem !== undefined) return again(req, res, [{ field: 'baru', message: problem }]);
      const password = await services.passwords.hash(baru);
      const made = await transaction(deps.pool, tx =>
        makeFirstAdministrator(tx, deps, { nip, name: nama, password, requestId }),
      );
      if (!made) throw new NotFound('setup');
      flash(res, {
        kind: 'berhasil',
        text: 'Administrator pertama sudah dibuat. Masuk dengan NIP dan kata sandi itu.',
      });
      res.redirect(303, '/masuk');
    },
  };
}
