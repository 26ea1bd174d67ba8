import { dayIn } from '../clock.ts';
import { prepared } from '../database/sql.ts';
import type { Deps } from '../deps.ts';
import type { Actor, Grant, Role } from './actor.ts';
import { CHAIRS_OF_ME, PERSON_OF_ME } from './person-statement.ts';

const ACTOR = prepared(
  'web.actor',
  `WITH me AS MATERIALIZED (
     SELECT a.id AS account_id, a.employee_id, a.must_change FROM account a WHERE a.id = $1 AND a.disabled_at IS NULL
   ), ${CHAIRS_OF_ME} SELECT p.* FROM me JOIN ${PERSON_OF_ME}`,
);

/** What PERSON_OF_ME reads. */
export interface ActorRow extends Record<string, unknown> {
  readonly account_id: string;
  readonly employee_id: string;
  readonly must_change: boolean;
  readonly nip: string | null;
  readonly name: string;
  readonly title: string | null;
  readonly logs: boolean;
  readonly assists: boolean;
  readonly verifies: boolean;
  readonly validates: boolean;
  readonly grants: readonly Grant[];
}

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  pengelola: 'Pengelola kepegawaian',
  kepala_opd: 'Kepala OPD',
  bendahara: 'Bendahara pengeluaran',
  kepegawaian: 'BKPSDM',
  keuangan: 'BPKAD',
  organisasi: 'Bagian Organisasi',
  auditor: 'Inspektorat',
  admin: 'Administrator',
};

/** The person of an account today; undefined where the account is gone or disabled. */
export async function loadActor(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  accountId: string,
): Promise<Actor | undefined> {
  const day = dayIn(deps.regency.zone, deps.clock.now());
  const { rows } = await deps.pool.query<ActorRow>(ACTOR, [accountId, day]);
  return rows[0] && actorFrom(rows[0]);
}

/** The person of a row that PERSON_OF_ME read. */
export function actorFrom(row: ActorRow): Actor {
  const role = row.grants[0]?.role;
  return {
    accountId: row.account_id,
    employeeId: row.employee_id,
    name: row.name,
    nip: row.nip,
    title: row.title ?? (role ? ROLE_TITLES[role] : 'Pengguna'),
    grants: row.grants,
    logs: row.logs,
    assists: row.assists,
    verifies: row.verifies,
    validates: row.validates,
    mustChangePassword: row.must_change,
  };
}
