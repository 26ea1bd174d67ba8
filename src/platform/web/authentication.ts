import type { Request, RequestHandler } from 'express';
import passport from 'passport';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { deviceWords } from './device-words.ts';
import type { PersonRow } from './person-reading.ts';
import { loadActor } from './load-actor.ts';
import { stateOf } from './request-state.ts';
import { destroySession } from './session.ts';
import type { EntryValues, SessionStore } from './session-store.ts';
import { hasEnded, TOUCH_EVERY_MS } from './session-limits.ts';

/** Who signs in, and who is signed in. */
export interface Authentication {
  /** Finds the person of the session and ends sessions that are over. */
  readonly middleware: readonly RequestHandler[];
  readonly passport: passport.Authenticator;
}

/** Passport with the account id in the session; the person is read anew at each request, with the session. */
export function createAuthentication(deps: Pick<Deps, 'pool' | 'clock' | 'regency'>): Authentication {
  const own = new passport.Passport();
  own.serializeUser<string>((user, done) => done(null, (user as unknown as Actor).accountId));
  own.deserializeUser<string, Request>((req, accountId, done) => {
    const { found } = stateOf(req);
    if (found === null || found?.accountId === accountId) done(null, found ?? false);
    else loadActor(deps, accountId).then(actor => done(null, actor ?? false), done);
  });
  const knowActor: RequestHandler = async (req, _res, next) => {
    await recognise(req, deps.clock.real().getTime());
    next();
  };
  return { passport: own, middleware: [own.session() as RequestHandler, knowActor] };
}

async function recognise(req: Request, now: number): Promise<void> {
  const actor = req.user as Actor | undefined;
  if (!actor) return;
  const times = { startedAt: req.session.startedAt ?? 0, seenAt: req.session.seenAt ?? 0 };
  if (hasEnded(times, actor, now)) {
    await destroySession(req);
    delete req.user;
    stateOf(req).expired = true;
    return;
  }
  if (now - times.seenAt >= TOUCH_EVERY_MS) req.session.seenAt = now;
  stateOf(req).actor = actor;
}

/**
 * Opens a session for the person of an account, under a new id: whoever knew the old one knows nothing. It is what passport's
 * `logIn` does, but stored once and whole before this returns, with its times and its person: the answer's head leaves
 * before the session is written at its end, and a browser that follows the redirect at once would find a session without
 * its times, which counts as one that has ended.
 *
 * @param now real time
 * @param enter runs the sign-in's own statement (`entrySql`); null where nobody came in
 * @returns who came in; undefined where nobody did, and the request's session is the one it was
 */
export async function openSession(
  req: Request,
  accountId: string,
  now: Date,
  enter: (values: EntryValues) => Promise<PersonRow | null>,
): Promise<Actor | undefined> {
  const times = { startedAt: now.getTime(), seenAt: now.getTime() };
  const data = { passport: { user: accountId }, ...times, device: deviceWords(req.get('user-agent')) };
  const actor = await (req.sessionStore as unknown as SessionStore).open(req, data, enter);
  if (actor) stateOf(req).actor = actor;
  return actor;
}
