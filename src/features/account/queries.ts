import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import type { StoredPassword } from '../../platform/web/passwords.ts';
import { dayIn } from '../../platform/clock.ts';
import type { OwnWords } from './password-rules.ts';

/** An account with what is known about its person. */
export interface AccountDetails extends OwnWords {
  readonly id: string;
  readonly password: StoredPassword | undefined;
  readonly activationHash: string | null;
  readonly activationExpiresAt: Date | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly unit: string | null;
  readonly password_hash: string | null;
  readonly password_algorithm: string;
  readonly activation_hash: string | null;
  readonly activation_expires_at: Date | null;
}

const DETAILS = `SELECT a.id, a.login, e.name, a.password_hash, a.password_algorithm, a.activation_hash,
    a.activation_expires_at, (
      SELECT u.name FROM assignment s
      JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = s.position_id AND v.from_date <= $2
        ORDER BY v.from_date DESC LIMIT 1) seat ON true
      JOIN LATERAL (SELECT v.name FROM org_unit_version v WHERE v.unit_id = seat.unit_id AND v.from_date <= $2
        ORDER BY v.from_date DESC LIMIT 1) u ON true
      WHERE s.employee_id = e.id AND s.kind = 'DEFINITIF' AND s.from_date <= $2
        AND (s.last_date IS NULL OR s.last_date >= $2) LIMIT 1
    ) AS unit
  FROM account a JOIN employee e ON e.id = a.employee_id
  WHERE a.disabled_at IS NULL AND `;

/** One's account, by id or by what one signs in with. */
export async function accountDetails(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  by: { readonly id: string } | { readonly login: string },
): Promise<AccountDetails | undefined> {
  const [condition, value] = 'id' in by ? ['a.id = $1', by.id] : ['a.login = $1', by.login];
  const day = dayIn(deps.regency.zone, deps.clock.now());
  const { rows } = await deps.pool.query<Row>(DETAILS + condition, [value, day]);
  const row = rows[0];
  if (!row) return undefined;
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    unit: row.unit,
    region: `${deps.regency.appName} ${deps.regency.government}`,
    password: row.password_hash === null ? undefined : { hash: row.password_hash, algorithm: row.password_algorithm },
    activationHash: row.activation_hash,
    activationExpiresAt: row.activation_expires_at,
  };
}

/** One of a person's sessions. */
export interface OwnSession {
  /** Names the session without being its secret. */
  readonly id: string;
  readonly device: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
}

interface SessionRow extends Record<string, unknown> {
  readonly id: string;
  readonly device: string | null;
  readonly started_at: string | null;
  readonly seen_at: string | null;
}

/** The public name of a session: the hash of its id. */
export const SESSION_NAME = "encode(sha256(convert_to(sid, 'UTF8')), 'hex')";
/** Sessions of an account, in a statement whose first parameter is the account. */
export const OF_ACCOUNT = "sess #>> '{passport,user}' = $1";

const SESSIONS = `SELECT ${SESSION_NAME} AS id, sess ->> 'device' AS device, sess ->> 'startedAt' AS started_at,
    sess ->> 'seenAt' AS seen_at
  FROM session WHERE ${OF_ACCOUNT} AND expire > $2::timestamptz AT TIME ZONE 'UTC' ORDER BY (sess ->> 'seenAt')::numeric DESC`;

/** A person's living sessions, the last used first. `now` is real time. */
export async function sessionsOf(sql: Sql, accountId: string, now: Date): Promise<OwnSession[]> {
  const { rows } = await sql.query<SessionRow>(SESSIONS, [accountId, now]);
  return rows.map(row => ({
    id: row.id,
    device: row.device ?? 'Peramban lain',
    startedAt: new Date(Number(row.started_at)),
    seenAt: new Date(Number(row.seen_at)),
  }));
}

/** A sign-in of one's own, or one that failed. */
export interface SignInLine {
  readonly at: Date;
  readonly failed: boolean;
  readonly device: string | null;
}

const SIGN_INS = `SELECT x.at, x.action = 'masuk.gagal' AS failed, x.after ->> 'perangkat' AS device FROM audit_event x
  WHERE x.object_type = 'account' AND x.object_id = $1 AND x.action IN ('masuk', 'masuk.gagal')
    AND x.at > $2::timestamptz - interval '30 days' ORDER BY x.seq DESC LIMIT 200`;

/** Sign-ins of an account in the last thirty days and those that failed, the latest first. `now` is domain time. */
export async function signInsOf(sql: Sql, accountId: string, now: Date): Promise<SignInLine[]> {
  const { rows } = await sql.query<SignInLine & Record<string, unknown>>(SIGN_INS, [accountId, now]);
  return rows;
}
