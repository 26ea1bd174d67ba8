import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';

/** A small cookie that only this server can have written. Its content can be read by its owner. */
export interface SignedCookie {
  read(req: Request): string | undefined;
  write(res: Response, text: string): void;
  clear(res: Response): void;
}

/** Make a signed cookie; `secret` signs it together with its name, so that one cookie cannot pose as another. */
export function signedCookie(name: string, secret: string, options: CookieOptions): SignedCookie {
  const full: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', ...options };
  const sign = (payload: string): string =>
    createHmac('sha256', secret).update(`${name}=${payload}`).digest('base64url');
  return {
    read: req => {
      const [payload, signature] = cookieOf(req, name)?.split('.') ?? [];
      if (payload === undefined || signature === undefined) return undefined;
      const expected = Buffer.from(sign(payload));
      const given = Buffer.from(signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
      return Buffer.from(payload, 'base64url').toString('utf8');
    },
    write: (res, text) => {
      const payload = Buffer.from(text, 'utf8').toString('base64url');
      res.cookie(name, `${payload}.${sign(payload)}`, full);
    },
    clear: res => {
      const { maxAge: _ended, ...rest } = full;
      res.clearCookie(name, rest);
    },
  };
}

function cookieOf(req: Request, name: string): string | undefined {
  const all = req.headers.cookie;
  if (!all?.includes(name)) return undefined;
  for (const pair of all.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
