import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, sha256 } from '../../platform/identity.ts';
import type { DraftAct, DraftState } from './queries.ts';

/** Who acts, by which request, when. */
export interface Doing {
  readonly employeeId: string;
  readonly name: string;
  readonly requestId: string;
  /** Domain time. */
  readonly at: Date;
}

/** Which draft, as it was read. */
export interface DraftStep {
  readonly id: string;
  readonly version: number;
}

/** A draft held for a change. */
export interface HeldDraft extends Record<string, unknown> {
  readonly id: string;
  readonly text: string;
  readonly cases: string;
  readonly state: DraftState;
  readonly version: number;
  readonly changedBy: string;
  readonly createdBy: string;
  readonly proposedBy: string | null;
}

const HELD = `SELECT id, text, cases, state, version, changed_by AS "changedBy", created_by AS "createdBy",
    proposed_by AS "proposedBy" FROM regulation_draft WHERE id = $1 AND state <> 'dihapus' FOR UPDATE`;

export const CHANGED = 'Draf ini sudah diubah orang lain. Salin dulu perubahan Anda, lalu muat ulang halaman.';

/**
 * A draft in the state in which something may be done with it.
 * @throws NotFound; Conflict when it was changed meanwhile or is in another state
 */
export async function held(tx: Tx, { id, version }: DraftStep, state: DraftState): Promise<HeldDraft> {
  const { rows } = isUuid(id) ? await tx.query<HeldDraft>(HELD, [id]) : { rows: [] };
  const draft = rows[0];
  if (!draft) throw new NotFound('draft');
  if (draft.version !== version || draft.state !== state) throw new Conflict(CHANGED);
  return draft;
}

const EVENT = `INSERT INTO regulation_draft_event (draft_id, at, actor_id, action, reason, text_hash, cases_hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** Writes what happened to a draft, and the trail, in the transaction of the act. */
export async function record(
  tx: Tx,
  draft: { readonly id: string; readonly text: string; readonly cases: string },
  action: DraftAct,
  doing: Doing,
  reason: string | null = null,
): Promise<void> {
  const { at, employeeId, requestId } = doing;
  const [text, cases] = [sha256(draft.text), sha256(draft.cases)];
  await tx.query(EVENT, [draft.id, at, employeeId, action, reason, text, cases]);
  await audit(tx, {
    at,
    actorId: employeeId,
    action: `aturan.${action}`,
    objectType: 'regulation_draft',
    objectId: draft.id,
    after: { text, cases },
    requestId,
    ...(reason === null ? {} : { reason }),
  });
}
