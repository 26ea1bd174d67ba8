import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import session, { type SessionData } from 'express-session';
import { dayIn } from '../clock.ts';
import { prepared, type Prepared } from '../database/sql.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { actorFrom } from './load-actor.ts';
import { type PersonReading, type PersonRow, QUESTION, readPerson, WHO_CTES } from './person-reading.ts';
import { stateOf } from './request-state.ts';
import { LONGEST_SESSION_MS } from './session-limits.ts';

/** Numbers that wait for the person of a session, by name; a feature says what is counted. */
export type Counts = Readonly<Record<string, number>>;

/** One column for each: a scalar subquery over me.employee_id and the day $2. */
export type CountColumns = Readonly<Record<string, string>>;

/** The account's columns are null where it is gone or disabled; the person is null unless what was kept still holds. */
interface Row extends Record<string, unknown> {
  readonly sess: SessionData;
  readonly account_id: string | null;
  readonly employee_id: string | null;
  readonly must_change: boolean | null;
  readonly person: PersonRow | null;
}

/** A session as it was found: whose it is, and what waits for them. */
interface Found {
  readonly actor: Actor | null;
  readonly counts: Counts;
}

const SET = prepared(
  'web.session.set',
  `INSERT INTO "session" (sess, expire, sid) SELECT $1, to_timestamp($2), $3
   ON CONFLICT (sid) DO UPDATE SET sess = $1, expire = to_timestamp($2)`,
);
/** One that was found stays gone if it has ended since: an insert would bring it back with the last page of it. */
const UPDATE = prepared(
  'web.session.update',
  'UPDATE "session" SET sess = $1, expire = to_timestamp($2) WHERE sid = $3',
);
const KEEP = prepared(
  'web.session.person',
  `INSERT INTO session_person (sid, question, day, seen, person) SELECT $1, $2, $3::date, $4::pg_snapshot, $5::jsonb
   ON CONFLICT (sid) DO UPDATE SET question = excluded.question, day = excluded.day, server = excluded.server,
     seen = excluded.seen, person = excluded.person`,
);
const DESTROY = prepared('web.session.destroy', 'DELETE FROM "session" WHERE sid = $1');

/**
 * The session with its account, and the person as kept with it: for the same question and day, by this server, and with
 * nothing changed since by a transaction that was not over when the person was read. The scan of changes starts at the
 * oldest transaction that still ran then, so it finds none but those, mostly none at all.
 */
const read = (name: string, counts: CountColumns): Prepared =>
  prepared(
    name,
    `SELECT me.*${Object.entries(counts)
      .map(([column, count]) => `, ${count} AS ${column}`)
      .join('')}
     FROM (
       SELECT s.sess, a.id AS account_id, a.employee_id, a.must_change,
         CASE WHEN k.question = $4 AND k.day = $2::date AND k.server = pg_postmaster_start_time() AND NOT EXISTS (
           SELECT 1 FROM (SELECT c.xid FROM person_change c WHERE c.xid >= pg_snapshot_xmin(k.seen)
             AND NOT pg_visible_in_snapshot(c.xid, k.seen) ORDER BY c.xid LIMIT 1) unseen
         ) THEN k.person END AS person
       FROM "session" s
       LEFT JOIN account a ON a.id = (s.sess #>> '{passport,user}')::uuid AND a.disabled_at IS NULL
       LEFT JOIN session_person k ON k.sid = s.sid
       WHERE s.sid = $1 AND s.expire >= to_timestamp($3)
     ) me`,
  );

/** In seconds, as to_timestamp wants it. Real time: not the regency's. */
const seconds = (clock: Deps['clock'], laterMs = 0): number => Math.ceil((clock.real().getTime() + laterMs) / 1000);

/**
 * The statement of a sign-in: reads who it is, judges whether they may come in, and if so stores the session with its person and
 * writes the line about it; all of it or nothing, in one turn. Values 1 to 6 are those of `EntryValues`.
 * @param judged CTEs of which the last, "verdict", has one row and a column "opens"
 * @param noted what else is written; it looks whether "entering" has a row, which it has where the session is opened
 * @returns text of a statement that answers the columns of the verdict and "person", null where nobody came in
 */
export const entrySql = (judged: string, noted: string): string => `WITH ${WHO_CTES}, ${judged},
   entering AS MATERIALIZED (SELECT w.person, w.seen FROM who w WHERE (SELECT v.opens FROM verdict v)),
   opened AS (INSERT INTO "session" (sess, expire, sid) SELECT $3::json, to_timestamp($4), $5::varchar FROM entering),
   kept AS (INSERT INTO session_person (sid, question, day, seen, person)
     SELECT $5::varchar, $6, $2::date, e.seen::pg_snapshot, e.person FROM entering e),
   noted AS (${noted})
   SELECT v.*, (SELECT e.person FROM entering e) AS person FROM verdict v`;

/** Account, day, the session as JSON, when it ends at the latest (seconds), its id, and the question that the person answers. */
export type EntryValues = readonly [string, string, string, number, string, string];

const ID_BYTES = 24;
/** The ids under which sessions are stored already that a request is about to take on. */
const given = new WeakMap<object, string>();

/** The id of a session that begins: 192 bits that nobody can guess. */
export const sessionId = (req?: object): string =>
  (req && given.get(req)) ?? randomBytes(ID_BYTES).toString('base64url');

