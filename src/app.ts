import path from 'node:path';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type Express } from 'express';
import { helpFor } from './features/guide/topic-of.ts';
import { badgesOf, OWN_COUNTS } from './features/notifications/badges.ts';
import { metricsRoute } from './features/operations/metrics-route.ts';
import type { Deps } from './platform/deps.ts';
import { loadAssets } from './platform/render/assets.ts';
import { type Meter, meterOf } from './platform/metrics/meter.ts';
import { createViews, installViews } from './platform/render/engine.ts';
import { Admission, type AdmissionMeasures } from './platform/web/admission.ts';
import { createAuthentication } from './platform/web/authentication.ts';
import { readForm } from './platform/web/body.ts';
import { refuseCrossSite } from './platform/web/cross-site.ts';
import { errorPages, notFound } from './platform/web/error-handler.ts';
import { flashCookies } from './platform/web/flash.ts';
import { createDeviceKeys, onlyForItsOwner } from './platform/web/device-key.ts';
import { healthRoutes } from './platform/web/health.ts';
import { mountRoutes, rememberRouter } from './platform/web/mount.ts';
import { offlineRoutes } from './platform/web/offline.ts';
import { requestLog } from './platform/web/request-log.ts';
import type { Route } from './platform/web/route.ts';
import { securityHeaders } from './platform/web/security-headers.ts';
import { createServices, type WebServices } from './platform/web/services.ts';
import { sessions } from './platform/web/session.ts';
import { countsAtOnce, prepareShell } from './platform/web/shell.ts';
import { allRoutes } from './routes.ts';

/** What the application needs beside its Deps. */
export interface AppExtras {
  /** Signs sessions and cookies. */
  readonly sessionSecret: string;
  /** The one-time code of a first start, until the first administrator exists. */
  readonly setupCode?: string;
  /** Routes beside the product's own: tests put one behind the gate to see what the gate does. */
  readonly moreRoutes?: readonly Route[];
  /** What the admission measures; without it nothing presses. */
  readonly measures?: Partial<AdmissionMeasures>;
}

/** The application and its table of routes, which tests walk. */
export interface App {
  readonly express: Express;
  readonly routes: readonly Route[];
  /** Counts what is let in and sent away, for the operations page. */
  readonly admission: Admission;
  /** Counts and times what it answers. */
  readonly meter: Meter;
  /** Its passwords' queue has counts of the same kind. */
  readonly services: WebServices;
}

const project = fileURLToPath(new URL('..', import.meta.url));
/** Behind a proxy that names the visitor's address: it stands in our own network. */
const PROXIES = ['loopback', 'linklocal', 'uniquelocal'];

/** The way of a request, from top to bottom. */
export function createApp(deps: Deps, extras: AppExtras): App {
  const { config, log } = deps;
  const secret = extras.sessionSecret;
  const secure = config.origin?.startsWith('https:') ?? false;
  const root = path.join(project, 'public');
  const assets = loadAssets(root);
  const views = createViews({ root: path.join(project, 'views'), cache: true, assets });
  const deviceKeys = createDeviceKeys(secret);
  const authentication = createAuthentication(deps);
  const services = createServices(deps, secret, secure);
  const own = allRoutes(deps, services, authentication.passport, extras.setupCode);
  const routes = [...own, ...(extras.moreRoutes ?? [])];
  const router = mountRoutes(routes, services);
  const meter = meterOf(deps.pool, services.passwords, extras.measures !== undefined);
  const admission = new Admission(deps, routes, { secret, secure }, extras.measures);

  const app = express();
  app
    .disable('x-powered-by')
    .set('query parser', 'simple')
    .set('trust proxy', config.origin ? PROXIES : false);
  installViews(app, views);
  rememberRouter(app, router);

  app.use(requestLog(log));
  app.use(securityHeaders(secure));
  app.use(assets.serve);
  app.use(healthRoutes(deps));
  app.use(metricsRoute(deps));
  app.use(compression());
  app.use(offlineRoutes(deps, { views, assets, root }));
  app.use(meter.watch);
  app.use(refuseCrossSite(config.origin));
  app.use(readForm);
  app.use(admission.middleware); // a form is read first: who is sent away keeps what was typed
  app.use(flashCookies(secret, secure));
  app.use(sessions(deps, secret, secure, { columns: OWN_COUNTS, wanted: countsAtOnce }));
  app.use(...authentication.middleware);
  app.use(onlyForItsOwner(deviceKeys));
  app.use(prepareShell(deps, routes, (actor, counts, at) => badgesOf(deps, actor, counts, at), helpFor, deviceKeys));
  app.use(router);
  app.use(notFound);
  app.use(errorPages(deps));
  return { express: app, routes, admission, meter, services };
}
