import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { lastHearingDay } from '../../domain/activity/objection.ts';
import { decide, type PeriodStanding } from '../../domain/activity/lifecycle.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, EXCLUSION, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { isUuid, newId } from '../../platform/identity.ts';
import { date, dateMedium, dateShort } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { applyTransition } from '../activity-log/transition.ts';
import { leaveCause } from '../adjustments/cause.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { notify } from '../notifications/service.ts';
import { PERIOD_STANDING } from '../review/access.ts';
import { lockEntries } from '../review/entry-queries.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { workflowOn } from '../workflow/settings.ts';
import { decidersOf, withValidators } from './decider.ts';
import type { AnswerForm, DecisionForm, ObjectionForm } from './forms.ts';
import { objectionOf, ownEntryState, type FullObjection } from './queries.ts';

const pathOf = (id: string): string => `/keberatan/${id}`;

/** The last day on which a refusal can be objected to. */
export const lastFilingDay = (refusedOn: LocalDate, days: number): LocalDate => addDays(refusedOn, days);

/** An objection that was filed: who gets it, and until when it is to be answered. */
export interface Filed {
  readonly id: string;
  readonly decider: string;
  readonly dueOn: LocalDate;
}

const FILE = `INSERT INTO objection (id, activity_id, work_date, owner_id, refused_by, start_chair_id, excluded, reason, filed_at, due_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7::uuid[], $8, $9, $10)`;

/**
 * Files an objection against the refusal of one's own entry. The entry is locked meanwhile, so that the refusal is not
 * taken back at the same moment. The same key gives the first result.
 * @throws NotFound for an entry that is not one's own, Conflict where it is not refused, too late or filed before
 */
export async function fileObjection(
  deps: Deps,
  actor: Actor,
  form: ObjectionForm,
  files: readonly AcceptedFile[],
  requestId: string,
): Promise<Filed> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  const stored = await storeAll(deps.uploads, files);
  const hash = requestHash('objection', {
    activity: form.activityId,
    reason: form.reason,
    files: stored.map(file => file.sha256),
  });
  return transaction(deps.pool, async tx => {
    const { result } = await once(tx, { actorId: actor.employeeId, key: form.key, hash }, async () => {
      await lockEntries(tx, [form.activityId]);
      const entry = await ownEntryState(tx, actor.employeeId, form.activityId);
      if (!entry) throw new NotFound('entry');
      if (entry.filedAt !== null)
        throw new Conflict(
          `Keberatan untuk kegiatan ini sudah dikirim ${dateShort(dayIn(deps.regency.zone, entry.filedAt))}`,
        );
      const { refused } = entry;
      if (!refused) throw new Conflict('Keberatan hanya untuk kegiatan yang ditolak');
      const settings = await workflowOn(tx, today);
      const last = lastFilingDay(dayIn(deps.regency.zone, refused.refusedAt), settings.keberatan_ajukan_hari);
      if (today > last) throw new Conflict(`Batas mengajukan keberatan ${date(last)} sudah lewat`);

      const id = newId(at);
      const dueOn = addDays(today, settings.keberatan_jawab_hari);
      const parties = [...new Set([actor.employeeId, refused.refusedBy, refused.verifiedBy ?? refused.refusedBy])];
      const excluded = await withValidators(tx, refused, parties, today);
      await tx.query(FILE, [
        id,
        refused.id,
        refused.workDate,
        actor.employeeId,
        refused.refusedBy,
        refused.chairId,
        excluded,
        form.reason,
        at,
        dueOn,
      ]);
      await attachTo(tx, { type: 'objection', id, by: actor.employeeId, at }, stored);
      await audit(tx, {
        at,
        actorId: actor.employeeId,
        action: 'keberatan.ajukan',
        objectType: 'objection',
        objectId: id,
        after: { activityId: refused.id, refusedBy: refused.refusedBy, dueOn },
        reason: form.reason,
        requestId,
      });
      const decider = await decidersOf(tx, { startChairId: refused.chairId, excluded }, today);
      const about = `${actor.name} mengajukan keberatan atas kegiatan ${dateShort(refused.workDate)}.`;
      await notify(
        tx,
        [
          ...decider.employeeIds.map(employeeId => ({
            employeeId,
            kind: 'keberatan' as const,
            text: `${about} Anda yang memutuskan, paling lambat ${dateShort(dueOn)}.`,
            href: pathOf(id),
            dedupe: `keberatan:${id}:putus`,
          })),
          {
            employeeId: refused.refusedBy,
            kind: 'keberatan' as const,
            text: `${about} Tulis tanggapan Anda paling lambat ${dateShort(lastHearingDay(today, dueOn))}.`,
            href: pathOf(id),
            dedupe: `keberatan:${id}:tanggapi`,
          },
        ],
        at,
      );
      return { id, decider: decider.name, dueOn };
    });
    return result;
  });
}

