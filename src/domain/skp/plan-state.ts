/** States of an SKP: a draft, waiting for the superior, returned, in force, replaced by a later version. */
export type PlanState = 'draf' | 'diajukan' | 'dikembalikan' | 'disetujui' | 'digantikan';

export type PlanAction = 'buat' | 'ubah' | 'ajukan' | 'tarik' | 'batal' | 'setujui' | 'kembalikan' | 'ganti';

/** Who acts: the person whose SKP it is, or the superior of the chair it is for. */
export type PlanPart = 'pemilik' | 'penilai';

export interface PlanEdge {
  readonly action: PlanAction;
  /** Null where the version begins. */
  readonly from: PlanState | null;
  readonly to: PlanState;
  readonly by: PlanPart;
  readonly reason?: 'required';
}

/**
 * Every allowed step of one version of an SKP (PermenPANRB 6/2022: planning, clarification, determination). What is in force is
 * never changed: a change is a new version, and approving it replaces the old one (`ganti`) in the same moment.
 */
export const PLAN_EDGES: readonly PlanEdge[] = [
  { action: 'buat', from: null, to: 'draf', by: 'pemilik' },
  { action: 'ubah', from: 'draf', to: 'draf', by: 'pemilik' },
  { action: 'ubah', from: 'dikembalikan', to: 'dikembalikan', by: 'pemilik' },
  { action: 'ajukan', from: 'draf', to: 'diajukan', by: 'pemilik' },
  { action: 'ajukan', from: 'dikembalikan', to: 'diajukan', by: 'pemilik' },
  { action: 'tarik', from: 'diajukan', to: 'draf', by: 'pemilik' },
  { action: 'batal', from: 'draf', to: 'digantikan', by: 'pemilik' },
  { action: 'batal', from: 'dikembalikan', to: 'digantikan', by: 'pemilik' },
  { action: 'setujui', from: 'diajukan', to: 'disetujui', by: 'penilai' },
  { action: 'kembalikan', from: 'diajukan', to: 'dikembalikan', by: 'penilai', reason: 'required' },
  { action: 'ganti', from: 'disetujui', to: 'digantikan', by: 'penilai' },
];

/** The edge of a step from a state; undefined where the step is not allowed there. */
export const planEdge = (action: PlanAction, from: PlanState): PlanEdge | undefined =>
  PLAN_EDGES.find(edge => edge.action === action && edge.from === from);

/** Whether a version is still being worked on: not in force and not replaced. */
export const isInWork = (state: PlanState): boolean =>
  state === 'draf' || state === 'diajukan' || state === 'dikembalikan';

/** What a submission is judged by: the planned results and how many indicators each has. */
export interface PlannedResult {
  readonly kind: 'utama' | 'tambahan';
  readonly indicators: number;
}

/** Why a plan cannot be submitted yet. */
export type SubmitBlocker = 'no-main-result' | 'indicator-missing';

/** An SKP names at least one main result, and every result has an indicator to be measured by (PermenPANRB 6/2022, forms). */
export function submitBlockers(results: readonly PlannedResult[]): readonly SubmitBlocker[] {
  const blockers: SubmitBlocker[] = [];
  if (!results.some(result => result.kind === 'utama')) blockers.push('no-main-result');
  if (results.some(result => result.indicators === 0)) blockers.push('indicator-missing');
  return blockers;
}
