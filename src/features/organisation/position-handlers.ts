import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { positionRights } from './access.ts';
import { anchorIn, idIn, idOf, one, searchIn } from './address.ts';
import { carryOut, shownValues } from './form-round.ts';
import { positionPath } from './paths.ts';
import { newPositionForm, positionChangeForm } from './position-forms.ts';
import { positionFormModel, positionValues, type PositionFormPage } from './position-form-page.ts';
import { positionModel, positionsModel, type PositionPage, type PositionsPage } from './position-pages.ts';
import { chairsById, chairsOn, holdsOf, knownFamilies, positionVersions, type ChairRow } from './position-queries.ts';
import { changePosition, createPosition } from './position-service.ts';
import { changedBy, todayOf } from './unit-handlers.ts';
import { inForce, unitsOn } from './unit-queries.ts';

export const showPositions =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const filter = { unitId: idOf(req.query, 'unit'), words: searchIn(req.query), after: anchorIn(req.query) };
    const { rows, more } = await chairsOn(deps.pool, todayOf(deps), filter);
    const units = await unitsOn(deps.pool, todayOf(deps));
    const model = positionsModel({ chairs: rows, more, units, filter, rights: positionRights(actor) });
    page<PositionsPage>(res, 'organisation/positions', model);
  };

export const showPosition =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const id = idIn(req);
    const position = await positionVersions(deps.pool, id);
    if (!position) throw new NotFound('position');
    const holds = await holdsOf(deps.pool, id);
    const content = { id, ...position, holds, today: todayOf(deps), rights: positionRights(actor) };
    page<PositionPage>(res, 'organisation/position', positionModel(content));
  };

export const showNewPosition =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    const key = one(req.query, 'kunci_kirim');
    const values = { jenis: 'PELAKSANA', ...shownValues(req.query) };
    return renderForm(deps, res, visit, blankForm(values), { key: isUuid(key) ? key : newFormKey(), status: 200 });
  };

export const postNewPosition =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: newPositionForm,
      act: async order => {
        const id = await createPosition(deps, changedBy(visit), order);
        flash(res, { kind: 'berhasil', text: `Jabatan ${order.content.title} tersimpan.` });
        res.redirect(303, positionPath(id));
      },
      again: (form, status) =>
        renderForm(deps, res, visit, form, { key: one(visit.body, 'kunci_kirim') || newFormKey(), status }),
    });

export const showPositionChange =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const id = idIn(req);
    const asked = 'cari' in req.query ? blankForm(shownValues(req.query)) : undefined;
    await renderForm(deps, res, visit, asked, { id, key: '', status: 200 });
  };

export const postPositionChange =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    const id = idIn(req);
    return carryOut({
      body: visit.body,
      schema: positionChangeForm(positionRights(visit.actor)),
      act: async change => {
        await changePosition(deps, changedBy(visit), id, change);
        flash(res, { kind: 'berhasil', text: 'Perubahan jabatan tersimpan.' });
        res.redirect(303, positionPath(id));
      },
      again: (form, status) => renderForm(deps, res, visit, form, { id, key: '', status }),
    });
  };

interface Rendering {
  /** The position that changes; absent for a new one. */
  readonly id?: string;
  readonly key: string;
  readonly status: number;
}

async function renderForm(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  typed: FormState | undefined,
  { id, key, status }: Rendering,
): Promise<void> {
  const today = todayOf(deps);
  const found = id === undefined ? undefined : await positionVersions(deps.pool, id);
  if (id !== undefined && !found) throw new NotFound('position');
  const now = found && inForce(found.versions, today);
  const form = typed ?? blankForm(now ? positionValues(now) : {});
  const units = await unitsOn(deps.pool, today);
  const families = await knownFamilies(deps.pool);
  const model = positionFormModel({
    form,
    rights: positionRights(actor),
    units,
    chairs: await offeredChairs(deps, form),
    families,
    words: searchIn(form.values),
    position: found && now && id !== undefined ? { id, now, version: String(found.versions.length) } : undefined,
    key,
  });
  page<PositionFormPage>(res, 'organisation/position-form', model, status);
}

/** Chairs to choose from: those chosen, and those found by the search or, without one, those of the chosen unit. */
async function offeredChairs(deps: Deps, form: FormState): Promise<ChairRow[]> {
  const today = todayOf(deps);
  const chosen = ['atasan', 'validator'].flatMap(name => idOf(form.values, name) ?? []);
  const words = searchIn(form.values);
  const unitId = idOf(form.values, 'unit');
  const found =
    words !== '' || unitId !== undefined
      ? await chairsOn(deps.pool, today, words === '' ? { unitId, words } : { words }, 60)
      : { rows: [] };
  const listed = new Set(found.rows.map(chair => chair.id));
  const rest = chosen.filter(id => !listed.has(id));
  return [...(rest.length > 0 ? await chairsById(deps.pool, today, rest) : []), ...found.rows];
}
