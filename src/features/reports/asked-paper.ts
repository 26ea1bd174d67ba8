import type { Request } from 'express';
import { isPaper, type Paper } from '../../platform/documents/paper.ts';
import { Malformed } from '../../platform/errors.ts';
import { displayOf } from '../../platform/web/display-cookie.ts';

/** The paper asked for; where nothing is said, the one remembered on this device. */
export function askedPaper(req: Request): Paper {
  const typed = req.query['kertas'];
  if (typed === undefined || typed === '') return displayOf(req).paper;
  if (typeof typed !== 'string' || !isPaper(typed)) throw new Malformed('Pilih kertas a4 atau f4.');
  return typed;
}