const LOCK = 'SELECT 1 FROM objection WHERE id = $1 FOR UPDATE';

/** The objection as the actor may see it, locked. @throws NotFound */
async function locked(deps: Deps, tx: Tx, actor: Actor, id: string): Promise<FullObjection> {
  if (!isUuid(id)) throw new NotFound('objection');
  await tx.query(LOCK, [id]);
  const objection = await objectionOf(tx, actor, dayIn(deps.regency.zone, deps.clock.now()), id);
  if (!objection) throw new NotFound('objection');
  return objection;
}

const SETTLED: Readonly<Record<Exclude<FullObjection['state'], 'diajukan'>, string>> = {
  diterima: 'Keberatan ini sudah diputuskan',
  ditolak: 'Keberatan ini sudah diputuskan',
  ditarik: 'Keberatan ini sudah ditarik pegawai',
};

function stillOpen(objection: FullObjection): void {
  if (objection.state !== 'diajukan') throw new Conflict(SETTLED[objection.state]);
}

const SAY = `INSERT INTO objection_statement (objection_id, author_id, part, text, at) VALUES ($1, $2, $3, $4, $5)`;

/**
 * Adds what a party says: the owner, who refused, or who had verified before.
 * @throws NotFound for anybody else, Conflict once it is decided or withdrawn
 */
export async function answerObjection(deps: Deps, actor: Actor, id: string, form: AnswerForm): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const hash = requestHash('objection.answer', { id, text: form.text });
    await once(tx, { actorId: actor.employeeId, key: form.key, hash }, async () => {
      const objection = await locked(deps, tx, actor, id);
      if (objection.part === 'pemutus') throw new NotFound('objection');
      stillOpen(objection);
      await tx.query(SAY, [id, actor.employeeId, objection.part, form.text, at]);
      const today = dayIn(deps.regency.zone, at);
      const told = [objection.ownerId, ...(await decidersOf(tx, objection, today)).employeeIds];
      await notify(
        tx,
        told
          .filter(employeeId => employeeId !== actor.employeeId)
          .map(employeeId => ({
            employeeId,
            kind: 'keberatan' as const,
            text: `${actor.name} menulis tanggapan pada keberatan kegiatan ${dateShort(objection.workDate)}.`,
            href: pathOf(id),
            dedupe: `keberatan:${id}:tanggapan:${form.key}`,
          })),
        at,
      );
      return { id };
    });
  });
}

/** Takes one's own objection back before it is decided; the refusal stands. */
export async function withdrawObjection(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  requestId: string,
): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const objection = await locked(deps, tx, actor, id);
    if (objection.part !== 'pemilik') throw new NotFound('objection');
    stillOpen(objection);
    if (objection.version !== version) throw new Conflict(CHANGED);
    await tx.query("UPDATE objection SET state = 'ditarik', version = version + 1 WHERE id = $1", [id]);
    await audit(tx, {
      at,
      actorId: actor.employeeId,
      action: 'keberatan.tarik',
      objectType: 'objection',
      objectId: id,
      before: { state: 'diajukan' },
      after: { state: 'ditarik' },
      requestId,
    });
  });
}

const inComputation = ({ workDate }: FullObjection): Conflict =>
  new Conflict(
    `${monthInWords(monthOf(workDate))} sedang ditutup dan dihitung. Keberatan ini bisa diterima sesudah perhitungannya selesai`,
  );

const CHANGED = 'Keberatan ini berubah sejak halaman dibuka. Baca lagi, lalu putuskan';

/** How an objection ended. */
export interface Settled {
  readonly accepted: boolean;
  readonly effect: 'langsung' | 'penyesuaian' | null;
  readonly ownerName: string;
}

/** Whether who refused may still add to the reason that was written with the refusal. */
export const mayStillAnswer = (objection: FullObjection, filedOn: LocalDate, today: LocalDate): boolean =>
  !objection.answered && today <= lastHearingDay(filedOn, objection.dueOn);

const DECIDE = `UPDATE objection SET state = $2, version = version + 1, decided_by = $3, decided_chair_id = $4, decided_at = $5,
    decision_reason = $6, effect = $7 WHERE id = $1`;
const PERIOD = `SELECT ${PERIOD_STANDING} AS period FROM activity a WHERE a.id = $1 AND a.work_date = $2`;

/**
 * Decides an objection. Accepted, the entry is validated at once; in a closed month what that changes of the pay comes as an
 * adjustment of the next run (rulings.md 16). A refusal is final.
 * Both sides are written by then: nobody refuses without a reason, and nobody objects without one.
 * @throws NotFound where it is not the actor's to decide, Conflict where it is settled or changed, where another entry has
 *   taken the time since, or while the month is being computed
 */
export async function decideObjection(
  deps: Deps,
  actor: Actor,
  id: string,
  form: DecisionForm,
  requestId: string,
): Promise<Settled> {
  return transaction(deps.pool, tx => settle(deps, tx, actor, id, form, requestId));
}

