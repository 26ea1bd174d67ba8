import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { type Actor, hasRole } from '../../platform/web/actor.ts';
import { accountFor } from '../account/account-maker.ts';
import { personOf } from '../account/people.ts';
import { notify } from '../notifications/service.ts';
import type { GrantInput } from './forms.ts';
import { grantOf, type GrantRow, holdsAlready, stewards } from './queries.ts';
import { rightInWords, ROLE_WORDS } from './role-words.ts';
import { refuseOneHand, standsAlone } from './second-person.ts';
import { ended } from '../../platform/render/format.ts';

/** One grant at a time: whether a second person is there to confirm is asked and written together. */
const GRANT_LOCK = 7_270_022;

const INSERT = `INSERT INTO role_grant (account_id, role, payroll_unit_id, from_date, until_date, decree, granted_by, waived, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`;
const UNIT = 'SELECT id, name FROM payroll_unit WHERE code = $1';
const LOCK_ROW = 'SELECT 1 FROM role_grant WHERE id = $1 FOR UPDATE';
const CONFIRM = `UPDATE role_grant SET confirmed_by = $3, confirmed_at = $4, version = version + 1 WHERE id = $1 AND version = $2`;
const END = `UPDATE role_grant SET until_date = $3, ended_by = $4, ended_at = $5, end_reason = $6, version = version + 1
  WHERE id = $1 AND version = $2`;
const REVIEW = `UPDATE role_grant SET reviewed_by = $3, reviewed_at = $4, version = version + 1 WHERE id = $1 AND version = $2`;

const WAIVED =
  'Pengesahan kedua ditiadakan: baru ada administrator pertama, belum ada orang lain yang dapat mengesahkan';
export const CHANGED = 'Hak ini baru saja diubah orang lain. Lihat keadaannya sekarang.';
const OWN = 'Hak untuk diri sendiri diberikan, disahkan, dan ditinjau oleh orang lain.';

interface Moment {
  readonly today: LocalDate;
  readonly now: Date;
  readonly zone: Zone;
}
const momentOf = ({ clock, regency }: Pick<Deps, 'clock' | 'regency'>): Moment => {
  const now = clock.now();
  return { now, today: dayIn(regency.zone, now), zone: regency.zone };
};

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/**
 * Grants a right. It counts once a second person has confirmed it; while nobody but the first administrator may grant
 * and confirm at all, that is waived, and the trail says so (rulings.md 12).
 *
 * @throws Conflict for a right of one's own, or one that is held already
 */
export async function grantRight(deps: Needs, actor: Actor, input: GrantInput, requestId: string): Promise<string> {
  const at = momentOf(deps);
  const { kunci_kirim: key, cari: _search, ...content } = input;
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash: requestHash('hak', content) };
    const { result } = await once(tx, use, () => write(tx, actor, input, at, requestId));
    return result;
  });
}

