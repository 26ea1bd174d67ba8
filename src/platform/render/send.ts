import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Html } from './engine.ts';

/** Below this a page fits into one packet as it is. */
const WORTH_COMPRESSING = 1024;
/** A larger one would hold up the others: it is left to the compression that works beside them. */
const SMALL_ENOUGH = 512 * 1024;
/** Level 6 takes more than twice as long for eight per cent. */
const GZIP = { level: 3 } as const;

/**
 * Ends an answer with a page: compressed in one go, its length said, so that head and body leave in one write. A stream
 * with its own thread costs four times as much for a page of usual size. There is no ETag: pages are never stored.
 */
export function sendHtml(res: Response, html: Html): void {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  const plain = Buffer.from(html);
  if (plain.length < WORTH_COMPRESSING || plain.length > SMALL_ENOUGH) {
    endWith(res, plain);
    return;
  }
  res.vary('Accept-Encoding');
  if (!takesGzip(res.req)) {
    endWith(res, plain);
    return;
  }
  res.setHeader('Content-Encoding', 'gzip');
  endWith(res, gzipSync(plain, GZIP));
}

function endWith(res: Response, body: Buffer): void {
  res.setHeader('Content-Length', body.length);
  res.end(body);
}

/** What browsers say is read at a glance; weights (`gzip;q=0`) are weighed. */
function takesGzip(req: Request): boolean {
  const accepted = req.headers['accept-encoding'];
  if (typeof accepted !== 'string') return false;
  if (accepted.includes(';')) return req.acceptsEncodings('gzip', 'identity') === 'gzip';
  return accepted.split(',').some(each => each.trim() === 'gzip');
}
