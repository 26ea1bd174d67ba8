import type { Request } from 'express';
import { localPath } from './local-path.ts';

/** Where a sign-in leads when nothing else was wanted. */
export const HOME_PATH = '/dasbor';

/** The address of the sign-in page that leads back to `path` afterwards. */
export const signInPath = (path: string): string => `/masuk?lanjut=${encodeURIComponent(path)}`;

/** Where to go after signing in: what the request wants, if it is a page of ours and not the sign-in itself. */
export function wantedPath(text: unknown): string {
  const path = localPath(text);
  return path === undefined || /^\/(?:masuk|keluar|aktivasi|siapkan|lupa-kata-sandi)?(?:[/?]|$)/.test(path)
    ? HOME_PATH
    : path;
}

/** The page that a form stands on, as the browser says it (`Referrer-Policy: same-origin`). */
export function formPage(req: Request): string {
  const referer = req.get('referer') ?? '';
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  return url?.host === req.headers.host ? wantedPath(`${url?.pathname ?? ''}${url?.search ?? ''}`) : HOME_PATH;
}
