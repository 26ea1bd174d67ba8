import type passport from 'passport';
import { accountRoutes } from './features/account/routes.ts';
import { activityLogRoutes } from './features/activity-log/routes.ts';
import { homeRoutes } from './features/home/routes.ts';
import { jobsRoutes } from './features/jobs/routes.ts';
import { payrollExportRoutes } from './features/payroll-export/routes.ts';
import { payrollRunsRoutes } from './features/payroll-runs/routes.ts';
import { reportsRoutes } from './features/reports/routes.ts';
import { reviewRoutes } from './features/review/routes.ts';
import { setupRoutes } from './features/setup/routes.ts';
import { signInRoutes } from './features/sign-in/routes.ts';
import type { Deps } from './platform/deps.ts';
import type { Route } from './platform/web/route.ts';
import type { WebServices } from './platform/web/services.ts';

/** The table of contents: every page and every act of the product, each with who may be there. */
export const allRoutes = (
  deps: Deps,
  services: WebServices,
  own: passport.Authenticator,
  setupCode: string | undefined,
): Route[] => [
  ...signInRoutes(deps, services, own),
  ...accountRoutes(deps, services),
  ...setupRoutes(deps, services, setupCode),
  ...homeRoutes(deps),
  ...activityLogRoutes(deps),
  ...reviewRoutes(deps),
  ...reportsRoutes(deps),
  ...payrollRunsRoutes(deps),
  ...jobsRoutes(deps),
  ...payrollExportRoutes(deps),
];
