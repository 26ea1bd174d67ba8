import type { Request } from 'express';
import session, { type SessionData } from 'express-session';
import { dayIn } from '../clock.ts';
import { prepared, type Prepared } from '../database/sql.ts';
import type { Deps } from '../deps.ts';
import { actorFrom, type ActorRow } from './load-actor.ts';
import { CHAIRS_OF_ME, PERSON_OF_ME } from './person-statement.ts';
import { stateOf } from './request-state.ts';
import { LONGEST_SESSION_MS } from './session-limits.ts';

/** Numbers that wait for the person of a session, by name; a feature says what is counted. */
export type Counts = Readonly<Record<string, number>>;

/** One column for each: a scalar subquery over me.employee_id and the day $2. */
export type CountColumns = Readonly<Record<string, string>>;

/** The person's columns are null where the account is gone, disabled or out of service. */
interface Row extends Record<string, unknown> {
  readonly sess: SessionData;
  readonly account_id: string | null;
}

const SET = prepared(
  'web.session.set',
  `INSERT INTO "session" (sess, expire, sid) SELECT $1, to_timestamp($2), $3
   ON CONFLICT (sid) DO UPDATE SET sess = $1, expire = to_timestamp($2)`,
);
const DESTROY = prepared('web.session.destroy', 'DELETE FROM "session" WHERE sid = $1');

const read = (name: string, counts: CountColumns): Prepared =>
  prepared(
    name,
    `WITH me AS MATERIALIZED (
       SELECT s.sess, a.id AS account_id, a.employee_id, a.must_change FROM "session" s
       LEFT JOIN account a ON a.id = (s.sess #>> '{passport,user}')::uuid AND a.disabled_at IS NULL
       WHERE s.sid = $1 AND s.expire >= to_timestamp($3)
     ), ${CHAIRS_OF_ME} SELECT me.sess, p.*${Object.entries(counts)
       .map(([column, count]) => `, ${count} AS ${column}`)
       .join('')}
     FROM me LEFT JOIN ${PERSON_OF_ME}`,
  );

/** In seconds, as to_timestamp wants it. Real time: not the regency's. */
const seconds = (clock: Deps['clock'], laterMs = 0): number => Math.ceil((clock.real().getTime() + laterMs) / 1000);

/**
 * Sessions in PostgreSQL. Whoever asks is read with the session in one statement (rights are those of this very request),
 * and so are the numbers that wait for them, where `counts` are given: each statement of its own would cost as much again
 * as what it reads. Who was found is noted in the request's state, for passport to fetch.
 */
export class SessionStore extends session.Store {
  private readonly deps: Pick<Deps, 'pool' | 'clock' | 'regency'>;
  private readonly read: Prepared;
  private readonly counted: readonly string[];
  private readonly rows = new WeakMap<SessionData, Row>();

  constructor(deps: Pick<Deps, 'pool' | 'clock' | 'regency'>, counts: CountColumns = {}) {
    super();
    this.deps = deps;
    this.counted = Object.keys(counts);
    this.read = read(this.counted.length > 0 ? 'web.session.counts' : 'web.session', counts);
  }

  override get(sid: string, done: (error: unknown, found?: SessionData | null) => void): void {
    const { pool, clock, regency } = this.deps;
    pool.query<Row>(this.read, [sid, dayIn(regency.zone, clock.now()), seconds(clock)]).then(({ rows }) => {
      const row = rows[0];
      if (row) this.rows.set(row.sess, row);
      done(null, row?.sess ?? null);
    }, done);
  }

  override createSession(req: Request, found: SessionData): session.Session & SessionData {
    const row = this.rows.get(found);
    if (row) {
      const state = stateOf(req);
      state.found = row.account_id === null ? null : actorFrom(row as unknown as ActorRow);
      if (this.counted.length > 0) state.counts = this.countsIn(row);
    }
    return super.createSession(req, found);
  }

  override set(sid: string, data: SessionData, done?: (error?: unknown) => void): void {
    const until = seconds(this.deps.clock, LONGEST_SESSION_MS);
    this.deps.pool.query(SET, [JSON.stringify(data), until, sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    this.deps.pool.query(DESTROY, [sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  private countsIn(row: Row): Counts {
    return Object.fromEntries(this.counted.map(column => [column, Number(row[column])]));
  }
}
