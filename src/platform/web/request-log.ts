import type { RequestHandler } from 'express';
import { newSlipCode } from '../identity.ts';
import type { Log } from '../log.ts';
import { beginState } from './request-state.ts';

/**
 * Gives each request an id that can be read out over the telephone, and writes one line when it is answered: ids, the
 * pattern of the route, status and milliseconds. No address, name, NIP or typed text.
 */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const state = beginState(req, newSlipCode());
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
