import { type Application, type NextFunction, type Request, type Response, Router } from 'express';
import { Conflict, Forbidden, NotFound } from '../errors.ts';
import { flash } from './flash.ts';
import type { PostStash, StashedPost } from './post-stash.ts';
import { type RequestState, stateOf } from './request-state.ts';
import { formPage, signInPath } from './return-path.ts';
import type { Route, Visit } from './route.ts';
import type { Throttle } from './throttle.ts';

export const CHANGE_PASSWORD_PATH = '/akun/kata-sandi';
/** Where a person may still go whose password must be changed first. */
const BEFORE_THE_CHANGE: ReadonlySet<string> = new Set([CHANGE_PASSWORD_PATH, '/keluar', '/masuk']);
const ROUTER_KEY = 'takar router';

const NOT_THEIRS =
  'Isian itu berasal dari halaman akun lain, jadi tidak dikirim atas nama Anda. Buka halamannya lagi, lalu isi sebagai Anda.';

/** What the gate in front of every route needs. */
export interface Gate {
  readonly stash: PostStash;
  /** How many forms of strangers are kept per address. */
  readonly stashing: Throttle;
}

/** All routes behind the one gate that asks who may be here. */
export function mountRoutes(routes: readonly Route[], gate: Gate): Router {
  const groups = new Map<string, Router>();
  for (const route of routes) {
    const key = firstPart(route.path);
    const router = groups.get(key) ?? Router({ caseSensitive: true });
    groups.set(key, router);
    router[route.method](route.path, async (req, res) => {
      const state = stateOf(req);
      state.route = route.path;
      if (route.access.session && !state.actor) await askToSignIn(req, res, state, gate);
      else if (route.access.session && state.actor?.mustChangePassword && !BEFORE_THE_CHANGE.has(route.path))
        res.redirect(303, CHANGE_PASSWORD_PATH);
      else if (route.access.session && state.actor && !route.access.allows(state.actor))
        throw new Forbidden(route.access.forWhom);
      else if (state.foreignForm && makesOnesOwn(route)) throw new Conflict(NOT_THEIRS);
      else if (route.access.forOthers && state.unproven !== undefined) askToSendAgain(res, state.unproven);
      else await route.handler(req, res, visitOf(state));
    });
  }
  // Express tries one pattern after the other; there are hundreds, but few that begin alike.
  const all = Router();
  all.use((req, res, next) => {
    const group = groups.get(firstPart(req.path));
    if (group) group(req, res, next);
    else next();
  });
  return all;
}

/** Whether a form makes something in the name of whoever sends it; what names a record is asked of the record itself. */
const makesOnesOwn = ({ access, path }: Route): boolean => access.forOthers !== true && !path.includes(':');

/** What stands between the first two strokes of an address or pattern: never a parameter. */
function firstPart(path: string): string {
  const end = path.indexOf('/', 1);
  return end === -1 ? path.slice(1) : path.slice(1, end);
}

const PART_BYTES = 256 * 1024;

/** Large files use up the allowance of an address sooner, so that strangers cannot fill the database. */
const sizeInParts = ({ files }: RequestState): number =>
  Math.ceil(files.reduce((sum, file) => sum + file.bytes.length, 0) / PART_BYTES);

async function askToSignIn(req: Request, res: Response, state: RequestState, gate: Gate): Promise<void> {
  if (req.method !== 'POST') return res.redirect(303, signInPath(req.originalUrl));
  await gate.stashing.count(req.ip ?? '', 1 + sizeInParts(state));
  await gate.stash.keep(req, res, state);
  res.redirect(303, signInPath(formPage(req)));
}

/** What might be somebody else's decision is not taken in this person's name unseen. */
function askToSendAgain(res: Response, page: string): void {
  flash(res, {
    kind: 'awas',
    text: 'Ada isian yang dikirim sebelum Anda masuk, dan belum dijalankan. Periksa, lalu kirim lagi.',
  });
  res.redirect(303, page);
}

function visitOf(state: RequestState): Visit {
  return {
    get actor() {
      if (!state.actor) throw new Error('this route is open to strangers: it has no actor');
      return state.actor;
    },
    requestId: state.id,
    body: state.body,
    files: state.files,
  };
}

/** Lets `carryOut` find the routes again. */
export function rememberRouter(app: Application, router: Router): void {
  app.set(ROUTER_KEY, router);
}

/**
 * Carries out a kept form as if it had just been sent: through the same routes, the same gate, under its own key. Its
 * answer becomes the answer to this request.
 *
 * @param unproven the page to lead to instead, where the form acts for others and its owner is not proven
 */
export async function carryOut(req: Request, res: Response, post: StashedPost, unproven?: string): Promise<void> {
  const router = req.app.get(ROUTER_KEY) as Router;
  const state = stateOf(req);
  state.body = post.fields;
  state.files = post.files;
  if (unproven !== undefined) state.unproven = unproven;
  req.method = 'POST';
  req.url = req.originalUrl = post.path;
  await new Promise<void>((resolve, reject) => {
    res.once('close', resolve);
    const next: NextFunction = error => reject(error instanceof Error ? error : new NotFound());
    router(req, res, next);
  });
}
