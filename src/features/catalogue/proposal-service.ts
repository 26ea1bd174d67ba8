import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { workflowOn } from '../workflow/settings.ts';
import type { AnswerFields, ProposalFields } from './forms.ts';
import { answerProposal } from './proposal-answer.ts';
import { offeredItems } from './proposal-queries.ts';
import { byOf, type Steward } from './service.ts';

/** Most proposals of one person that wait at a time. */
const MOST_WAITING = 10;

/**
 * Asks for a catalogue item, at most once per person and key.
 * @returns the day by which the steward answers
 * @throws RecordRefused 409 where the same wish waits already, or ten of them
 */
export async function propose(deps: Deps, person: Steward, input: ProposalFields): Promise<LocalDate> {
  const { kunci_kirim: key, nama, satuan, menit, alasan } = input;
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  return transaction(deps.pool, async tx => {
    const use = { actorId: person.employeeId, key: key.toLowerCase(), hash: requestHash('usul-katalog', input) };
    const { result } = await once(tx, use, async () => {
      const { rows } = await tx.query<{ name: string }>(
        "SELECT lower(name) AS name FROM catalogue_proposal WHERE proposed_by = $1 AND state = 'menunggu'",
        [person.employeeId],
      );
      if (rows.some(row => row.name === nama.toLowerCase())) throw conflict('nama', 'Usul ini sudah menunggu jawaban');
      if (rows.length >= MOST_WAITING)
        throw conflict('', `${String(MOST_WAITING)} usul Anda masih menunggu jawaban. Tunggu jawabannya dulu`);
      const dueOn = addDays(today, (await workflowOn(tx, today)).usul_katalog_hari);
      const id = newId(at);
      await tx.query(
        `INSERT INTO catalogue_proposal (id, proposed_by, name, unit_name, minutes_per_unit, reason, due_on, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, person.employeeId, nama, satuan, menit, alasan, dueOn, at],
      );
      await audit(tx, {
        at,
        actorId: person.employeeId,
        requestId: person.requestId,
        action: 'katalog.usul',
        objectType: 'catalogue_proposal',
        objectId: id,
        after: { nama, satuan, menit },
      });
      return dueOn;
    });
    return result;
  });
}

/**
 * Answers a proposal without making an item: the work has an item already, or it is not to have one.
 * @throws NotFound; RecordRefused 409 where it is answered already, 422 for an item that is not in use
 */
export async function answer(deps: Deps, steward: Steward, id: string, input: AnswerFields): Promise<void> {
  const by = byOf(deps, steward);
  const merges = input.keputusan === 'gabung';
  await transaction(deps.pool, async tx => {
    const offered = merges ? await offeredItems(tx, dayIn(deps.regency.zone, by.at)) : [];
    if (merges && !offered.some(item => item.id === input.aktivitas))
      throw malformed('aktivitas', 'Pilih aktivitas dari daftar');
    await answerProposal(
      tx,
      {
        id,
        version: String(input.versi),
        state: merges ? 'digabung' : 'ditolak',
        itemId: merges ? input.aktivitas : null,
        answer: input.alasan,
      },
      by,
    );
  });
}
