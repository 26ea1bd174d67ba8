import type passport from 'passport';
import { accountRoutes } from './features/account/routes.ts';
import { adjustmentsRoutes } from './features/adjustments/routes.ts';
import { postponedPayRoutes } from './features/postponed-pay/routes.ts';
import { activityLogRoutes } from './features/activity-log/routes.ts';
import { availabilityRoutes } from './features/availability/routes.ts';
import { announcementsRoutes } from './features/announcements/routes.ts';
import { assistanceRoutes } from './features/assistance/routes.ts';
import { attendanceFilesRoutes } from './features/attendance-files/routes.ts';
import { attendanceRoutes } from './features/attendance/routes.ts';
import { calendarRoutes } from './features/calendar/routes.ts';
import { catalogueRoutes } from './features/catalogue/routes.ts';
import { completenessRoutes } from './features/completeness/routes.ts';
import { delegationRoutes } from './features/delegation/routes.ts';
import { dispensationRoutes } from './features/dispensation/routes.ts';
import { factsRoutes } from './features/facts/routes.ts';
import { guideRoutes } from './features/guide/routes.ts';
import { homeRoutes } from './features/home/routes.ts';
import { importsRoutes } from './features/imports/routes.ts';
import { jobsRoutes } from './features/jobs/routes.ts';
import { notificationsRoutes } from './features/notifications/routes.ts';
import { objectionRoutes } from './features/objection/routes.ts';
import { ordersRoutes } from './features/orders/routes.ts';
import { hubRoute, organisationRoutes } from './features/organisation/routes.ts';
import { operationsRoutes } from './features/operations/routes.ts';
import { oversightRoutes } from './features/oversight/routes.ts';
import { payrollExportRoutes } from './features/payroll-export/routes.ts';
import { payrollScansRoutes } from './features/payroll-scans/routes.ts';
import { payrollRunsRoutes } from './features/payroll-runs/routes.ts';
import { peopleRoutes } from './features/people/routes.ts';
import { policyDraftsRoutes } from './features/policy-drafts/routes.ts';
import { policySimulationRoutes } from './features/policy-simulation/routes.ts';
import { printedDocumentsRoutes } from './features/printed-documents/routes.ts';
import { privacyRoutes } from './features/privacy/routes.ts';
import { reportsRoutes } from './features/reports/routes.ts';
import { reviewRoutes } from './features/review/routes.ts';
import { rightsRoutes } from './features/rights/routes.ts';
import { setupRoutes } from './features/setup/routes.ts';
import { signInRoutes } from './features/sign-in/routes.ts';
import { skpRoutes } from './features/skp/routes.ts';
import { specialPaymentsRoutes } from './features/special-payments/routes.ts';
import { trialMonthsRoutes } from './features/trial-months/routes.ts';
import { whatIfRoutes } from './features/what-if/routes.ts';
import type { Deps } from './platform/deps.ts';
import type { Route } from './platform/web/route.ts';
import type { WebServices } from './platform/web/services.ts';

/** The table of contents: every page and every act of the product, each with who may be there. */
export const allRoutes = (
  deps: Deps,
  services: WebServices,
  own: passport.Authenticator,
  setupCode: string | undefined,
): Route[] => {
  const routes = featureRoutes(deps, services, own, setupCode);
  return [...routes, hubRoute(routes)];
};

const featureRoutes = (
  deps: Deps,
  services: WebServices,
  own: passport.Authenticator,
  setupCode: string | undefined,
): Route[] => [
  ...signInRoutes(deps, services, own),
  ...accountRoutes(deps, services),
  ...setupRoutes(deps, services, setupCode),
  ...homeRoutes(deps),
  ...ordersRoutes(deps),
  ...skpRoutes(deps),
  ...assistanceRoutes(deps),
  ...activityLogRoutes(deps),
  ...dispensationRoutes(deps),
  ...objectionRoutes(deps),
  ...delegationRoutes(deps),
  ...reviewRoutes(deps),
  ...notificationsRoutes(deps),
  ...announcementsRoutes(deps),
  ...guideRoutes(deps),
  ...importsRoutes(deps), // before pages whose last part is an id
  ...attendanceFilesRoutes(deps),
  ...catalogueRoutes(deps),
  ...calendarRoutes(deps),
  ...organisationRoutes(deps),
  ...peopleRoutes(deps),
  ...rightsRoutes(deps),
  ...privacyRoutes(deps),
  ...completenessRoutes(deps),
  ...availabilityRoutes(deps),
  ...reportsRoutes(deps),
  ...whatIfRoutes(deps),
  ...attendanceRoutes(deps),
  ...factsRoutes(deps),
  ...adjustmentsRoutes(deps),
  ...postponedPayRoutes(deps),
  ...payrollRunsRoutes(deps),
  ...policySimulationRoutes(deps),
  ...trialMonthsRoutes(deps),
  ...specialPaymentsRoutes(deps),
  ...policyDraftsRoutes(deps),
  ...jobsRoutes(deps),
  ...payrollExportRoutes(deps),
  ...payrollScansRoutes(deps),
  ...oversightRoutes(deps),
  ...operationsRoutes(deps),
  ...printedDocumentsRoutes(deps),
];
