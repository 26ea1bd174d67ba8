import helmet from 'helmet';
import type { Request, RequestHandler, Response } from 'express';

/**
 * Nothing runs or loads but our own files; nobody frames us. `strict-dynamic` stays out: with it a browser would run an
 * inline script that was added through the DOM.
 *
 * @param secure whether the public address is https
 */
export function securityHeaders(secure: boolean): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          fontSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
      xFrameOptions: { action: 'deny' },
    }),
  );
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

/** What helmet sets: the same for every answer, so it is asked once. */
function headersOf(setter: RequestHandler): [string, string][] {
  const headers = new Map<string, string>();
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  void setter({} as Request, answer as unknown as Response, (error?: unknown) => {
    if (error !== undefined) throw new Error('no security headers', { cause: error });
  });
  return [...headers];
}
