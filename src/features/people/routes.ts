import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { changesOffice, peopleOffice } from './access.ts';
import { postChange, showNewChange } from './change-handlers.ts';
import { PEOPLE_PATH } from './paths.ts';
import {
  downloadDocument,
  postNewPerson,
  postNumber,
  postPersonChange,
  showNewPerson,
  showPeople,
  showPerson,
  showPersonChange,
} from './person-handlers.ts';

/** People with their standing, their places and what changes about them, for the personnel office and the units' clerks. */
export const peopleRoutes = (deps: Deps): Route[] => [
  get(PEOPLE_PATH, peopleOffice, showPeople(deps)),
  post(`${PEOPLE_PATH}/cari`, peopleOffice, postNumber(deps)),
  get(`${PEOPLE_PATH}/baru`, changesOffice, showNewPerson(deps)),
  post(PEOPLE_PATH, changesOffice, postNewPerson(deps)),
  get(`${PEOPLE_PATH}/:id`, peopleOffice, showPerson(deps)),
  get(`${PEOPLE_PATH}/:id/ubah`, peopleOffice, showPersonChange(deps)),
  post(`${PEOPLE_PATH}/:id/ubah`, peopleOffice, postPersonChange(deps)),
  get(`${PEOPLE_PATH}/:id/perubahan/baru`, changesOffice, showNewChange(deps)),
  post(`${PEOPLE_PATH}/:id/perubahan`, changesOffice, postChange(deps)),
  get(`${PEOPLE_PATH}/:id/perubahan/dokumen/:berkas`, changesOffice, downloadDocument(deps)),
];
