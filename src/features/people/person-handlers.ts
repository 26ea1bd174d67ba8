import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { anchorIn, idIn, idOf, one, searchIn } from '../organisation/address.ts';
import { carryOut, shownValues } from '../organisation/form-round.ts';
import { holdersOf } from '../organisation/queries.ts';
import { conflict } from '../organisation/refusal.ts';
import { chairsById, chairsOn, type ChairRow } from '../organisation/position-queries.ts';
import { changedBy, todayOf } from '../organisation/unit-handlers.ts';
import { unitsOn } from '../organisation/unit-queries.ts';
import { recordView } from '../privacy/service.ts';
import { peopleScope, writesAll } from './access.ts';
import { peopleModel, type PeoplePage } from './list-page.ts';
import { nipWarningText } from './nip-check.ts';
import { personPath } from './paths.ts';
import { contactForm, newPersonForm, numberForm, personForm } from './person-forms.ts';
import { newPersonModel, personChangeModel, personValues, type PersonFormPage } from './person-form-page.ts';
import { personModel, type PersonPage } from './person-page.ts';
import { changePerson, createPerson } from './person-service.ts';
import {
  chainOf,
  PEOPLE_FILTERS,
  peopleOn,
  personByNumber,
  personOn,
  type PeopleFilter,
  type Person,
} from './queries.ts';
import { timelineOf } from './timeline.ts';

const filterIn = (query: Readonly<Record<string, unknown>>): PeopleFilter => {
  const asked = one(query, 'status');
  return Object.hasOwn(PEOPLE_FILTERS, asked) ? (asked as PeopleFilter) : 'bekerja';
};

export const showPeople =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderList(deps, res, visit.actor, req.query, blankForm({}), 200);

async function renderList(
  deps: Deps,
  res: Response,
  actor: Actor,
  query: Readonly<Record<string, unknown>>,
  number: FormState,
  status: number,
): Promise<void> {
  const scope = peopleScope(actor);
  const filter = {
    unitId: idOf(query, 'unit'),
    words: searchIn(query),
    which: filterIn(query),
    after: anchorIn(query),
  };
  const { rows, more } = await peopleOn(deps.pool, todayOf(deps), { scope, ...filter });
  const all = await unitsOn(deps.pool, todayOf(deps));
  const units = scope === null ? all : all.filter(unit => scope.includes(unit.payrollUnitId));
  const model = peopleModel({ rows, more, units, filter, mayWrite: writesAll(actor), numberForm: number });
  page<PeoplePage>(res, 'people/list', model, status);
}

/** The search by NIP or NIK: it leads to the person's page, and no number stands in an address. */
export const postNumber =
  (deps: Deps): Handler =>
  (_req, res, { actor, body }) =>
    carryOut({
      body,
      schema: numberForm,
      act: async ({ nomor }) => {
        const id = await personByNumber(deps.pool, todayOf(deps), peopleScope(actor), nomor);
        if (id === undefined) throw conflict('nomor', 'Tidak ada pegawai dengan nomor itu');
        res.redirect(303, personPath(id));
      },
      again: (form, status) => renderList(deps, res, actor, {}, form, status),
    });

/** A person within the reader's scope; others do not exist. */
export async function personFor(deps: Deps, actor: Actor, id: string): Promise<Person> {
  const person = await personOn(deps.pool, todayOf(deps), peopleScope(actor), id);
  if (!person) throw new NotFound('person');
  return person;
}

export const showPerson =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const [person, today] = [await personFor(deps, actor, idIn(req)), todayOf(deps)];
    const chain =
      person.held && person.positionId !== null
        ? await chainOf(deps.pool, person.id, person.positionId, today)
        : { verifierChair: null, validatorChair: null, oneStep: false };
    const chairIds = [chain.verifierChair, chain.validatorChair].filter(id => id !== null);
    const chairs = await holdersOf(deps.pool, chairIds, today);
    const timeline = await timelineOf(deps.pool, person.id);
    const acts = timeline.flatMap(row => (row.what === 'perubahan' && row.id !== null ? [row.id] : []));
    const documents = writesAll(actor) ? await attachmentsOf(deps.pool, 'staff_change', acts) : [];
    const at = deps.clock.now();
    await recordView(deps.pool, { viewerId: actor.employeeId, subjectIds: [person.id], what: 'profil', at });
    const model = personModel({
      person,
      verifier: chairs.get(chain.verifierChair ?? ''),
      validator: chairs.get(chain.validatorChair ?? ''),
      oneStep: chain.oneStep,
      timeline,
      documents,
      today,
      zone: deps.regency.zone,
      writesAll: writesAll(actor),
    });
    page<PersonPage>(res, 'people/person', model);
  };

