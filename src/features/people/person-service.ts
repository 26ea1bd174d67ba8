import { audit } from '../../platform/audit.ts';
import { violatedConstraint } from '../../platform/database/failures.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { refuseUnsettledMonths } from '../organisation/closed-months.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import type { ChangedBy } from '../organisation/unit-service.ts';
import { tellOwners } from './account-notice.ts';
import { standingPosition, takeSeat } from './holds.ts';
import { refuseOwnHand } from './own-hand.ts';
import type { Arrival, Contact, Identity, PersonEdit } from './person-forms.ts';

type Services = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** Columns of an employee as the trail and the form know them; numbers of accounts are written to the trail masked. */
const COLUMNS = {
  nip: 'nip',
  nik: 'nik',
  name: 'name',
  frontTitle: 'front_title',
  backTitle: 'back_title',
  npwp: 'npwp',
  bankName: 'bank_name',
  bankAccount: 'bank_account',
  phone: 'phone',
  email: 'email',
} as const satisfies Record<keyof Identity, string>;
type Field = keyof Identity;

/**
 * Somebody new: the person, the account to be activated, the standing, the first chair, the act and the trail, at once.
 * @returns the person's id
 * @throws RecordRefused ('NIP ini sudah dipakai {nama}', a chair that is held, a month being computed), KeyReused
 */
export async function createPerson(deps: Services, by: ChangedBy, arrival: Arrival): Promise<string> {
  const { key, ...said } = arrival;
  const { identity, from, ...rest } = said;
  const hash = requestHash('pegawai.baru', { ...identity, from, ...rest });
  return inWords(deps.pool, identity, () =>
    transaction(deps.pool, async tx => {
      const { result } = await once(tx, { actorId: by.employeeId, key, hash }, () => write(tx, deps, by, arrival));
      return result;
    }),
  );
}

async function write(tx: Tx, deps: Services, by: ChangedBy, arrival: Arrival): Promise<string> {
  const { identity, status, rank, positionId, from, decree } = arrival;
  const now = deps.clock.now();
  const id = newId(now);
  const fields = Object.keys(COLUMNS) as Field[];
  await tx.query(
    `INSERT INTO employee (id, ${fields.map(field => COLUMNS[field]).join(', ')})
     VALUES ($1, ${fields.map((_, index) => `$${String(index + 2)}`).join(', ')})`,
    [id, ...fields.map(field => identity[field])],
  );
  const login = identity.nip ?? arrival.userName;
  if (login !== null)
    await tx.query('INSERT INTO account (id, employee_id, login, created_at) VALUES ($1, $2, $3, $4)', [
      newId(now),
      id,
      login,
      now,
    ]);
  await tx.query(
    'INSERT INTO employee_status (employee_id, from_date, status, rank_grade, decree) VALUES ($1, $2, $3, $4, $5)',
    [id, from, status, rank, decree],
  );
  const assignmentId = positionId === null ? null : await sit(tx, now, { employeeId: id, positionId, from, decree });
  await tx.query(
    `INSERT INTO staff_change (id, employee_id, kind, effective_on, position_id, assignment_id, detail, decree, recorded_by, at)
     VALUES ($1, $2, 'MASUK', $3, $4, $5, $6, $7, $8, $9)`,
    [newId(now), id, from, positionId, assignmentId, JSON.stringify({ status, rank }), decree, by.employeeId, now],
  );
  await audit(tx, {
    at: now,
    actorId: by.employeeId,
    action: 'pegawai.baru',
    objectType: 'employee',
    objectId: id,
    after: { ...masked(identity), status, rank, positionId, from },
    reason: decree,
    requestId: by.requestId,
  });
  return id;
}

async function sit(
  tx: Tx,
  now: Date,
  seat: { employeeId: string; positionId: string; from: Arrival['from']; decree: string },
): Promise<string> {
  await refuseUnsettledMonths(tx, [await standingPosition(tx, seat.positionId, seat.from)], seat.from);
  return takeSeat(tx, now, seat);
}

