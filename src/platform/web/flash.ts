import type { Request, RequestHandler, Response } from 'express';
import type { Flash } from '../render/shell.ts';
import { isUuid } from '../identity.ts';
import { textOf } from './form-fields.ts';
import { stateOf } from './request-state.ts';
import { type SignedCookie, signedCookie } from './signed-cookie.ts';

const MAX_AGE_MS = 5 * 60_000;
const FLASH_KEY = 'flash cookie';

/** Makes `flash` and `takeFlash` work for a request. */
export function flashCookies(secret: string, secure: boolean): RequestHandler {
  const cookie = signedCookie('takar.hasil', secret, { secure, maxAge: MAX_AGE_MS });
  return (_req, res, next) => {
    res.locals[FLASH_KEY] = cookie;
    next();
  };
}

/**
 * The outcome of this POST, for the page that the 303 leads to. It travels in a signed cookie and not in the session,
 * which would cost two writes of the database. Keep it to a sentence or two.
 * The key of a form that was carried out goes along, so that the device forgets what it kept of it.
 */
export function flash(res: Response, outcome: Flash): void {
  const key = textOf(stateOf(res.req).body, 'kunci_kirim');
  const carriedOut = outcome.kind !== 'awas';
  cookieFor(res).write(res, JSON.stringify(carriedOut && isUuid(key) ? { ...outcome, savedKey: key } : outcome));
}

/** What the request before this one left to be said; the cookie is cleared as soon as a page takes it. */
export function takeFlash(req: Request, res: Response): Flash | null {
  const text = cookieFor(res).read(req);
  if (text === undefined) return null;
  if (!res.headersSent) cookieFor(res).clear(res);
  return JSON.parse(text) as Flash;
}

const cookieFor = (res: Response): SignedCookie => res.locals[FLASH_KEY] as SignedCookie;
