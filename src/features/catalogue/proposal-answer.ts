import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/errors.ts';
import { notify } from '../notifications/service.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import { auditBy, type By } from './item-writer.ts';
import { paths } from './paths.ts';

/** An answer: what becomes of the proposal, and the item it leads to where there is one. */
export interface Answer {
  readonly id: string;
  /** The version the page showed, as text of digits. */
  readonly version: string;
  readonly state: 'diterima' | 'digabung' | 'ditolak';
  readonly itemId: string | null;
  readonly answer: string | null;
}

const LOCK = 'SELECT state, version, name, proposed_by FROM catalogue_proposal WHERE id = $1 FOR UPDATE';
const WRITE = `UPDATE catalogue_proposal SET state = $2, item_id = $3, answer = $4, answered_by = $5, answered_at = $6,
  version = version + 1 WHERE id = $1`;

/** The proposal has become an item. @throws NotFound; RecordRefused 409 where it is answered already */
export const acceptProposal = (
  tx: Tx,
  given: { readonly id: string; readonly version: string; readonly itemId: string },
  by: By,
): Promise<void> => answerProposal(tx, { ...given, state: 'diterima', answer: null }, by);

/**
 * Answers a proposal and tells who made it, in the caller's transaction.
 * @throws NotFound; RecordRefused 409 where it is answered already or its form is stale
 */
export async function answerProposal(tx: Tx, given: Answer, by: By): Promise<void> {
  const { rows } = await tx.query<{ state: string; version: number; name: string; proposed_by: string }>(LOCK, [
    given.id,
  ]);
  const proposal = rows[0];
  if (!proposal) throw new NotFound('proposal');
  if (proposal.state !== 'menunggu') throw conflict('', 'Usulan ini sudah dijawab');
  if (String(proposal.version) !== given.version) throw changedMeanwhile();
  await tx.query(WRITE, [given.id, given.state, given.itemId, given.answer, by.actorId, by.at]);
  await audit(tx, {
    ...auditBy(by),
    action: `katalog.usul_${given.state}`,
    objectType: 'catalogue_proposal',
    objectId: given.id,
    after: { itemId: given.itemId },
    ...(given.answer === null ? {} : { reason: given.answer }),
  });
  const notice = {
    employeeId: proposal.proposed_by,
    kind: 'usul',
    text: noticeText(proposal.name, given),
    href: paths.propose,
    dedupe: `usul:${given.id}`,
  } as const;
  await notify(tx, [notice], by.at);
}

function noticeText(name: string, { state, answer }: Answer): string {
  if (state === 'diterima') return `Usul “${name}” diterima. Aktivitasnya sudah ada di katalog.`;
  if (state === 'digabung') return `Usul “${name}” sudah ada di katalog dengan nama lain. Lihat jawabannya.`;
  return `Usul “${name}” belum bisa diterima. Alasan: ${answer ?? ''}`;
}
