import { dayIn } from '../../platform/clock.ts';
import { audit } from '../../platform/audit.ts';
import { sqlStateOf } from '../../platform/database/failures.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, UNIQUE } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { notify } from '../notifications/service.ts';
import type { NamedHelper } from './forms.ts';
import { paths } from './paths.ts';
import { candidate } from './queries.ts';

/** A naming that is not carried out, in words. */
export class HelpRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly error: FieldError,
    readonly keySpent = false,
  ) {
    super(error.message);
  }
}

/** The owner, who asks for help with their own entries. */
export interface Owner {
  readonly employeeId: string;
  readonly name: string;
  readonly requestId: string;
}

/** What was agreed, for the message that follows. */
export interface Named {
  readonly name: string;
  readonly superior: boolean;
}

/**
 * Names a helper who prepares drafts; at most once per person and key.
 * @throws HelpRefused 422 for somebody of another unit or without an account; 409 for a day gone by or somebody named already
 */
export async function nameHelper(deps: Deps, owner: Owner, input: NamedHelper): Promise<Named> {
  const now = deps.clock.now();
  const today = dayIn(deps.regency.zone, now);
  if (input.from < today) throw new HelpRefused(409, { field: 'mulai', message: 'Tanggal mulai paling awal hari ini' });
  const use = { actorId: owner.employeeId, key: input.key, hash: requestHash('bantuan', { ...input, key: undefined }) };
  try {
    return await transaction(deps.pool, async tx => {
      const { result } = await once(tx, use, async () => {
        const helper = await candidate(tx, owner.employeeId, today, input.helperId);
        if (!helper) throw new HelpRefused(422, { field: 'pembantu', message: 'Pilih pembantu dari daftar' });
        // Help whose days are over stands in the way of asking the same person again.
        await tx.query(
          `UPDATE assistance SET ended_at = $4 WHERE owner_id = $1 AND helper_id = $2 AND ended_at IS NULL AND until_date < $3`,
          [owner.employeeId, helper.id, today, now],
        );
        const id = newId(now);
        await tx.query(
          `INSERT INTO assistance (id, owner_id, helper_id, from_date, until_date, reason, agreed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, owner.employeeId, helper.id, input.from, input.until, input.reason, now],
        );
        await audit(tx, {
          at: now,
          actorId: owner.employeeId,
          action: 'bantuan.tunjuk',
          objectType: 'assistance',
          objectId: id,
          after: { helperId: helper.id, from: input.from, until: input.until },
          reason: input.reason,
          requestId: owner.requestId,
        });
        const text = `${owner.name} menunjuk Anda menyiapkan draf kegiatan sampai ${dateMedium(input.until)}.`;
        const notice = { employeeId: helper.id, kind: 'hak' as const, text, href: paths.helping };
        await notify(tx, [{ ...notice, dedupe: `bantuan:${id}` }], now);
        return { name: helper.name, superior: helper.superior };
      });
      return result;
    });
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE)
      throw new HelpRefused(409, { field: 'pembantu', message: 'Orang ini sudah Anda tunjuk. Akhiri dulu yang lama' });
    if (error instanceof KeyReused)
      throw new HelpRefused(422, { field: '', message: 'Formulir ini sudah pernah dikirim dengan isi lain' }, true);
    throw error;
  }
}

/** Ends the help at once; what is ended already stays as it is. @throws NotFound for anybody else's */
export async function endHelp(deps: Deps, owner: Owner, id: string): Promise<void> {
  const now = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const { rows } = await tx.query<{ ended: boolean }>(
      'SELECT ended_at IS NOT NULL AS ended FROM assistance WHERE id = $1 AND owner_id = $2 FOR UPDATE',
      [id, owner.employeeId],
    );
    if (!rows[0]) throw new NotFound('assistance');
    if (rows[0].ended) return;
    await tx.query('UPDATE assistance SET ended_at = $2 WHERE id = $1', [id, now]);
    await audit(tx, {
      at: now,
      actorId: owner.employeeId,
      action: 'bantuan.akhiri',
      objectType: 'assistance',
      objectId: id,
      requestId: owner.requestId,
    });
  });
}
