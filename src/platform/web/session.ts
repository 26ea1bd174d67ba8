import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Deps } from '../deps.ts';
import { LONGEST_SESSION_MS } from './session-limits.ts';

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

/**
 * Sessions in PostgreSQL, so that a restart signs nobody out. They are read once per request and written when something
 * in them changes; nothing is kept for visitors who never signed in. The cookie ends with the browser: there is no
 * "remember me". How long a session lives is decided in `session-limits.ts`; the table's own limit is the longest.
 */
export function sessions(deps: Pick<Deps, 'pool' | 'log'>, secret: string, secure: boolean): RequestHandler {
  const Store = connectPgSimple(session);
  const store = new Store({
    pool: deps.pool,
    ttl: LONGEST_SESSION_MS / 1000,
    disableTouch: true,
    pruneSessionInterval: false,
    errorLog: (...words: unknown[]) => deps.log.error({ words }, 'session store'),
  });
  const own = session({
    store,
    secret,
    name: SESSION_COOKIE,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    // Not 'destroy': a request whose session could not be read, because the database was away, has none at its end.
    unset: 'keep',
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  });
  if (!secure) return own;
  return (req, res, next) => {
    // our address is https by configuration, whether or not the proxy in front says so
    req.headers['x-forwarded-proto'] = 'https';
    own(req, res, next);
  };
}

/** End the session of a request in the database as well. */
export function destroySession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error?: Error) => (error ? reject(error) : resolve()));
  });
}
