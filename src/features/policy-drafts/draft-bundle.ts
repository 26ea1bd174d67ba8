import type { Sql } from '../../platform/database/sql.ts';
import { isUuid, sha256 } from '../../platform/identity.ts';
import { shippedNationals, type PolicyOnDisk } from '../policies/policy-files.ts';
import { draftById, type Draft, type DraftState } from './queries.ts';

/** A draft as it stands, ready to be loaded and checked. */
export interface DraftBundle {
  readonly id: string;
  readonly state: DraftState;
  /** Counts changes. */
  readonly version: number;
  /** sha256 of the regulation's text: what `Regulation.version` is once it is loaded. */
  readonly hash: string;
  /** The text with the national tables that ship with the product, and the cases where there are any. */
  readonly policy: PolicyOnDisk;
}

export const TEXT_NAME = 'naskah.yaml';
export const CASES_NAME = 'contoh.yaml';

/** What a draft's texts come to as files. */
export const policyOf = ({ text, cases }: Pick<Draft, 'text' | 'cases'>): PolicyOnDisk => ({
  regulation: { fileName: TEXT_NAME, text },
  nationals: shippedNationals(),
  cases: cases === '' ? null : { fileName: CASES_NAME, text: cases },
});

/** A draft by its id; undefined where there is none or it was put away. One statement. */
export async function draftBundle(sql: Sql, id: string): Promise<DraftBundle | undefined> {
  const draft = isUuid(id) ? await draftById(sql, id) : undefined;
  if (!draft) return undefined;
  const { state, version, text } = draft;
  return { id: draft.id, state, version, hash: sha256(text), policy: policyOf(draft) };
}