/**
 * Changes what is known about somebody; the name to sign in with follows the NIP.
 * @throws NotFound, RecordRefused (409: changed meanwhile, a NIP or NIK that somebody else has)
 */
export async function changePerson(deps: Services, by: ChangedBy, id: string, edit: PersonEdit): Promise<void> {
  const wanted: Partial<Identity> & Contact = edit.all ? edit.identity : edit.contact;
  await inWords(deps.pool, wanted, () =>
    transaction(deps.pool, async tx => {
      const { rows } = await tx.query<Record<string, string | null> & { version: number }>(
        'SELECT * FROM employee WHERE id = $1 FOR NO KEY UPDATE',
        [id],
      );
      const row = rows[0];
      if (!row) throw new NotFound('person');
      if (row.version !== edit.version) throw changedMeanwhile();
      const changed = (Object.keys(wanted) as Field[]).filter(field => wanted[field] !== row[COLUMNS[field]]);
      if (changed.length === 0) return;
      const account = changed.some(field => TO_BE_PAID.includes(field));
      if (account && id === by.employeeId) throw conflict('rekening', OWN_ACCOUNT);
      if (account) await refuseOwnHand(tx, deps, by, id, 'rekening');
      await tx.query(
        `UPDATE employee SET version = version + 1, ${changed
          .map((field, index) => `${COLUMNS[field]} = $${String(index + 2)}`)
          .join(', ')} WHERE id = $1`,
        [id, ...changed.map(field => wanted[field] ?? null)],
      );
      if (changed.includes('nip') && row['nip'] !== null && wanted.nip)
        await tx.query('UPDATE account SET login = $3 WHERE employee_id = $1 AND login = $2', [
          id,
          row['nip'],
          wanted.nip,
        ]);
      await audit(tx, {
        at: deps.clock.now(),
        actorId: by.employeeId,
        action: 'pegawai.ubah',
        objectType: 'employee',
        objectId: id,
        before: masked(Object.fromEntries(changed.map(field => [field, row[COLUMNS[field]] ?? null]))),
        after: masked(Object.fromEntries(changed.map(field => [field, wanted[field] ?? null]))),
        requestId: by.requestId,
      });
      if (account) await tellOwners(tx, [id], { dedupe: by.requestId, at: deps.clock.now() });
    }),
  );
}

/** Where the money goes. Whoever may write it for others does not write it for themselves (assurance.md T42). */
const TO_BE_PAID: readonly Field[] = ['bankName', 'bankAccount'];
const OWN_ACCOUNT = 'Rekening Anda sendiri diubah oleh rekan lain di kepegawaian';

const PRIVATE: readonly Field[] = ['nik', 'npwp', 'bankAccount'];
/** The trail says that such a number changed, and its last three digits; not the number. */
function masked(values: Partial<Record<Field, string | null>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      value !== null && (PRIVATE as readonly string[]).includes(field) ? `…${value.slice(-3)}` : value,
    ]),
  );
}

async function inWords<Result>(sql: Sql, wanted: Partial<Identity>, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'employee_nip_key')
      throw conflict('nip', `NIP ini sudah dipakai ${await nameOf(sql, 'nip', wanted.nip)}`);
    if (constraint === 'employee_nik_key')
      throw conflict('nik', `NIK ini sudah dipakai ${await nameOf(sql, 'nik', wanted.nik)}`);
    if (constraint === 'account_login_key')
      throw conflict(wanted.nip ? 'nip' : 'nama_pengguna', 'Nama pengguna ini sudah dipakai orang lain');
    if (constraint === 'assignment_one_holder')
      throw conflict('jabatan', 'Jabatan ini baru saja diisi orang lain. Muat ulang halaman');
    throw error;
  }
}

async function nameOf(sql: Sql, column: 'nip' | 'nik', value: string | null | undefined): Promise<string> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT ${fullNameOf('e')} AS name FROM employee e WHERE e.${column} = $1`,
    [value ?? ''],
  );
  return rows[0]?.name ?? 'pegawai lain';
}