export const showNewPerson =
  (deps: Deps): Handler =>
  (_req, res) =>
    renderNew(deps, res, blankForm({}), newFormKey(), 200);

/** Somebody new; with `aksi=cari` only the search of chairs, posted so that no number stands in an address. */
export const postNewPerson =
  (deps: Deps): Handler =>
  (_req, res, visit) => {
    const key = one(visit.body, 'kunci_kirim');
    const again = (form: FormState, status: number): Promise<void> =>
      renderNew(deps, res, form, isUuid(key) ? key : newFormKey(), status);
    if (one(visit.body, 'aksi') === 'cari') return again(blankForm(shownValues(visit.body)), 200);
    return carryOut({
      body: visit.body,
      schema: newPersonForm,
      act: async arrival => {
        const id = await createPerson(deps, changedBy(visit), arrival);
        const odd = nipWarningText(arrival.identity.nip, arrival.status);
        flash(res, { kind: odd === '' ? 'berhasil' : 'awas', text: `${arrival.identity.name} tersimpan.${odd}` });
        res.redirect(303, personPath(id));
      },
      again,
    });
  };

async function renderNew(deps: Deps, res: Response, form: FormState, key: string, status: number): Promise<void> {
  const chairs = await chairsToChoose(deps, form);
  page<PersonFormPage>(res, 'people/person-form', newPersonModel(form, chairs, searchIn(form.values), key), status);
}

/** Chairs to choose from: the chosen one, and those found by the search. */
export async function chairsToChoose(deps: Deps, form: FormState): Promise<ChairRow[]> {
  const today = todayOf(deps);
  const words = searchIn(form.values);
  const chosen = idOf(form.values, 'jabatan');
  const found = words === '' ? [] : (await chairsOn(deps.pool, today, { words }, 60)).rows;
  if (chosen === undefined || found.some(chair => chair.id === chosen)) return found;
  return [...(await chairsById(deps.pool, today, [chosen])), ...found];
}

export const showPersonChange =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const person = await personFor(deps, actor, idIn(req));
    const at = deps.clock.now();
    const what = writesAll(actor) ? 'profil' : 'kontak';
    await recordView(deps.pool, { viewerId: actor.employeeId, subjectIds: [person.id], what, at });
    const model = personChangeModel(blankForm(personValues(person)), person, writesAll(actor));
    page<PersonFormPage>(res, 'people/person-form', model);
  };

export const postPersonChange =
  (deps: Deps): Handler =>
  async (req, res, visit: Visit) => {
    const person = await personFor(deps, visit.actor, idIn(req));
    const all = writesAll(visit.actor);
    await carryOut({
      body: visit.body,
      schema: all ? personForm : contactForm,
      act: async edit => {
        await changePerson(deps, changedBy(visit), person.id, edit);
        const odd = edit.all && person.status !== null ? nipWarningText(edit.identity.nip, person.status) : '';
        flash(res, { kind: odd === '' ? 'berhasil' : 'awas', text: `Data tersimpan.${odd}` });
        res.redirect(303, personPath(person.id));
      },
      again: (form, status) => {
        page<PersonFormPage>(res, 'people/person-form', personChangeModel(form, person, all), status);
        return Promise.resolve();
      },
    });
  };

/** A document of an act, to who may see the person's acts. */
export const downloadDocument =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const person = await personFor(deps, actor, idIn(req));
    const fileId = req.params['berkas'];
    const acts = (await timelineOf(deps.pool, person.id)).flatMap(row =>
      row.what === 'perubahan' && row.id !== null ? [row.id] : [],
    );
    const file = (await attachmentsOf(deps.pool, 'staff_change', acts)).find(each => each.id === fileId);
    if (!file) throw new NotFound('document');
    await sendStored(deps, res, file);
  };
