import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm, failedForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler } from '../../platform/web/route.ts';
import { checkFiles } from '../evidence/service.ts';
import { idIn, one, searchIn } from '../organisation/address.ts';
import { carryOut, shownValues } from '../organisation/form-round.ts';
import { changedBy, todayOf } from '../organisation/unit-handlers.ts';
import { unitsOn } from '../organisation/unit-queries.ts';
import { CHANGE_FORMS } from './change-forms.ts';
import { CHANGE_KINDS, isChangeKind, possibleChanges, type ChangeKind } from './change-kinds.ts';
import {
  changeModel,
  chooseChangeModel,
  stillOpenModel,
  type ChangePage,
  type ChooseChangePage,
  type StillOpenPage,
} from './change-page.ts';
import { recordChange, StillOpen } from './change-service.ts';
import { personPath } from './paths.ts';
import { chairsToChoose, personFor } from './person-handlers.ts';
import type { Person } from './queries.ts';
import { isEnded } from './statuses.ts';
import { actingHolds } from './timeline.ts';

/** Which act, and then its form; with `cari` the same form with what was typed and what was found. */
export const showNewChange =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const person = await personFor(deps, actor, idIn(req));
    const kind = one(req.query, 'jenis');
    if (kind === '') {
      const acting = (await actingHolds(deps.pool, person.id, todayOf(deps))).length > 0;
      const ended = person.status !== null && isEnded(person.status);
      const kinds = possibleChanges({ status: person.status, held: person.held, ended, acting });
      return page<ChooseChangePage>(res, 'people/choose-change', chooseChangeModel(person, kinds));
    }
    if (!isChangeKind(kind)) throw new NotFound('kind of change');
    const key = one(req.query, 'kunci_kirim');
    const form = blankForm(shownValues(req.query));
    await renderForm(deps, res, person, kind, form, isUuid(key) ? key : newFormKey(), 200);
  };

async function renderForm(
  deps: Deps,
  res: Response,
  person: Person,
  kind: ChangeKind,
  form: FormState,
  key: string,
  status: number,
): Promise<void> {
  const today = todayOf(deps);
  const model = changeModel({
    person,
    kind,
    form,
    key,
    chairs: await chairsToChoose(deps, form),
    words: searchIn(form.values),
    tasks: kind === 'AKHIR_TUGAS' ? await actingHolds(deps.pool, person.id, today) : [],
    units: kind === 'TEMPAT_KERJA' ? await unitsOn(deps.pool, today) : [],
  });
  page<ChangePage>(res, 'people/change', model, status);
}

/** Records an act; where something of the person is open that was not seen, the page shows it and asks once more. */
export const postChange =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const person = await personFor(deps, visit.actor, idIn(req));
    const kind = one(visit.body, 'jenis');
    if (!isChangeKind(kind)) throw new Malformed('Pilih jenis perubahan.');
    const again = (form: FormState, status: number): Promise<void> =>
      renderForm(deps, res, person, kind, form, one(visit.body, 'kunci_kirim') || newFormKey(), status);
    const files = checkFiles(visit.files);
    if ('error' in files) return again(failedForm(shownValues(visit.body), [files.error]), 422);
    await carryOut({
      body: visit.body,
      schema: CHANGE_FORMS[kind],
      act: async change => {
        try {
          const { from } = await recordChange(deps, changedBy(visit), person.id, change, files.accepted);
          const text = `${CHANGE_KINDS[kind].label} ${person.fullName} tercatat, berlaku ${dateMedium(from)}.`;
          flash(res, { kind: 'berhasil', text });
          res.redirect(303, personPath(person.id));
        } catch (error) {
          if (!(error instanceof StillOpen)) throw error;
          const { items, digest } = error;
          const form = blankForm(shownValues(visit.body));
          const model = stillOpenModel({ person, kind, items, digest, form, filesLost: files.accepted.length > 0 });
          page<StillOpenPage>(res, 'people/still-open', model, 409);
        }
      },
      again,
    });
  };
