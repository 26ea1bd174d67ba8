import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import { get, post, type Access, type Route } from '../../platform/web/route.ts';
import { organisationOffice, treeOffice } from './access.ts';
import { hubAccess, hubFor } from './hub.ts';
import { hubModel, type HubPage } from './hub-page.ts';
import { HUB_PATH, POSITIONS_PATH, TREE_PATH, UNITS_PATH } from './paths.ts';
import {
  postNewPosition,
  postPositionChange,
  showNewPosition,
  showPosition,
  showPositionChange,
  showPositions,
} from './position-handlers.ts';
import { showTree } from './tree-handlers.ts';
import { postNewUnit, postUnitChange, showNewUnit, showUnit, showUnitChange, showUnits } from './unit-handlers.ts';

/** Units, positions and the tree of superiors, for the personnel office and Bagian Organisasi. */
export const organisationRoutes = (deps: Deps): Route[] => [
  get(UNITS_PATH, organisationOffice, showUnits(deps)),
  get(`${UNITS_PATH}/baru`, treeOffice, showNewUnit(deps)),
  post(UNITS_PATH, treeOffice, postNewUnit(deps)),
  get(`${UNITS_PATH}/:id`, organisationOffice, showUnit(deps)),
  get(`${UNITS_PATH}/:id/ubah`, treeOffice, showUnitChange(deps)),
  post(`${UNITS_PATH}/:id/ubah`, treeOffice, postUnitChange(deps)),
  get(POSITIONS_PATH, organisationOffice, showPositions(deps)),
  get(`${POSITIONS_PATH}/baru`, organisationOffice, showNewPosition(deps)),
  post(POSITIONS_PATH, organisationOffice, postNewPosition(deps)),
  get(`${POSITIONS_PATH}/:id`, organisationOffice, showPosition(deps)),
  get(`${POSITIONS_PATH}/:id/ubah`, organisationOffice, showPositionChange(deps)),
  post(`${POSITIONS_PATH}/:id/ubah`, organisationOffice, postPositionChange(deps)),
  get(TREE_PATH, organisationOffice, showTree(deps)),
];

/** The hub of the personnel office, made last: it lists the pages that exist. */
export const hubRoute = (routes: readonly Route[]): Route => {
  const pages = new Map<string, Access>(
    routes.filter(route => route.method === 'get').map(route => [route.path, route.access]),
  );
  return get(HUB_PATH, hubAccess, (_req, res, { actor }) => {
    page<HubPage>(res, 'organisation/hub', hubModel(hubFor(actor, pages)));
  });
};
