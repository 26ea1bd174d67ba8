import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { positionLevel } from '../../domain/position-level.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { isUuid, newId } from '../../platform/identity.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { notify } from '../notifications/service.ts';
import { DELEGATION_REASONS, versionOf, type DelegationForm } from './forms.ts';
import { candidatesFor, delegationsOf, giverChairOf, type Candidate, type GiverChair } from './queries.ts';

/** A delegation that a rule refuses, with the field it is about. */
export class DelegationRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly error: FieldError,
  ) {
    super(error.message);
  }
}

const refused = (status: 409 | 422, field: string, message: string): DelegationRefused =>
  new DelegationRefused(status, { field, message });

/** Whether somebody's own chair is high enough to stand in: not below the highest of the giver's subordinates (ux.md F9). */
export const standsHighEnough = (candidate: Candidate, chair: GiverChair): boolean =>
  positionLevel(candidate) >= Math.max(...chair.below.map(positionLevel));

const GIVE = `INSERT INTO assignment (id, employee_id, position_id, kind, from_date, last_date, decree)
  VALUES ($1, $2, $3, 'DELEGASI', $4, $5, $6)`;
const RECORD = `INSERT INTO staff_change (id, employee_id, kind, effective_on, position_id, assignment_id, detail, decree, recorded_by, at)
  VALUES ($1, $2, 'DELEGASI', $3, $4, $5, $6, $7, $8, $9)`;
const HOLD_CHAIR = 'SELECT 1 FROM position WHERE id = $1 FOR UPDATE';

/**
 * Names a delegate for one's own definitive chair, for the dates of a letter. The delegate then holds the chair; it ends
 * by its last day without anybody doing anything (assurance T09). The same key gives the first result.
 * @throws DelegationRefused where a rule says no, Forbidden for who holds no definitive chair that leads somebody
 */
export async function giveDelegation(
  deps: Deps,
  actor: Actor,
  form: DelegationForm,
  requestId: string,
): Promise<Candidate> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  const { key, ...content } = form;
  return transaction(deps.pool, async tx => {
    const hash = requestHash('delegation', content);
    const { result } = await once(tx, { actorId: actor.employeeId, key, hash }, async () => {
      const chair = await giverChairOf(tx, actor.employeeId, today);
      if (!chair) throw new Forbidden('pejabat definitif yang memimpin');
      await tx.query(HOLD_CHAIR, [chair.positionId]);
      const giver = { employeeId: actor.employeeId, payrollUnitId: chair.payrollUnitId };
      const [delegate] = await candidatesFor(tx, giver, today, { id: form.delegateId });
      if (!delegate) throw refused(422, 'kepada', 'Pilih pengganti dari daftar');
      if (!standsHighEnough(delegate, chair))
        throw refused(409, 'kepada', 'Pilih pengganti yang jabatannya setara atau di atas bawahan Anda');
      if (form.from < today) throw refused(409, 'mulai', 'Tanggal mulai tidak boleh sebelum hari ini');
      const other = (await delegationsOf(tx, chair.positionId)).find(
        each => each.from <= form.until && each.until >= form.from,
      );
      if (other)
        throw refused(
          409,
          'mulai',
          `Sudah ada pengganti: ${other.name}, ${dateMedium(other.from)} sampai ${dateMedium(other.until)}. Akhiri dulu, atau pilih tanggal lain`,
        );
      const id = newId(at);
      const detail = { alasan: form.reason, selesai: form.until, pemberi: actor.employeeId };
      await tx.query(GIVE, [id, delegate.id, chair.positionId, form.from, form.until, form.decree]);
      await tx.query(RECORD, [
        newId(at),
        delegate.id,
        form.from,
        chair.positionId,
        id,
        JSON.stringify(detail),
        form.decree,
        actor.employeeId,
        at,
      ]);
      await audit(tx, {
        at,
        actorId: actor.employeeId,
        action: 'delegasi.beri',
        objectType: 'assignment',
        objectId: id,
        after: { ...detail, kepada: delegate.id, mulai: form.from, surat: form.decree },
        requestId,
      });
      await notify(
        tx,
        [
          {
            employeeId: delegate.id,
            kind: 'hak',
            text: `Anda menggantikan ${actor.name} (${chair.title}) ${dateMedium(form.from)} sampai ${dateMedium(form.until)}: ${DELEGATION_REASONS[form.reason]}, surat ${form.decree}.`,
            href: '/verifikasi',
            dedupe: `delegasi:${id}`,
          },
        ],
        at,
      );
      return delegate;
    });
    return result;
  });
}

const END = 'UPDATE assignment SET last_date = $2 WHERE id = $1';

/**
 * Ends a delegation of one's own chair early: after today where it has begun (what was decided today stays decided from the
 * chair), or at once where it has not.
 * @throws NotFound for one that is not of one's own chair, Conflict where it is over or has changed
 */
export async function endDelegation(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  requestId: string,
): Promise<{ readonly until: LocalDate; readonly began: boolean }> {
  if (!isUuid(id)) throw new NotFound('delegation');
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  return transaction(deps.pool, async tx => {
    const chair = await giverChairOf(tx, actor.employeeId, today);
    if (!chair) throw new NotFound('delegation');
    await tx.query(HOLD_CHAIR, [chair.positionId]);
    const delegation = (await delegationsOf(tx, chair.positionId)).find(each => each.id === id);
    if (!delegation) throw new NotFound('delegation');
    if (versionOf(delegation.until) !== version)
      throw new Conflict('Penggantian ini berubah sejak halaman dibuka. Muat ulang dulu.');
    if (delegation.until <= today) throw new Conflict('Penggantian ini sudah berakhir, atau berakhir hari ini.');
    const began = delegation.from <= today;
    const until = began ? today : addDays(delegation.from, -1);
    await tx.query(END, [id, until]);
    await audit(tx, {
      at,
      actorId: actor.employeeId,
      action: 'delegasi.akhiri',
      objectType: 'assignment',
      objectId: id,
      before: { selesai: delegation.until },
      after: { selesai: until },
      requestId,
    });
    await notify(
      tx,
      [
        {
          employeeId: delegation.delegateId,
          kind: 'hak',
          text: began
            ? `Tugas Anda menggantikan ${actor.name} berakhir hari ini.`
            : `Tugas Anda menggantikan ${actor.name} mulai ${dateMedium(delegation.from)} dibatalkan.`,
          href: null,
          dedupe: `delegasi:${id}:akhir`,
        },
      ],
      at,
    );
    return { until, began };
  });
}
