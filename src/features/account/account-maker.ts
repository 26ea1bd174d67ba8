import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';

const FIND = 'SELECT id FROM account WHERE employee_id = $1';
const WHO = 'SELECT nip, name FROM employee WHERE id = $1';
const LIKE = "SELECT login FROM account WHERE login = $1 OR login LIKE $1 || '.%'";
const MAKE =
  'INSERT INTO account (employee_id, login) VALUES ($1, $2) ON CONFLICT (employee_id) DO NOTHING RETURNING id';

/** Who makes an account, when, in which request. */
export interface Making {
  readonly actorId: string;
  readonly at: Date;
  readonly requestId: string;
}

/**
 * The account of a person; one without a password where there was none. It opens nothing until its one-time code is used.
 * Who has no NIP (an official, an employee by NIK) signs in with a name made of letters: the NIK is nobody's business.
 */
export async function accountFor(tx: Tx, employeeId: string, making: Making): Promise<string> {
  const known = await tx.query<{ id: string }>(FIND, [employeeId]);
  if (known.rows[0]) return known.rows[0].id;
  const { rows } = await tx.query<{ nip: string | null; name: string }>(WHO, [employeeId]);
  const person = rows[0];
  if (!person) throw new Error('an account needs a person');
  const login = person.nip ?? (await freeUserName(tx, person.name));
  const made = await tx.query<{ id: string }>(MAKE, [employeeId, login]);
  const id = made.rows[0]?.id ?? (await tx.query<{ id: string }>(FIND, [employeeId])).rows[0]!.id;
  await audit(tx, {
    at: making.at,
    actorId: making.actorId,
    action: 'akun.buat',
    objectType: 'account',
    objectId: id,
    requestId: making.requestId,
  });
  return id;
}

/** 'siti.aminah', or 'siti.aminah.2' where somebody has that name already. */
async function freeUserName(tx: Tx, name: string): Promise<string> {
  const letters = name.normalize('NFKD').toLowerCase();
  const words = letters.split(/[^a-z]+/).filter(word => word !== '');
  const base = words.slice(0, 2).join('.') || 'pegawai';
  const { rows } = await tx.query<{ login: string }>(LIKE, [base]);
  const taken = new Set(rows.map(row => row.login));
  if (!taken.has(base)) return base;
  let ordinal = 2;
  while (taken.has(`${base}.${String(ordinal)}`)) ordinal += 1;
  return `${base}.${String(ordinal)}`;
}
