import type { Response } from 'express';

/** Aborted when the person who waits for an answer has gone before it was there. */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return gone.signal;
}
