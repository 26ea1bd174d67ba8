import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { instant } from '../render/format.ts';
import type { Flash, Shell } from '../render/shell.ts';
import { takeFlash } from './flash.ts';
import { createNavigation } from './navigation.ts';
import { stateOf } from './request-state.ts';
import type { Route } from './route.ts';

const DEMO_BANNER = 'Mode latihan. Semua data di sini rekaan: nama, NIP, dan jumlah uang tidak milik siapa pun.';

/** Prepares what surrounds every page: letterhead, person, menu, the outcome of the request before. */
export function prepareShell(deps: Pick<Deps, 'clock' | 'regency'>, routes: readonly Route[]): RequestHandler {
  const navigation = createNavigation(routes);
  const { regency, clock } = deps;
  return (req, res, next) => {
    res.locals['shell'] = {
      appName: regency.appName,
      regencyName: regency.government,
      get user() {
        const { actor } = stateOf(req); // asked when a page is made: a sign-in in between changes the answer
        return actor ? { name: actor.name, role: actor.title, key: actor.accountId } : null;
      },
      get nav() {
        const { actor } = stateOf(req);
        return actor && !actor.mustChangePassword ? navigation(actor, req.path) : [];
      },
      demoBanner: regency.demo ? DEMO_BANNER : null,
      get flash(): Flash | null {
        return takeFlash(req, res); // taken when a page shows it, and not by a redirect in between
      },
      serverTime: instant(clock.now(), regency.zone),
      helpHref: null,
    } satisfies Shell;
    next();
  };
}
