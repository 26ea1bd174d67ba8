import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { isDatabaseAway, sqlStateOf } from '../database/failures.ts';
import type { Deps } from '../deps.ts';
import * as errors from '../errors.ts';
import { KeyReused } from '../idempotency.ts';
import { page } from '../render/engine.ts';
import { showBusy } from '../render/busy-page.ts';
import {
  type ForbiddenPage,
  showFailed,
  showForbidden,
  showNotFound,
  showRefused,
  showTooMany,
} from '../render/error-page.ts';
import { clock as clockText } from '../render/format.ts';
import { typedAgain, typedForm } from './kept-form.ts';
import { stateOf } from './request-state.ts';
import { describeError } from '../error-words.ts';
import { recordRefusal } from './refusal-trail.ts';

const AWAY_RETRY_SECONDS = 5;
const NOT_STORABLE_TEXT =
  'Isian memuat tanda yang tidak dapat disimpan, biasanya dari teks yang disalin. Ketik ulang isian itu, lalu kirim lagi.';

/** What no route answered. */
export const notFound: RequestHandler = () => {
  throw new errors.NotFound();
};

/** The one place where what went wrong becomes a page. Nothing of the error itself is shown. */
export function errorPages(deps: Pick<Deps, 'log' | 'clock' | 'regency' | 'pool'>): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (stateOf(req).overdue) return; // it has its answer, and its connection may be answering the next request
    if (res.headersSent) return next(thrown);
    const error = inOurWords(thrown, req);
    if (error instanceof errors.Forbidden) noteRefusal(req, deps);
    if (error) show(error, req, res, deps);
    else {
      const { id, route } = stateOf(req);
      deps.log.error({ id, route, error: describeError(thrown) }, 'failed');
      showFailed(res, id, typedForm(req));
    }
  };
}

/** Beside the answer: a trail that cannot be written right now must not turn a refusal into a failure. */
function noteRefusal(req: Request, { pool, clock, log }: Pick<Deps, 'log' | 'clock' | 'pool'>): void {
  const { actor, route, id } = stateOf(req);
  if (!actor || route === undefined) return;
  const refusal = { at: clock.now(), actorId: actor.employeeId, route: `${req.method} ${route}`, requestId: id };
  recordRefusal(pool, refusal).catch((error: unknown) => log.warn({ id, error: describeError(error) }, 'no trail'));
}

/** The page error that an error means, where it means one. */
function inOurWords(thrown: unknown, req: Request): errors.PageError | undefined {
  if (thrown instanceof errors.PageError) return thrown;
  if (thrown instanceof URIError) return new errors.NotFound();
  if (thrown instanceof KeyReused)
    return new errors.Malformed('Isian dengan kunci ini sudah pernah dikirim dengan isi lain. Buka lagi formulirnya.');
  if (sqlStateOf(thrown) === errors.PERIOD_CLOSED)
    return new errors.Conflict('Bulan itu sudah ditutup. Datanya hanya bisa dilihat.');
  if (sqlStateOf(thrown) === errors.NOT_STORABLE)
    return req.method === 'POST' ? new errors.Malformed(NOT_STORABLE_TEXT) : new errors.NotFound();
  if (isDatabaseAway(thrown)) return new errors.Unavailable(AWAY_RETRY_SECONDS, { cause: thrown });
  return undefined;
}

function show(
  error: errors.PageError,
  req: Request,
  res: Response,
  deps: Pick<Deps, 'log' | 'clock' | 'regency'>,
): void {
  if (error instanceof errors.NotFound) showNotFound(res);
  else if (error instanceof errors.Forbidden) showForbidden(res, error.forWhom);
  else if (error instanceof errors.Conflict) showRefused(res, 409, [error.reason]);
  else if (error instanceof errors.Malformed) showRefused(res, 422, [error.reason]);
  else if (error instanceof errors.TooMany) {
    const seconds = error.retryAfterSeconds;
    const at = new Date(deps.clock.real().getTime() + seconds * 1000);
    showTooMany(res, seconds, clockText(at, deps.regency.zone), typedForm(req));
  } else if (error instanceof errors.Unavailable) {
    const { id, route } = stateOf(req);
    deps.log.warn({ id, route, error: describeError(error.cause) }, 'unavailable');
    const { government: regencyName, appName } = deps.regency;
    const reason = error.cause === undefined ? 'penuh' : 'jeda';
    const page = {
      seconds: error.retryAfterSeconds,
      reason,
      kept: typedForm(req, true),
      again: typedAgain(req),
    } as const;
    showBusy(res, page, { appName, regencyName });
  } else {
    const sentence = 'Permintaan ini tidak datang dari halaman e-Kinerja. Buka lagi halamannya, lalu kirim dari sana.';
    page<ForbiddenPage>(res, 'errors/403', { title: 'Permintaan ditolak', sentence }, 403);
  }
}
