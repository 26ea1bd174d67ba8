import bcrypt from 'bcrypt';
import { addDays, type LocalDate } from '../domain/local-date.ts';
import { dayIn } from '../platform/clock.ts';
import type { Tx } from '../platform/database/sql.ts';
import type { Role } from '../platform/web/actor.ts';
import { insertRows } from './bulk-insert.ts';
import { CAST } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { newDemoPassword } from './password.ts';
import type { PlannedChair, PlannedPerson, Regency } from './regency.ts';
import { ZONE } from './zone.ts';

/** The official without NIP signs in with this name. */
const OFFICIAL_LOGIN = 'bupati.takar';
/** Rights that hold for one payroll unit; the others are for the whole regency. */
const UNIT_ROLES: readonly Role[] = ['pengelola', 'kepala_opd', 'bendahara'];
const SHARED = 'pegawai';
/** The letter of the demo's auditor, and how long it holds: long enough for whoever leaves the demo running. */
const AUDIT_LETTER = '094/17/ST/ITKAB (contoh)';
const auditUntil = (at: Date): LocalDate => addDays(dayIn(ZONE, at), 730);

/** A password and what is stored of it. */
export interface Secret {
  readonly password: string;
  readonly hash: string;
}

/** Passwords by key: one for each of the cast, one that all the others share, so that 600 accounts cost one hash more. */
export type Secrets = ReadonlyMap<string, Secret>;

/** Invents the passwords and hashes them, as many at once as the machine has threads for. */
export async function makeSecrets(bcryptCost: number): Promise<Secrets> {
  const keys = [...CAST, SHARED];
  return new Map(
    await Promise.all(
      keys.map(async (key): Promise<[string, Secret]> => {
        const password = newDemoPassword();
        return [key, { password, hash: await bcrypt.hash(password, bcryptCost) }];
      }),
    ),
  );
}

const secretOf = (secrets: Secrets, person: PlannedPerson): Secret => secrets.get(person.cast ?? SHARED)!;
const ordinalOf = (person: PlannedPerson): number =>
  person.cast === undefined ? CAST.length + person.ordinal : CAST.indexOf(person.cast) + 1;

/** Accounts that work at once, their rights, and the list that `takar demo accounts` prints. */
export async function writeAccounts(tx: Tx, regency: Regency, secrets: Secrets, at: Date): Promise<void> {
  const seats = seated(regency);
  await insertRows(
    tx,
    'account',
    seats.map(({ person }) => ({
      id: person.accountId,
      employee_id: person.id,
      login: person.nip ?? OFFICIAL_LOGIN,
      password_hash: secretOf(secrets, person).hash,
      created_at: at,
    })),
  );
  await insertRows(tx, 'role_grant', grants(seats, regency.since, at));
  await insertRows(
    tx,
    'demo_account',
    seats.map(({ person }) => ({
      key: person.key,
      account_id: person.accountId,
      password: secretOf(secrets, person).password,
      ordinal: ordinalOf(person),
    })),
  );
}

/**
 * The administrator's own right came with the installation, when there was nobody to confirm it; every other right was
 * granted by the administrator and confirmed by the Sekda (the Sekda's own by the Bupati).
 */
function grants(
  seats: readonly { readonly chair: PlannedChair; readonly person: PlannedPerson }[],
  from: LocalDate,
  at: Date,
): object[] {
  const until = auditUntil(at);
  const admin = seats.find(({ person }) => person.cast === 'admin')!.person;
  const sekda = seats.find(({ person }) => person.cast === 'sekda')!.person;
  const bupati = seats.find(({ person }) => person.cast === 'bupati')!.person;
  return seats.flatMap(({ chair, person }) => {
    const role = chair.spec.role;
    if (role === undefined) return [];
    const first = role === 'admin';
    return [
      {
        id: person.grantId,
        account_id: person.accountId,
        role,
        payroll_unit_id: UNIT_ROLES.includes(role) ? chair.unit.payrollUnit.id : null,
        from_date: from,
        // An auditor looks under a letter with a number and a last day.
        until_date: role === 'auditor' ? until : null,
        decree: role === 'auditor' ? AUDIT_LETTER : 'SK Bupati Takar (contoh) tentang pengelola aplikasi',
        granted_by: first ? null : admin.id,
        confirmed_by: first ? null : person === sekda ? bupati.id : sekda.id,
        waived: first,
        recorded_at: at,
        confirmed_at: first ? null : at,
      },
    ];
  });
}
