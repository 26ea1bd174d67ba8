import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler } from '../../platform/web/route.ts';
import { workflowOn } from '../workflow/settings.ts';
import { parseDelegation, parseEnding } from './forms.ts';
import { delegationModel, type DelegationPage } from './page.ts';
import { candidatesFor, delegationsOf, giverChairOf } from './queries.ts';
import { DelegationRefused, endDelegation, giveDelegation } from './service.ts';

const PATH = '/verifikasi/delegasi';

/** GET /verifikasi/delegasi?cari=: who stands in for one's own chair, and the form that names somebody. Four statements. */
export const showDelegations =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    render(deps, req, res, actor, 200, blankForm({}));

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  status: 200 | 409 | 422,
  form: FormState,
): Promise<void> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const name = typeof req.query.cari === 'string' ? req.query.cari.trim().slice(0, 60) : '';
  const { delegasi_hari: mostDays } = await workflowOn(deps.pool, today);
  const chair = await giverChairOf(deps.pool, actor.employeeId, today);
  const giver = chair && { employeeId: actor.employeeId, payrollUnitId: chair.payrollUnitId };
  const candidates = giver ? await candidatesFor(deps.pool, giver, today, { name }) : [];
  const given = chair ? await delegationsOf(deps.pool, chair.positionId) : [];
  const search = blankForm({ cari: name });
  const model = delegationModel({ chair, candidates, given, today, mostDays, form, search, key: newFormKey() });
  page<DelegationPage>(res, 'delegation/page', model, status);
}

/** POST /verifikasi/delegasi. */
export const postDelegation =
  (deps: Deps): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const refuse = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      render(deps, req, res, actor, status, failedForm(typedValues(body), errors));
    const today = dayIn(deps.regency.zone, deps.clock.now());
    const parsed = parseDelegation(body, (await workflowOn(deps.pool, today)).delegasi_hari);
    if (!parsed.ok) return refuse(422, parsed.errors);
    try {
      const delegate = await giveDelegation(deps, actor, parsed.form, requestId);
      flash(res, { kind: 'berhasil', text: `${delegate.name} ditunjuk sebagai pengganti Anda.` });
      res.redirect(303, PATH);
    } catch (error) {
      if (error instanceof DelegationRefused) return refuse(error.status, [error.error]);
      if (error instanceof KeyReused)
        return refuse(422, [
          { field: '', message: 'Formulir ini sudah dikirim dengan isi lain. Muat ulang halaman ini' },
        ]);
      throw error;
    }
  };

/** POST /verifikasi/delegasi/:id/akhiri. */
export const postEnding =
  (deps: Deps): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const { id } = req.params;
    if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('delegation');
    const refuse = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      render(deps, req, res, actor, status, failedForm({}, errors));
    const parsed = parseEnding(body);
    if (!parsed.ok) return refuse(422, parsed.errors);
    try {
      const { began } = await endDelegation(deps, actor, id, parsed.form.version, requestId);
      flash(res, {
        kind: 'berhasil',
        text: began ? 'Penggantian berakhir hari ini.' : 'Penggantian dibatalkan sebelum dimulai.',
      });
      res.redirect(303, PATH);
    } catch (error) {
      if (error instanceof Conflict) return refuse(409, [{ field: '', message: error.reason }]);
      throw error;
    }
  };
