import type { Request, RequestHandler, Response } from 'express';
import type { Deps } from '../deps.ts';
import { BEFORE_REFUSAL } from '../render/engine.ts';
import { instant } from '../render/format.ts';
import type { Flash, Shell } from '../render/shell.ts';
import type { DeviceKeys } from './device-key.ts';
import { displayOf } from './display-cookie.ts';
import { takeFlash } from './flash.ts';
import { type Badges, createNavigation } from './navigation.ts';
import { stateOf } from './request-state.ts';
import { HOME_PATH } from './return-path.ts';
import type { Actor } from './actor.ts';
import type { Route } from './route.ts';
import type { Counts } from './session-store.ts';

const DEMO_BANNER = 'Mode latihan. Semua data di sini rekaan: nama, NIP, dan jumlah uang tidak milik siapa pun.';

const DAY_MS = 24 * 60 * 60 * 1000;

const BADGES_KEY = 'takar badges';
/** Files, not pages. */
const FILE = /\.(?:pdf|xlsx|csv)$|\/(?:ekspor|bukti|lampiran|berkas|gambar)(?:\/|$)/;

/**
 * Counts what waits for a person; a feature knows how.
 * @param page the address of the page that is opened, which may count something by itself; undefined for a refused form
 */
export type CountWaiting = (actor: Actor, counts: Counts | undefined, page: string | undefined) => Promise<Badges>;

/** The guide's page for a page, by the pattern of its route. */
export type HelpFor = (pattern: string | undefined) => string;

/** What was counted, for the menu: beside what was counted before, or instead of it. */
export function showBadges(res: Response, badges: Badges): void {
  res.locals[BADGES_KEY] = { ...(res.locals[BADGES_KEY] as Badges | undefined), ...badges };
}

/** Files have no menu, and the front page counts for it by itself. */
export const countsAtOnce = (req: Request): boolean =>
  req.method === 'GET' && req.path !== HOME_PATH && !FILE.test(req.path);

/** Prepares what surrounds every page: letterhead, person, menu with its numbers, the outcome of the request before. */
export function prepareShell(
  deps: Pick<Deps, 'clock' | 'regency' | 'config'>,
  routes: readonly Route[],
  countWaiting: CountWaiting,
  helpFor: HelpFor,
  deviceKeys: DeviceKeys,
): RequestHandler {
  const navigation = createNavigation(routes);
  const { regency, clock } = deps;
  return async (req, res, next) => {
    const count = async (): Promise<void> => {
      const { actor, counts } = stateOf(req); // asked when it is counted: a form kept for a stranger is carried out after the sign-in
      if (actor && !actor.mustChangePassword) {
        const page = req.method === 'GET' ? req.path : undefined;
        showBadges(res, await countWaiting(actor, counts, page));
      }
    };
    if (countsAtOnce(req)) await count();
    // A form that is carried out ends in a redirect, which has no menu: only a refused one is counted for.
    else if (req.method === 'POST') res.locals[BEFORE_REFUSAL] = count;
    res.locals['shell'] = {
      appName: regency.appName,
      regencyName: regency.government,
      get user() {
        const { actor } = stateOf(req); // asked when a page is made: a sign-in in between changes the answer
        if (!actor) return null;
        const { id: key, seal } = deviceKeys(actor.accountId);
        return {
          name: actor.name,
          role: actor.title,
          key,
          seal: actor.mustChangePassword ? undefined : seal,
          keepsNothing: !displayOf(req).drafts,
          day: Math.floor(clock.real().getTime() / DAY_MS),
        };
      },
      get nav() {
        const { actor } = stateOf(req);
        return actor && !actor.mustChangePassword
          ? navigation(actor, req.path, (res.locals[BADGES_KEY] as Badges | undefined) ?? {})
          : [];
      },
      demoBanner: regency.demo ? DEMO_BANNER : null,
      get flash(): Flash | null {
        return takeFlash(req, res); // taken when a page shows it, and not by a redirect in between
      },
      get serverTime() {
        return instant(clock.now(), regency.zone);
      },
      get textSize() {
        return displayOf(req).textSize;
      },
      offline: deps.config.offline,
      get waiting() {
        const badges = (res.locals[BADGES_KEY] as Badges | undefined) ?? {};
        return Object.values(badges).reduce((sum, count) => sum + count, 0);
      },
      get helpHref() {
        const { actor, route } = stateOf(req); // the route is known once it answers
        return actor && !actor.mustChangePassword ? helpFor(route) : null;
      },
    } satisfies Shell;
    next();
  };
}
