import pg from 'pg';
import { codeOf } from '../postgres/error-code.ts';

/**
 * Classes and codes of PostgreSQL that mean: not now, try again later. A database that takes no connections (55000),
 * is gone (3D000) or knows the password no more (28...) is as far away as one whose server is down.
 */
const AWAY_CODES = /^(?:08...|28...|3D000|53...|55000|57014|57P0[1-5]|55P03|25P03)$/;
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const DRIVER_WORDS = /timeout exceeded when trying to connect|Query read timeout|Connection terminated|not queryable/;
const INTEGRITY_CLASS = '23';

/**
 * Whether an error says that the database cannot answer now (away, starting, full, too slow, a lock not granted in
 * time), as opposed to a refusal of what was asked. A page answers such an error with 503.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return AWAY_CODES.test(code) || NETWORK_CODES.has(code) || DRIVER_WORDS.test(error.message);
}

/** For the operator, in one line: that the database cannot be reached, and what the driver said. */
export function awayInWords(error: unknown): string {
  const said = error instanceof Error ? error.message || codeOf(error) : String(error);
  return `Basis data tidak dapat dihubungi: ${said.split('\n', 1)[0] ?? ''}. Periksa DATABASE_URL.`;
}

/** The name of the constraint (UNIQUE, CHECK, EXCLUDE, foreign key) that refused a statement, if one did. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code?.startsWith(INTEGRITY_CLASS) !== true) return undefined;
  return error.constraint;
}

/** The code of a PostgreSQL error (such as `TK001`, raised by a trigger of ours), or '' for any other. */
export function sqlStateOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}
