import pg from 'pg';
import { columnTypes } from './column-types.ts';
import { askedAgain } from './failures.ts';
import { ANSWER_AFTER_STATEMENT_MS, PATIENCE, STATEMENT_MS } from './patience.ts';
import { type Plans, PLANS_AT_FIRST, sendPlanned } from './plans.ts';
import { SESSION_OPTIONS } from './session-options.ts';
import type { Prepared, Sql } from './sql.ts';

/** What a pool is made of. Times are in milliseconds. */
export interface PoolSettings {
  readonly url: string;
  /** The most connections at once. */
  readonly max: number;
  /** How the sessions are called in the server's own lists. */
  readonly name?: string;
  /** The longest that one statement may take; 0 for no limit (jobs, imports). */
  readonly statementTimeout?: number;
  /** Told of each statement in the context of its caller, so that a test can count what a request does. */
  readonly onQuery?: QueryObserver;
  /** Told when an idle connection breaks; the pool has already dropped it. */
  readonly onIdleError?: (error: Error) => void;
}

/** Told of the text of a statement just before it is sent. */
export type QueryObserver = (statement: Prepared | { readonly name?: undefined; readonly text: string }) => void;

/** The shared pool of a process: connections that speak UTC, give up in time and read columns exactly. */
export class Pool extends pg.Pool implements Sql {
  /** Told of each statement of this pool and of its transactions. */
  readonly observe: QueryObserver;

  constructor(settings: PoolSettings) {
    super(poolConfig(settings));
    this.observe = settings.onQuery ?? (() => undefined);
    this.on('error', settings.onIdleError ?? (() => undefined)); // without a listener this would end the process
    // So would a connection that breaks between two statements of a transaction: the next statement says so instead.
    this.on('connect', client => client.on('error', () => undefined));
  }

  /** The driver's own way of sending, whichever of its forms is used. */
  private readonly send = super.query.bind(this) as (...words: unknown[]) => unknown;

  /** One statement on any free connection. Statements that belong together go through `transaction`. */
  override query = ((statement: string | pg.QueryConfig | pg.Submittable, ...rest: unknown[]): unknown => {
    if (typeof statement === 'string') this.observe({ text: statement });
    else if ('text' in statement) this.observe(describe(statement));
    const plans = plansFor(statement, rest);
    if (plans === undefined) return this.send(statement, ...rest);
    return askedAgain(() => this.planned(plans, statement as pg.QueryConfig, rest));
  }) as pg.Pool['query'];

  private async planned(plans: Plans, statement: string | pg.QueryConfig, rest: unknown[]): Promise<pg.QueryResult> {
    const client = await this.connect();
    let broken: Error | undefined;
    try {
      return await sendPlanned(client, plans, () => client.query(statement, rest[0] as unknown[] | undefined));
    } catch (error) {
      broken = isRefusal(error) ? undefined : (error as Error);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Named statements are asked again and again. Without values there is nothing to plan for; callbacks and streams are the driver's. */
function plansFor(
  statement: string | pg.QueryConfig | pg.Submittable,
  [values, callback]: unknown[],
): Plans | undefined {
  if (callback !== undefined || typeof values === 'function') return undefined;
  if (typeof statement === 'string') return values === undefined ? undefined : 'each';
  if (!('text' in statement)) return undefined;
  if (statement.name !== undefined) return 'kept';
  return values === undefined && statement.values === undefined ? undefined : 'each';
}

/** The server said no to a statement, and is there for the next one; after any other failure the connection is thrown away. */
const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code?.startsWith('57P') === false;

/** Make the pool of a process. Nothing is connected before the first statement. */
export function createPool(settings: PoolSettings): Pool {
  return new Pool(settings);
}

/** @throws Error where sessions do not run in UTC: a pooler in between has dropped our options, and dates would be wrong */
export async function assertUtcSessions(sql: Sql): Promise<void> {
  const { rows } = await sql.query<{ zone: string }>("SELECT current_setting('TimeZone') AS zone");
  const zone = rows[0]?.zone;
  if (zone !== 'UTC') throw new Error(`database sessions run in ${String(zone)}, not in UTC`);
}

/**
 * How long a connection is kept that nobody uses, and how many are kept for good. A new one costs a process on the server, and
 * plans each of the hot statements anew: the driver's ten seconds would pay that after every quiet moment.
 */
const IDLE_MS = 10 * 60_000;
const KEPT = 4;

function poolConfig(settings: PoolSettings): pg.PoolConfig {
  const statement = settings.statementTimeout ?? STATEMENT_MS;
  return {
    connectionString: settings.url,
    max: settings.max,
    application_name: settings.name ?? 'takar',
    options: `${SESSION_OPTIONS} ${PLANS_AT_FIRST}`,
    types: columnTypes,
    keepAlive: true,
    min: Math.min(KEPT, settings.max),
    idleTimeoutMillis: IDLE_MS,
    ...PATIENCE,
    statement_timeout: statement,
    ...(statement > 0 ? { query_timeout: statement + ANSWER_AFTER_STATEMENT_MS } : {}),
  };
}

function describe({ name, text }: pg.QueryConfig): Parameters<QueryObserver>[0] {
  return name === undefined ? { text } : { name, text };
}
