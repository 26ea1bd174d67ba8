import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import { get, having, type Handler, type Route } from '../../platform/web/route.ts';
import { boardOf } from './board.ts';
import { operationsModel, type OperationsPage } from './page.ts';

export const OPERATIONS_PATH = '/sistem/operasi';

/** GET /sistem/operasi: how the server is, for who looks after it. */
const showOperations =
  (deps: Deps): Handler =>
  async (_req, res) => {
    page<OperationsPage>(res, 'operations/board', operationsModel(await boardOf(deps), deps.regency.zone));
  };

/** Not a report: it is needed most when the server is full. */
export const operationsRoutes = (deps: Deps): Route[] => [
  { ...get(OPERATIONS_PATH, having('admin'), showOperations(deps)), load: 'halaman' },
];
