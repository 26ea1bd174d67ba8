import type { Request, Response } from 'express';
import { isPaper, type Paper } from '../documents/paper.ts';
import type { TextSize } from '../render/shell.ts';

/** How a person wants pages shown on this device: no secret, so plain cookies; the script reads that of the keys as well. */
export interface Display {
  readonly textSize: TextSize;
  /** Single keys in queues. */
  readonly shortcuts: boolean;
  /** What documents are printed on. */
  readonly paper: Paper;
  /** Whether this device may keep what is typed and not sent; not on one that several people use. */
  readonly drafts: boolean;
}

const SIZE_COOKIE = 'takar.teks';
const SHORTCUTS_COOKIE = 'takar.pintasan';
const PAPER_COOKIE = 'takar.kertas';
const DRAFTS_COOKIE = 'takar.draf';
const OFF = 'tidak';
/** What offices print on. */
const OFFICE_PAPER: Paper = 'f4';
const AGE_MS = 400 * 24 * 60 * 60_000;
const SIZES: readonly TextSize[] = ['biasa', 'besar', 'sangat-besar'];

function cookie(req: Request, name: string): string | undefined {
  const all = req.headers.cookie;
  if (!all?.includes(name)) return undefined;
  const pair = all.split(';').find(each => each.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}

/** What this device asked for; the usual where it asked for nothing. */
export function displayOf(req: Request): Display {
  const size = cookie(req, SIZE_COOKIE);
  const paper = cookie(req, PAPER_COOKIE) ?? '';
  return {
    textSize: SIZES.find(each => each === size) ?? 'biasa',
    shortcuts: cookie(req, SHORTCUTS_COOKIE) !== OFF,
    paper: isPaper(paper) ? paper : OFFICE_PAPER,
    drafts: cookie(req, DRAFTS_COOKIE) !== OFF,
  };
}

/** Remembers it on this device. @param secure whether the public address is https */
export function rememberDisplay(res: Response, { textSize, shortcuts, paper, drafts }: Display, secure: boolean): void {
  const options = { sameSite: 'lax', path: '/', maxAge: AGE_MS, secure } as const;
  res.cookie(SIZE_COOKIE, textSize, { ...options, httpOnly: true });
  res.cookie(PAPER_COOKIE, paper, { ...options, httpOnly: true });
  res.cookie(DRAFTS_COOKIE, drafts ? 'ya' : OFF, { ...options, httpOnly: true });
  res.cookie(SHORTCUTS_COOKIE, shortcuts ? 'ya' : OFF, options);
}
