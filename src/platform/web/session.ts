import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Deps } from '../deps.ts';
import { type CountColumns, sessionId, SessionStore } from './session-store.ts';

declare module 'express-session' {
  // what our sessions hold beside the account, which passport keeps
  interface SessionData {
    /** Real time, milliseconds. */
    startedAt: number;
    seenAt: number;
    /** The browser in words: 'Chrome di Android'. */
    device: string;
    passport: { user?: string };
  }
}

export const SESSION_COOKIE = 'takar.sesi';

/** What of the menu is counted with the session, and for which requests. */
export interface CountedWithSession {
  readonly columns: CountColumns;
  readonly wanted: (req: Request) => boolean;
}

/**
 * Sessions in PostgreSQL, so that a restart signs nobody out. They are read once per request, together with their person,
 * and written when something in them changes; nothing is kept for visitors who never signed in. The cookie ends with the browser: there is no
 * "remember me". How long a session lives is decided in `session-limits.ts`; the table's own limit is the longest.
 */
export function sessions(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'log'>,
  secret: string,
  secure: boolean,
  counted: CountedWithSession,
): RequestHandler {
  const plain = sessionsIn(new SessionStore(deps), secret, secure);
  const counting = sessionsIn(new SessionStore(deps, counted.columns), secret, secure);
  return (req, res, next) => {
    // our address is https by configuration, whether or not the proxy in front says so
    if (secure) req.headers['x-forwarded-proto'] = 'https';
    const own = counted.wanted(req) ? counting : plain;
    own(req, res, next);
  };
}

function sessionsIn(store: SessionStore, secret: string, secure: boolean): RequestHandler {
  return session({
    store,
    secret,
    name: SESSION_COOKIE,
    genid: sessionId,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    // Not 'destroy': a request whose session could not be read, because the database was away, has none at its end.
    unset: 'keep',
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  });
}

/** End the session of a request in the database as well. */
export function destroySession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error?: Error) => (error ? reject(error) : resolve()));
  });
}
