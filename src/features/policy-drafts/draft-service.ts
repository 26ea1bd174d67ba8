import { firstDay, monthInWords, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { sha256 } from '../../platform/identity.ts';
import { malformed } from '../organisation/refusal.ts';
import { unpackBundle } from '../policies/stored-text.ts';
import { held, record, type Doing, type DraftStep } from './draft-record.ts';
import { versionTexts } from './queries.ts';
import { withFirstDay, withLaterPeriods } from './first-day.ts';

type Needs = Pick<Deps, 'pool' | 'regency'>;

/** The two texts of a draft. */
export interface Texts {
  readonly text: string;
  /** Empty where there are none yet. */
  readonly cases: string;
}

const NEW = `INSERT INTO regulation_draft (text, cases, based_on, created_by, created_at, changed_by, changed_at)
  VALUES ($1, $2, $3, $4, $5, $4, $5) RETURNING id`;

async function create(tx: Tx, texts: Texts, basedOn: string | null, doing: Doing): Promise<{ readonly id: string }> {
  const { rows } = await tx.query<{ id: string }>(NEW, [texts.text, texts.cases, basedOn, doing.employeeId, doing.at]);
  const id = rows[0]!.id;
  await record(tx, { id, ...texts }, 'buat', doing);
  return { id };
}

/**
 * A new draft from texts as they were sent; they need not be right yet. At most once per person and key.
 * @returns its id
 * @throws KeyReused
 */
export async function createDraft(deps: Needs, doing: Doing, texts: Texts, key: string): Promise<string> {
  const hash = requestHash('aturan.unggah', { text: sha256(texts.text), cases: sha256(texts.cases) });
  return transaction(deps.pool, async tx => {
    const use = { actorId: doing.employeeId, key: key.toLowerCase(), hash };
    return (await once(tx, use, () => create(tx, texts, null, doing))).result.id;
  });
}

/**
 * A new draft with the texts of a version, to begin on the first of a month to come.
 * @returns its id
 * @throws RecordRefused 422 for a version that is none or a month that has begun; KeyReused
 */
export async function copyVersion(
  deps: Needs,
  doing: Doing,
  copy: { readonly from: string; readonly first: Month; readonly key: string },
): Promise<string> {
  const { from, first, key } = copy;
  const hash = requestHash('aturan.salin', { from, first });
  return transaction(deps.pool, async tx => {
    const use = { actorId: doing.employeeId, key: key.toLowerCase(), hash };
    const { result } = await once(tx, use, async () => {
      if (first <= monthIn(deps.regency.zone, doing.at))
        throw malformed('berlaku_mulai', `${monthInWords(first)} sudah berjalan atau lewat. Pilih bulan sesudahnya`);
      const stored = await versionTexts(tx, from);
      if (!stored) throw malformed('asal', 'Pilih versi yang disalin');
      const text = withFirstDay(unpackBundle(stored.source, stored.code).regulation.text, firstDay(first));
      return create(tx, { text, cases: withLaterPeriods(stored.cases ?? '', first) }, from, doing);
    });
    return result.id;
  });
}

const SAVE = `UPDATE regulation_draft SET text = $2, cases = $3, changed_by = $4, changed_at = $5, version = version + 1
  WHERE id = $1`;

/**
 * Keeps other texts of a draft, right or not. The same texts again change nothing.
 * @throws NotFound; Conflict when it was changed meanwhile or is proposed
 */
export async function saveDraft(deps: Needs, doing: Doing, step: DraftStep, texts: Partial<Texts>): Promise<void> {
  await transaction(deps.pool, async tx => {
    const draft = await held(tx, step, 'draf');
    const { text = draft.text, cases = draft.cases } = texts;
    if (text === draft.text && cases === draft.cases) return;
    await tx.query(SAVE, [draft.id, text, cases, doing.employeeId, doing.at]);
    await record(tx, { id: draft.id, text, cases }, 'simpan', doing);
  });
}

const REMOVE = `UPDATE regulation_draft SET state = 'dihapus', version = version + 1 WHERE id = $1`;

/** Puts a draft away; its record stays. @throws NotFound; Conflict when it was changed meanwhile or is proposed */
export async function removeDraft(deps: Needs, doing: Doing, step: DraftStep): Promise<void> {
  await transaction(deps.pool, async tx => {
    const draft = await held(tx, step, 'draf');
    await tx.query(REMOVE, [draft.id]);
    await record(tx, draft, 'hapus', doing);
  });
}
