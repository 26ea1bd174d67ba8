import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { instant } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { notify } from '../notifications/service.ts';
import { accountFor } from './account-maker.ts';
import { type Desk, deskOf, type DeskPerson, deskPerson, stillWithout } from './desk-queries.ts';
import { OF_ACCOUNT } from './queries.ts';
import { issueCode } from './service.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** What is printed for one person; the code is known now and never again. */
export interface Slip {
  readonly name: string;
  readonly login: string;
  readonly unit: string | null;
  readonly code: string;
  readonly expiresAt: Date;
}

/** Who asks, under which key, in which request. */
export interface DeskAct {
  readonly actor: Actor;
  readonly key: string;
  readonly requestId: string;
}

const LOGIN = 'SELECT login FROM account WHERE id = $1';
const CLEAR = 'UPDATE account SET password_hash = NULL, must_change = false WHERE id = $1';
const END_SESSIONS = `DELETE FROM session WHERE ${OF_ACCOUNT}`;
const CLOSE_TICKETS =
  'UPDATE password_ticket SET closed_at = $2, closed_by = $3 WHERE account_id = $1 AND closed_at IS NULL';

export const OWN_ACCOUNT = 'Kata sandi sendiri diganti di halaman Akun.';
const OUTWEIGHED =
  'Orang ini memegang hak lain (BKPSDM, BPKAD, kepala OPD, bendahara, atau pengawas). Kode barunya dari BKPSDM atau administrator.';
const OF_ADMINISTRATOR =
  'Orang ini memegang hak administrator. Kode barunya dari administrator lain, atau dari petugas server (takar admin code).';

/** Why this desk gives the person no code; null where it does. */
export function outweighedInWords(person: DeskPerson, desk: Desk): string | null {
  if (!person.outweighs) return null;
  return desk.units === null ? OF_ADMINISTRATOR : OUTWEIGHED;
}

/**
 * Makes accounts where there are none, and a one-time code for each. The same key again makes new codes for those who
 * have not used theirs yet: only hashes are kept, so the first codes cannot be shown twice, and they end.
 */
export async function makeSlips(deps: Needs, act: DeskAct, employeeIds: readonly string[]): Promise<readonly Slip[]> {
  const ids = [...new Set(employeeIds)].sort();
  const { actor, key } = act;
  const today = dayIn(deps.regency.zone, deps.clock.now());
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash: requestHash('lembar kode', { ids }) };
    const { result } = await once(tx, use, () => Promise.resolve(ids));
    const people = await stillWithout(tx, result, deskOf(actor), today);
    const slips: Slip[] = [];
    for (const person of people) slips.push(await slipFor(tx, deps, act, person, 'akun.kode'));
    return slips;
  });
}

/**
 * Somebody at the desk has forgotten the password: the old one ends with every session, a code takes its place, and the
 * owner reads who did it and when (assurance.md T58).
 *
 * @throws NotFound outside the desk's payroll units
 * @throws Conflict for one's own account, and for rights that outweigh the desk
 */
export async function resetAtDesk(deps: Needs, act: DeskAct, employeeId: string): Promise<Slip> {
  const { actor } = act;
  const now = deps.clock.now();
  return transaction(deps.pool, async tx => {
    const person = await deskPerson(tx, employeeId, deskOf(actor), dayIn(deps.regency.zone, now));
    if (!person || person.disabled) throw new NotFound('person');
    if (person.id === actor.employeeId) throw new Conflict(OWN_ACCOUNT);
    const outweighed = outweighedInWords(person, deskOf(actor));
    if (outweighed !== null) throw new Conflict(outweighed);
    const slip = await slipFor(tx, deps, act, person, 'akun.setel_ulang');
    const { rows } = await tx.query<{ id: string }>('SELECT id FROM account WHERE employee_id = $1', [person.id]);
    const accountId = rows[0]!.id;
    await tx.query(CLEAR, [accountId]);
    await tx.query(END_SESSIONS, [accountId]);
    await tx.query(CLOSE_TICKETS, [accountId, now, actor.employeeId]);
    const text = `Kata sandi Anda direset oleh ${actor.name} pada ${instant(now, deps.regency.zone)}. Bukan permintaan Anda? Hubungi BKPSDM.`;
    const dedupe = `reset:${act.requestId}`;
    await notify(tx, [{ employeeId: person.id, kind: 'data', text, href: '/akun', dedupe }], now);
    return slip;
  });
}

async function slipFor(tx: Tx, deps: Needs, act: DeskAct, person: DeskPerson, action: string): Promise<Slip> {
  const at = deps.clock.now();
  const { actor, requestId } = act;
  const accountId = await accountFor(tx, person.id, { actorId: actor.employeeId, at, requestId });
  const { rows } = await tx.query<{ login: string }>(LOGIN, [accountId]);
  const { code, expiresAt } = await issueCode(tx, deps, accountId);
  await audit(tx, {
    at,
    actorId: actor.employeeId,
    action,
    objectType: 'account',
    objectId: accountId,
    requestId,
  });
  return { name: person.name, login: rows[0]!.login, unit: person.unit, code, expiresAt };
}
