import pg from 'pg';
import { codeOf } from '../postgres/error-code.ts';

/**
 * Classes and codes of PostgreSQL that mean: not now, try again later. A database that takes no connections (55000),
 * is gone (3D000) or knows the password no more (28...) is as far away as one whose server is down.
 */
const AWAY_CODES = /^(?:08...|28...|3D000|53...|55000|57014|57P0[1-5]|55P03|25P03)$/;
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const DRIVER_WORDS = /timeout exceeded when trying to connect|Query read timeout|Connection terminated|not queryable/;
/**
 * What a statement may meet that comes in between others, and not when it is asked once more: two that waited for each other
 * (40P01, 40001), or a migration that made a table wider while the statement waited for it, planned for the narrower one (42P13
 * from within a function, 0A000 for a plan that is kept).
 */
const CROSSED_CODES = new Set(['40001', '40P01']);
const SHAPE_CODES = new Set(['42P13', '0A000']);
const SHAPE_WORDS = /return type mismatch|cached plan must not change result type/;
const INTEGRITY_CLASS = '23';

/**
 * Whether an error says that the database cannot answer now (away, starting, full, too slow, a lock not granted in
 * time), as opposed to a refusal of what was asked. A page answers such an error with 503.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  const away = AWAY_CODES.test(code) || NETWORK_CODES.has(code) || DRIVER_WORDS.test(error.message);
  return away || isCrossed(error);
}

function isCrossed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return CROSSED_CODES.has(code) || (SHAPE_CODES.has(code) && SHAPE_WORDS.test(error.message));
}

const TRIES = 3;

/**
 * Asks again where others came across (a deadlock, a migration), so that nobody is refused for their sake. Only for a
 * statement before which nothing has been done, as it is a transaction of its own or begins one.
 * @param beforeAgain what is to be done before that
 */
export async function askedAgain<Answer>(
  ask: () => Promise<Answer>,
  beforeAgain: () => Promise<void> = () => Promise.resolve(),
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === TRIES || !isCrossed(error)) throw error;
      await beforeAgain();
    }
  }
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
