import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type RequestHandler, type Response, Router } from 'express';
import type { Deps } from '../deps.ts';
import { sha256 } from '../identity.ts';
import type { Assets } from '../render/assets.ts';
import type { Views } from '../render/engine.ts';
import { offlinePage } from '../render/offline-page.ts';
import { bareShell } from '../render/shell.ts';

export const OFFLINE_PATH = '/luring';
const WORKER_PATH = '/sw.js';
/** Browsers ask for the worker at every page; the answer of a few minutes ago is as good, and a switch is never late. */
const WORKER_AGE_SECONDS = 600;

/** Put in the worker's place where it is switched off: throws away what it kept and takes itself out. */
const FAREWELL = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event =>
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.map(name => caches.delete(name))))
      .then(() => self.registration.unregister()),
  ),
);
`;

/** What the offline page is made of and where the worker's source stands. */
export interface OfflineParts {
  readonly views: Views;
  readonly assets: Assets;
  /** The folder of style sheet and scripts. */
  readonly root: string;
}

/**
 * The page for no network and the service worker that shows it, before sessions: neither depends on who asks, so no
 * page of a person is ever kept by the worker. TAKAR_OFFLINE=mati takes the worker back from every browser.
 */
export function offlineRoutes({ config, regency }: Pick<Deps, 'config' | 'regency'>, parts: OfflineParts): Router {
  const { views, assets, root } = parts;
  const shell = { ...bareShell, appName: regency.appName, regencyName: regency.government };
  const html = views.renderPage('offline/page', offlinePage, shell);
  const worker = config.offline ? workerScript(html, assets, root) : FAREWELL;

  const router = Router({ caseSensitive: true });
  router.get(
    OFFLINE_PATH,
    answer(res => res.type('html').set('Cache-Control', 'no-cache'), html),
  );
  router.get(
    WORKER_PATH,
    answer(res => res.type('text/javascript').set('Cache-Control', `max-age=${String(WORKER_AGE_SECONDS)}`), worker),
  );
  return router;
}

/** The worker with the names of what it keeps; another release, page or asset makes it another worker. */
function workerScript(html: string, assets: Assets, root: string): string {
  const source = readFileSync(path.join(root, 'worker.js'), 'utf8');
  const files = ['css/app.css', 'js/takar.js', 'img/perisai.svg'].map(assets.url);
  const release = sha256([html, source, ...files].join('\n')).slice(0, 12);
  return `const RELEASE = ${JSON.stringify({ name: release, page: OFFLINE_PATH, files })};\n${source}`;
}

const answer =
  (headers: (res: Response) => void, body: string): RequestHandler =>
  (_req, res) => {
    headers(res);
    res.send(body);
  };
