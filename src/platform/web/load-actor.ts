import { dayIn } from '../clock.ts';
import type { Deps } from '../deps.ts';
import type { Actor, Role } from './actor.ts';
import { type PersonRow, readPerson } from './person-reading.ts';

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
  const reading = await readPerson(deps.pool, accountId, dayIn(deps.regency.zone, deps.clock.now()));
  return reading && actorFrom(reading.person);
}

/** The person of a row that PERSON_OF_ME read. */
export function actorFrom(row: PersonRow): Actor {
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