/**
 * Sessions in PostgreSQL, each with its person. Who somebody is and what they may do is asked once, kept beside the session
 * and asked again as soon as anything it rests on has changed (docs/adr/0037): rights are those of this very request.
 * The numbers that wait for the person, where `counts` are given, are counted by the same statement, at every request: one
 * of their own would cost as much again as what it reads. Who was found is noted in the request's state, for passport to
 * fetch.
 */
export class SessionStore extends session.Store {
  private readonly deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'log'>;
  private readonly read: Prepared;
  private readonly counted: readonly string[];
  private readonly found = new WeakMap<SessionData, Found>();
  /** What is known to stand in the table of a request's session: as it was read, or stored last. */
  private readonly stored = new WeakMap<object, string>();

  constructor(deps: Pick<Deps, 'pool' | 'clock' | 'regency' | 'log'>, counts: CountColumns = {}) {
    super();
    this.deps = deps;
    this.counted = Object.keys(counts);
    this.read = read(this.counted.length > 0 ? 'web.session.counts' : 'web.session', counts);
  }

  override get(sid: string, done: (error: unknown, found?: SessionData | null) => void): void {
    this.find(sid).then(found => done(null, found), done);
  }

  override createSession(req: Request, data: SessionData): session.Session & SessionData {
    const found = this.found.get(data);
    if (found) {
      const state = stateOf(req);
      state.found = found.actor;
      if (this.counted.length > 0) state.counts = found.counts;
    }
    const made = super.createSession(req, data);
    this.stored.set(made, ''); // it is there; as what, only matters once this request has stored it
    return made;
  }

  /** Begins a session anew. One that was never stored need not be ended. */
  override regenerate(req: Request, done: (error?: unknown) => unknown): void {
    if (this.stored.has(req.session)) return super.regenerate(req, done);
    (this as unknown as { generate(of: Request): void }).generate(req); // express-session gives its stores this one
    done();
  }

  /**
   * Opens a session under a new id, by a statement of `entrySql`: whoever knew the old id knows nothing, and the old session
   * ends. Where nobody comes in, everything stays as it was.
   * @param enter runs the statement
   */
  async open(
    req: Request,
    data: Omit<SessionData, 'cookie'> & { readonly passport: { readonly user: string } },
    enter: (values: EntryValues) => Promise<PersonRow | null>,
  ): Promise<Actor | undefined> {
    const { clock, regency } = this.deps;
    const sid = sessionId();
    const text = JSON.stringify({ cookie: req.session.cookie, ...data });
    const day = dayIn(regency.zone, clock.now());
    const person = await enter([data.passport.user, day, text, seconds(clock, LONGEST_SESSION_MS), sid, QUESTION]);
    if (!person) return undefined;
    given.set(req, sid);
    await new Promise<void>((resolve, reject) => {
      req.session.regenerate((error: unknown) => (error instanceof Error ? reject(error) : resolve()));
    });
    given.delete(req);
    Object.assign(req.session, data);
    this.stored.set(req.session, text);
    return actorFrom(person);
  }

  /** A session that a request has stored is not stored once more at its end, unless something in it has changed since. */
  override set(sid: string, data: SessionData, done?: (error?: unknown) => void): void {
    const text = JSON.stringify(data);
    const before = this.stored.get(data);
    if (before === text) return done?.();
    const values = [text, seconds(this.deps.clock, LONGEST_SESSION_MS), sid];
    this.deps.pool.query(before === undefined ? SET : UPDATE, values).then(
      () => {
        this.stored.set(data, text);
        done?.();
      },
      (error: unknown) => done?.(error),
    );
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    this.deps.pool.query(DESTROY, [sid]).then(
      () => done?.(),
      (error: unknown) => done?.(error),
    );
  }

  private async find(sid: string): Promise<SessionData | null> {
    const { pool, clock, regency } = this.deps;
    const day = dayIn(regency.zone, clock.now());
    const { rows } = await pool.query<Row>(this.read, [sid, day, seconds(clock), QUESTION]);
    const row = rows[0];
    if (!row) return null;
    const person = personIn(row) ?? (row.account_id === null ? undefined : await this.ask(sid, row.account_id, day));
    this.found.set(row.sess, { actor: person ? actorFrom(person) : null, counts: this.countsIn(row) });
    return row.sess;
  }

  /** Asks who it is, and keeps the answer with the session. */
  private async ask(sid: string, accountId: string, day: string): Promise<PersonRow | undefined> {
    const { pool, log } = this.deps;
    const reading = await readPerson(pool, accountId, day);
    if (!reading) return undefined;
    try {
      await pool.query(KEEP, [sid, ...keptValues(reading)]);
    } catch (error) {
      // a full disk, or the session has just ended: the page can be answered all the same, the next one asks again
      log.debug({ error: String(error) }, 'the person of a session could not be kept');
    }
    return reading.person;
  }

  private countsIn(row: Row): Counts {
    return Object.fromEntries(this.counted.map(column => [column, Number(row[column])]));
  }
}

const keptValues = ({ day, seen, person }: PersonReading): string[] => [QUESTION, day, seen, JSON.stringify(person)];

/** The kept person, if it is the account's own, with what the account itself says now. */
function personIn({ person, account_id, employee_id, must_change }: Row): PersonRow | undefined {
  if (person?.account_id !== account_id || person?.employee_id !== employee_id) return undefined;
  return { ...person, must_change: must_change === true };
}
