import type { RequestHandler } from 'express';
import { randomFillSync } from 'node:crypto';
import { slipCodeOf } from '../identity.ts';
import type { Log } from '../log.ts';
import { beginState } from './request-state.ts';

const ID_BYTES = 10;
const random = Buffer.alloc(ID_BYTES * 200);
let taken = random.length;

/** No secret: bytes are fetched for two hundred of them at once. */
function newRequestId(): string {
  if (taken === random.length) {
    randomFillSync(random);
    taken = 0;
  }
  taken += ID_BYTES;
  return slipCodeOf(random.subarray(taken - ID_BYTES, taken));
}

/**
 * Gives each request an id that can be read out over the telephone, and writes one line when it is answered: ids, the
 * pattern of the route, status and milliseconds. No address, name, NIP or typed text.
 */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const state = beginState(req, newRequestId());
    const begun = performance.now();
    res.set('X-Request-Id', state.id);
    res.once('close', () => {
      const ms = Math.round(performance.now() - begun);
      const actor = state.actor?.accountId;
      const finished = res.writableFinished;
      log.info({ id: state.id, actor, method: req.method, route: state.route, status: res.statusCode, ms, finished });
    });
    next();
  };