async function write(tx: Tx, actor: Actor, input: GrantInput, at: Moment, requestId: string): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [GRANT_LOCK]);
  const chosen = input.nip_baru === '' ? input.pegawai : await newcomer(tx, actor, input, at, requestId);
  const person = await personOf(tx, chosen, at.today, null);
  if (!person) throw new NotFound('person');
  if (person.id === actor.employeeId) throw new Conflict(OWN);
  await refuseOneHand(tx, { actorId: actor.employeeId, about: [person.id] }, at);
  const accountId = await accountFor(tx, person.id, { actorId: actor.employeeId, at: at.now, requestId });
  const named = ROLE_WORDS[input.peran].ofUnit !== 'tidak' && input.unit !== '';
  const unit = named ? (await tx.query<{ id: string; name: string }>(UNIT, [input.unit])).rows[0] : undefined;
  const wanted = { accountId, role: input.peran, payrollUnitId: unit?.id ?? null };
  if (await holdsAlready(tx, { ...wanted, from: input.mulai, until: input.selesai }))
    throw new Conflict(`${person.name} sudah memegang hak ini, atau hak ini masih menunggu pengesahan.`);
  const others = (await stewards(tx, at.today)).filter(each => each.id !== actor.employeeId);
  const alone = await standsAlone(tx, { actorId: actor.employeeId, others: others.map(each => each.id) }, at.now);
  const waived = alone && hasRole(actor, 'admin');
  const { rows } = await tx.query<{ id: string }>(INSERT, [
    accountId,
    wanted.role,
    wanted.payrollUnitId,
    input.mulai,
    input.selesai,
    input.sk,
    actor.employeeId,
    waived,
    at.now,
  ]);
  const id = rows[0]!.id;
  await audit(tx, {
    at: at.now,
    actorId: actor.employeeId,
    action: 'hak.beri',
    objectType: 'role_grant',
    objectId: id,
    after: {
      peran: input.peran,
      unit: unit?.name ?? null,
      mulai: input.mulai,
      selesai: input.selesai,
      sk: input.sk,
      waived,
    },
    requestId,
    ...(waived ? { reason: WAIVED } : {}),
  });
  const right = rightInWords(input.peran, unit?.name ?? null);
  if (waived) await tellHolder(tx, { id, employeeId: person.id, text: `Anda mendapat hak ${right}.`, at: at.now });
  else
    await notify(
      tx,
      [...new Set(others.map(each => each.id))]
        .filter(id => id !== person.id)
        .map(employeeId => ({
          employeeId,
          kind: 'hak' as const,
          text: `${ended(`${actor.name} memberi hak ${right} kepada ${person.name}`)} Hak itu menunggu pengesahan orang kedua.`,
          href: `/sistem/peran/${id}`,
          dedupe: `hak-menunggu:${id}`,
        })),
      at.now,
    );
  return id;
}

const BY_NIP = 'SELECT name FROM employee WHERE nip = $1';
const REGISTER = 'INSERT INTO employee (nip, name) VALUES ($1, $2) RETURNING id';

/**
 * Registers somebody by NIP and name alone: in a new installation the first people of the personnel office are in no list
 * yet, and they bring in everybody else, their own chairs included.
 *
 * @throws Conflict for a NIP that is known: that person is searched by name
 */
async function newcomer(tx: Tx, actor: Actor, input: GrantInput, at: Moment, requestId: string): Promise<string> {
  const known = (await tx.query<{ name: string }>(BY_NIP, [input.nip_baru])).rows[0];
  if (known)
    throw new Conflict(`${ended(`NIP ini sudah terdaftar atas nama ${known.name}`)} Cari namanya, lalu pilih.`);
  const { rows } = await tx.query<{ id: string }>(REGISTER, [input.nip_baru, input.nama_baru]);
  const id = rows[0]!.id;
  await audit(tx, {
    at: at.now,
    actorId: actor.employeeId,
    action: 'pegawai.daftar',
    objectType: 'employee',
    objectId: id,
    after: { nama: input.nama_baru },
    requestId,
  });
  return id;
}

/** A step on a right that exists: who, on which version. */
export interface Step {
  readonly actor: Actor;
  readonly id: string;
  readonly version: number;
  readonly requestId: string;
}

/** The second person says yes; from now on the right counts. @throws Conflict for the granter and the holder */
export async function confirmRight(deps: Needs, step: Step): Promise<GrantRow> {
  return change(deps, step, async (tx, grant, at) => {
    if (grant.state !== 'menunggu') throw new Conflict(CHANGED);
    if (grant.employeeId === step.actor.employeeId) throw new Conflict(OWN);
    if (grant.grantedBy === step.actor.employeeId)
      throw new Conflict('Hak ini Anda yang memberi. Pengesahannya oleh orang kedua.');
    await refuseOneHand(
      tx,
      { actorId: step.actor.employeeId, beganBy: [grant.grantedBy], about: [grant.employeeId] },
      at,
    );
    await tx.query(CONFIRM, [step.id, step.version, step.actor.employeeId, at.now]);
    const text = ended(`Anda mendapat hak ${rightInWords(grant.role, grant.unitName)}. Disahkan ${step.actor.name}`);
    await tellHolder(tx, { id: grant.id, employeeId: grant.employeeId, text, at: at.now });
    return 'hak.sahkan';
  });
}

