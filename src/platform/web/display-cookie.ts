import type { Request, Response } from 'express';
import type { TextSize } from '../render/shell.ts';

/** How a person wants pages shown on this device: no secret, so plain cookies; the script reads the second as well. */
export interface Display {
  readonly textSize: TextSize;
  /** Single keys in queues. */
  readonly shortcuts: boolean;
}

const SIZE_COOKIE = 'takar.teks';
const SHORTCUTS_COOKIE = 'takar.pintasan';
const OFF = 'tidak';
const AGE_MS = 400 * 24 * 60 * 60_000;
const SIZES: readonly TextSize[] = ['biasa', 'besar', 'sangat-besar'];

function cookie(req: Request, name: string): string | undefined {
  const pair = (req.headers.cookie ?? '').split(';').find(each => each.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}

/** What this device asked for; the usual where it asked for nothing. */
export function displayOf(req: Request): Display {
  const size = cookie(req, SIZE_COOKIE);
  return {
    textSize: SIZES.find(each => each === size) ?? 'biasa',
    shortcuts: cookie(req, SHORTCUTS_COOKIE) !== OFF,
  };
}

/** Remembers it on this device. @param secure whether the public address is https */
export function rememberDisplay(res: Response, { textSize, shortcuts }: Display, secure: boolean): void {
  const options = { sameSite: 'lax', path: '/', maxAge: AGE_MS, secure } as const;
  res.cookie(SIZE_COOKIE, textSize, { ...options, httpOnly: true });
  res.cookie(SHORTCUTS_COOKIE, shortcuts ? 'ya' : OFF, options);
}