/** Another entry has taken the time since the refusal: in an open month it can still be moved. @throws Conflict */
function refuseOverlap(error: unknown, period: PeriodStanding): never {
  if (sqlStateOf(error) !== EXCLUSION) throw error;
  const way =
    period === 'terbuka'
      ? 'Selesaikan kegiatan yang bertumpuk itu dulu, lalu putuskan lagi'
      : 'Bulannya sudah ditutup, jadi kegiatan itu tidak bisa dipindahkan lagi dan keberatan ini hanya bisa ditolak';
  throw new Conflict(`Pada jam itu pegawai sudah mencatat kegiatan lain. ${way}`);
}

async function settle(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  id: string,
  form: DecisionForm,
  requestId: string,
): Promise<Settled> {
  const at = deps.clock.now();
  const objection = await locked(deps, tx, actor, id);
  if (objection.part !== 'pemutus') throw new NotFound('objection');
  stillOpen(objection);
  const chairId = objection.decidingChairId;
  if (chairId === null) throw new NotFound('objection');
  if (objection.version !== form.version) throw new Conflict(CHANGED);
  // Not what the two share: one clerk hands out the slips of a whole OPD, and nobody else could decide in the first days.
  const second = { actorId: actor.employeeId, about: [objection.refusedBy, ...objection.excluded] };
  await refuseOneHand(tx, second, { now: at, zone: deps.regency.zone });

  await lockEntries(tx, [objection.activityId]);
  const { rows } = await tx.query<{ period: PeriodStanding }>(PERIOD, [objection.activityId, objection.workDate]);
  const period = rows[0]?.period ?? 'tertutup';
  const effect = !form.accepted ? null : period === 'terbuka' ? 'langsung' : 'penyesuaian';
  if (effect !== null)
    await validate(tx, objection, { actor, chairId, reason: form.reason, at, requestId, period }).catch(
      (error: unknown) => refuseOverlap(error, period),
    );
  if (effect === 'penyesuaian') await leaveUpheld(tx, objection, actor.employeeId, at);
  const state = form.accepted ? 'diterima' : 'ditolak';
  await tx.query(DECIDE, [id, state, actor.employeeId, chairId, at, form.reason, effect]);
  await audit(tx, {
    at,
    actorId: actor.employeeId,
    action: 'keberatan.putus',
    objectType: 'objection',
    objectId: id,
    before: { state: 'diajukan' },
    after: { state, effect, chairId },
    reason: form.reason,
    requestId,
  });
  const outcome = form.accepted ? 'diterima' : 'ditolak';
  await notify(
    tx,
    objection.excluded.map(employeeId => ({
      employeeId,
      kind: 'keberatan' as const,
      text: `Keberatan atas kegiatan ${dateMedium(objection.workDate)} ${outcome}. Alasan: "${form.reason}"`,
      href: pathOf(id),
      dedupe: `keberatan:${id}:selesai`,
    })),
    at,
  );
  return { accepted: form.accepted, effect, ownerName: objection.ownerName };
}

/** An upheld objection in a closed month: the person's next run carries what the entry changes. */
const leaveUpheld = (tx: Tx, { id, ownerId, workDate }: FullObjection, actorId: string, at: Date): Promise<void> =>
  leaveCause(tx, {
    employeeId: ownerId,
    month: monthOf(workDate),
    kind: 'keberatan',
    ref: id,
    note: `Keberatan atas kegiatan ${dateMedium(workDate)} diterima sesudah bulannya ditutup`,
    actorId,
    at,
  });

/** The entry counts after all. Where it was never verified, the one decision is both signatures' worth: one step. */
async function validate(
  tx: Tx,
  objection: FullObjection,
  by: {
    readonly actor: Actor;
    readonly chairId: string;
    readonly reason: string;
    readonly at: Date;
    readonly requestId: string;
    readonly period: PeriodStanding;
  },
): Promise<void> {
  const actorId = by.actor.employeeId;
  const { entry } = objection;
  const decision = decide('kabulkan', {
    status: entry.status === 'ditolak' ? 'ditolak' : 'draf',
    parts: ['pemutus'],
    actorIsOwner: objection.ownerId === actorId,
    actorVerified: entry.verifiedBy === actorId,
    oneStep: false,
    period: by.period,
  });
  if (!decision.ok)
    throw decision.blockers.includes('period-closed') ? inComputation(objection) : new Conflict(CHANGED);
  await applyTransition(tx, {
    entry: { id: objection.activityId, workDate: objection.workDate, version: entry.version, status: 'ditolak' },
    edge: decision.edge,
    actorId,
    part: 'pemutus',
    chairId: by.chairId,
    reason: by.reason,
    at: by.at,
    requestId: by.requestId,
    set:
      entry.verifiedBy === null
        ? { verifiedBy: actorId, verifiedChairId: by.chairId, validatedBy: null }
        : { validatedBy: actorId },
  });
}
