/** What went wrong in words a person reads. One handler turns these into pages (architecture.md 4.12). */
export abstract class PageError extends Error {
  abstract readonly status: 401 | 403 | 404 | 409 | 422 | 429 | 503;
}

/** What one may not see does not exist. */
export class NotFound extends PageError {
  readonly status = 404;
  constructor(what = 'page') {
    super(`not found: ${what}`);
  }
}

/** A page of another role. The text says whose page it is. */
export class Forbidden extends PageError {
  readonly status = 403;
  constructor(readonly forWhom: string) {
    super(`forbidden: for ${forWhom}`);
  }
}

/** A change that did not come from a page of ours (rulings.md 22). */
export class CrossSite extends PageError {
  readonly status = 403;
  constructor() {
    super('the request comes from another site');
  }
}

/** Well-formed, but a rule or a state says no; the reason is shown on a page of its own where no form can carry it. */
export class Conflict extends PageError {
  readonly status = 409;
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** The request itself is malformed and no form can be shown again. */
export class Malformed extends PageError {
  readonly status = 422;
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Too many attempts; try again after `retryAfterSeconds`. */
export class TooMany extends PageError {
  readonly status = 429;
  constructor(readonly retryAfterSeconds: number) {
    super('too many attempts');
  }
}

/** Overloaded or the database is away; try again after `retryAfterSeconds`. */
export class Unavailable extends PageError {
  readonly status = 503;
  constructor(
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super('unavailable', options);
  }
}

/**
 * SQLSTATEs the migrations raise: the period is closed, the record is append-only, the tree would have a circle, the day would
 * have more of an item than the catalogue allows.
 */
export const PERIOD_CLOSED = 'TK001';
export const APPEND_ONLY = 'TK002';
export const TREE_CIRCLE = 'TK003';
export const DAY_FULL = 'TK004';
/** PostgreSQL's own: an EXCLUDE constraint (overlapping times). */
export const EXCLUSION = '23P01';
export const UNIQUE = '23505';
/** A character that no text of the database can hold: NUL. */
export const NOT_STORABLE = '22021';
