import type { Deps } from '../../platform/deps.ts';
import { anyone, get, type Route } from '../../platform/web/route.ts';
import { askCode, showPaper } from './handlers.ts';
import { CHECK_PATH } from './service.ts';

export const printedDocumentsRoutes = (deps: Deps): Route[] => [
  get(CHECK_PATH, anyone, askCode),
  get(`${CHECK_PATH}/:kode`, anyone, showPaper(deps)),
];