/** The second person says no: the right never began. */
export async function refuseRight(deps: Needs, step: Step, reason: string): Promise<GrantRow> {
  return change(
    deps,
    step,
    async (tx, grant, at) => {
      if (grant.state !== 'menunggu') throw new Conflict(CHANGED);
      if (grant.employeeId === step.actor.employeeId) throw new Conflict(OWN);
      await tx.query(END, [step.id, step.version, addDays(grant.fromDate, -1), step.actor.employeeId, at.now, reason]);
      return 'hak.tolak';
    },
    reason,
  );
}

/** Takes a right away, at once: the next request of its holder is refused; other rights and the session stay. */
export async function endRight(deps: Needs, step: Step, reason: string): Promise<GrantRow> {
  return change(
    deps,
    step,
    async (tx, grant, at) => {
      if (grant.state !== 'aktif' && grant.state !== 'nanti') throw new Conflict(CHANGED);
      if (grant.role === 'admin') await keepOneAdministrator(tx, grant, at.today);
      const yesterday = addDays(at.today, -1);
      const last = yesterday < grant.fromDate ? addDays(grant.fromDate, -1) : yesterday;
      await tx.query(END, [step.id, step.version, last, step.actor.employeeId, at.now, reason]);
      const text = `Hak ${rightInWords(grant.role, grant.unitName)} dicabut ${step.actor.name}. Alasan: ${reason}`;
      await notify(
        tx,
        [{ employeeId: grant.employeeId, kind: 'hak', text, href: null, dedupe: `hak-cabut:${grant.id}` }],
        at.now,
      );
      return 'hak.cabut';
    },
    reason,
  );
}

/** Notes that somebody asked whether a right is still needed, and left it (assurance.md T45). */
export async function reviewRight(deps: Needs, step: Step): Promise<GrantRow> {
  return change(deps, step, async (tx, grant, at) => {
    if (grant.state !== 'aktif') throw new Conflict(CHANGED);
    if (grant.employeeId === step.actor.employeeId) throw new Conflict(OWN);
    await refuseOneHand(tx, { actorId: step.actor.employeeId, about: [grant.employeeId] }, at);
    await tx.query(REVIEW, [step.id, step.version, step.actor.employeeId, at.now]);
    return 'hak.tinjau';
  });
}

/** Reads the right under a lock, judges its version, changes it, and writes the trail; all or nothing. */
async function change(
  deps: Needs,
  step: Step,
  act: (tx: Tx, grant: GrantRow, at: Moment) => Promise<string>,
  reason?: string,
): Promise<GrantRow> {
  const at = momentOf(deps);
  return transaction(deps.pool, async tx => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [GRANT_LOCK]);
    await tx.query(LOCK_ROW, [step.id]);
    const grant = await grantOf(tx, step.id, at);
    if (!grant) throw new NotFound('grant');
    if (grant.version !== step.version) throw new Conflict(CHANGED);
    const action = await act(tx, grant, at);
    await audit(tx, {
      at: at.now,
      actorId: step.actor.employeeId,
      action,
      objectType: 'role_grant',
      objectId: step.id,
      before: { keadaan: grant.state, versi: grant.version },
      requestId: step.requestId,
      ...(reason === undefined ? {} : { reason }),
    });
    return grant;
  });
}

async function keepOneAdministrator(tx: Tx, grant: GrantRow, today: LocalDate): Promise<void> {
  const others = (await stewards(tx, today)).filter(each => each.role === 'admin' && each.id !== grant.employeeId);
  if (others.length === 0)
    throw new Conflict('Ini administrator satu-satunya. Beri hak administrator kepada orang lain dulu.');
}

const tellHolder = (
  tx: Tx,
  told: { readonly id: string; readonly employeeId: string; readonly text: string; readonly at: Date },
): Promise<void> =>
  notify(
    tx,
    [{ employeeId: told.employeeId, kind: 'hak', text: told.text, href: '/akun', dedupe: `hak:${told.id}` }],
    told.at,
  );
