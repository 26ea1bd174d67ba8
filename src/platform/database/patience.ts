/** The longest that one statement may take where a pool says nothing else, in milliseconds. */
export const STATEMENT_MS = 5_000;

/**
 * The order of patience, in milliseconds: client 30 s > application 10 s > answer 8 s > statement 5 s > lock 2 s. The
 * inner one always speaks first, so that a slow database becomes an honest 503 and not a hanging page.
 */
export const PATIENCE = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: STATEMENT_MS,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** The longest that one statement of work may take for which nobody waits at a page, in milliseconds. */
export const LONG_STATEMENT_MS = 600_000;

/** How long after a statement's own limit the driver gives up: it only matters when the server has fallen silent. */
export const ANSWER_AFTER_STATEMENT_MS = 3_000;
