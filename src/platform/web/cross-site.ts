import type { Request, RequestHandler } from 'express';
import { CrossSite } from '../errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site asks for (rulings.md 22): `Sec-Fetch-Site` and `Origin` must both be ours where both
 * are there, the one that is there otherwise; a request with neither is refused.
 *
 * @param origin the public origin; where it is not configured, the Host that was asked for counts
 */
export const refuseCrossSite =
  (origin: string | undefined): RequestHandler =>
  (req, _res, next) => {
    if (!SAFE_METHODS.has(req.method) && !comesFromUs(req, origin)) throw new CrossSite();
    next();
  };

function comesFromUs(req: Request, origin: string | undefined): boolean {
  const site = req.get('sec-fetch-site');
  const from = req.get('origin');
  if (site === undefined && from === undefined) return false;
  return (site === undefined || site === 'same-origin') && (from === undefined || isOurOrigin(from, req, origin));
}

function isOurOrigin(from: string, req: Request, origin: string | undefined): boolean {
  if (origin !== undefined) return from === origin;
  const host = req.headers.host;
  return host !== undefined && from === `${req.protocol}://${host}`;
}
