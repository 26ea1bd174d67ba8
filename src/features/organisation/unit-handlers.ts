import type { Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { positionRights } from './access.ts';
import { idIn } from './address.ts';
import { carryOut } from './form-round.ts';
import { unitPath } from './paths.ts';
import { newUnitForm, unitChangeForm } from './unit-forms.ts';
import {
  unitFormModel,
  unitModel,
  unitsModel,
  unitValues,
  type UnitFormPage,
  type UnitPage,
  type UnitsPage,
} from './unit-pages.ts';
import { inForce, payingUnits, unitsOn, unitVersions } from './unit-queries.ts';
import { changeUnit, createUnit, type ChangedBy } from './unit-service.ts';

export const todayOf = (deps: Deps) => dayIn(deps.regency.zone, deps.clock.now());
export const changedBy = ({ actor, requestId }: Visit): ChangedBy => ({ employeeId: actor.employeeId, requestId });

export const showUnits =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const units = await unitsOn(deps.pool, todayOf(deps));
    page<UnitsPage>(res, 'organisation/units', unitsModel(units, positionRights(actor).tree));
  };

export const showUnit =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const id = idIn(req);
    const unit = await unitVersions(deps.pool, id);
    if (!unit) throw new NotFound('unit');
    const units = await unitsOn(deps.pool, todayOf(deps));
    const model = unitModel(id, unit, units, todayOf(deps), positionRights(actor).tree);
    page<UnitPage>(res, 'organisation/unit', model);
  };

export const showNewUnit =
  (deps: Deps): Handler =>
  (_req, res) =>
    renderNew(deps, res, blankForm({ pola: '5' }), newFormKey(), 200);

export const postNewUnit =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: newUnitForm,
      act: async order => {
        const id = await createUnit(deps, changedBy(visit), order);
        flash(res, { kind: 'berhasil', text: `Unit ${order.content.name} tersimpan.` });
        res.redirect(303, unitPath(id));
      },
      again: (form, status) => renderNew(deps, res, form, textOf(visit.body, 'kunci_kirim') || newFormKey(), status),
    });

async function renderNew(deps: Deps, res: Response, form: FormState, key: string, status: number): Promise<void> {
  const units = await unitsOn(deps.pool, todayOf(deps));
  const payers = await payingUnits(deps.pool);
  page<UnitFormPage>(res, 'organisation/unit-form', unitFormModel({ form, units, payers, key }), status);
}

export const showUnitChange =
  (deps: Deps): Handler =>
  async (req, res) => {
    await renderChange(deps, res, idIn(req), undefined, 200);
  };

export const postUnitChange =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    const id = idIn(req);
    return carryOut({
      body: visit.body,
      schema: unitChangeForm,
      act: async order => {
        await changeUnit(deps, changedBy(visit), id, order);
        flash(res, { kind: 'berhasil', text: `Perubahan ${order.content.name} tersimpan.` });
        res.redirect(303, unitPath(id));
      },
      again: (form, status) => renderChange(deps, res, id, form, status),
    });
  };

async function renderChange(
  deps: Deps,
  res: Response,
  id: string,
  typed: FormState | undefined,
  status: number,
): Promise<void> {
  const found = await unitVersions(deps.pool, id);
  if (!found) throw new NotFound('unit');
  const now = inForce(found.versions, todayOf(deps));
  const units = await unitsOn(deps.pool, todayOf(deps));
  const payers = await payingUnits(deps.pool);
  const form = typed ?? blankForm(unitValues(now));
  const unit = { id, name: now.name, version: String(found.versions.length) };
  page<UnitFormPage>(res, 'organisation/unit-form', unitFormModel({ form, units, payers, unit, key: '' }), status);
}
