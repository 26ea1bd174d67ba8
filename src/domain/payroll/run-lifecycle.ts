/** States of a month of a payroll unit (rulings.md 17); TERBUKA is a period without a living run. */
export type RunState = 'DITUTUP' | 'DIHITUNG' | 'DISETUJUI' | 'DIBAYAR' | 'GAGAL' | 'DIBATALKAN';
export type PeriodState = 'TERBUKA' | RunState;

export type RunAction = 'tutup' | 'hitung' | 'gagal' | 'ulangi' | 'setujui' | 'bayar' | 'batalkan';

/** An approved run is paid or about to be: what comes out later about its month is an adjustment of the next run. */
export const isApproved = (state: RunState): boolean => state === 'DISETUJUI' || state === 'DIBAYAR';

export interface RunEdge {
  readonly action: RunAction;
  readonly from: PeriodState;
  readonly to: RunState;
  readonly by: 'penutup' | 'sistem' | 'penyetuju' | 'keuangan' | 'dua-orang';
}

/** Every allowed step of a run. After DISETUJUI nothing reopens: corrections are lines of the next run (rulings.md 17). */
export const RUN_EDGES: readonly RunEdge[] = [
  { action: 'tutup', from: 'TERBUKA', to: 'DITUTUP', by: 'penutup' },
  { action: 'hitung', from: 'DITUTUP', to: 'DIHITUNG', by: 'sistem' },
  { action: 'gagal', from: 'DITUTUP', to: 'GAGAL', by: 'sistem' },
  { action: 'ulangi', from: 'GAGAL', to: 'DITUTUP', by: 'penutup' },
  { action: 'setujui', from: 'DIHITUNG', to: 'DISETUJUI', by: 'penyetuju' },
  { action: 'bayar', from: 'DISETUJUI', to: 'DIBAYAR', by: 'keuangan' },
  { action: 'batalkan', from: 'DITUTUP', to: 'DIBATALKAN', by: 'dua-orang' },
  { action: 'batalkan', from: 'GAGAL', to: 'DIBATALKAN', by: 'dua-orang' },
  { action: 'batalkan', from: 'DIHITUNG', to: 'DIBATALKAN', by: 'dua-orang' },
];

export type RunBlocker =
  | 'wrong-state'
  | 'month-running'
  | 'same-person'
  | 'facts-missing'
  | 'no-right'
  /** Staff may still object to what they see of the computed run. */
  | 'preview-running'
  /** The unit's budget of the year does not hold this run. */
  | 'over-ceiling';

export interface RunFacts {
  readonly state: PeriodState;
  /** Whether the month is over in the regency's zone. */
  readonly monthOver: boolean;
  /** Whether the actor is the one who closed the month: another person approves. */
  readonly actorClosed: boolean;
  readonly mayAct: boolean;
}

export type RunDecision =
  { readonly ok: true; readonly to: RunState } | { readonly ok: false; readonly blockers: readonly RunBlocker[] };

/** Judges one step of a run; the page's buttons, the POST, the command line and the tests ask here. */
export function decideRun(action: RunAction, facts: RunFacts): RunDecision {
  const edge = RUN_EDGES.find(e => e.action === action && e.from === facts.state);
  if (!edge) return { ok: false, blockers: ['wrong-state'] };
  const blockers: RunBlocker[] = [];
  if (!facts.mayAct) blockers.push('no-right');
  if (action === 'tutup' && !facts.monthOver) blockers.push('month-running');
  if (action === 'setujui' && facts.actorClosed) blockers.push('same-person');
  return blockers.length > 0 ? { ok: false, blockers } : { ok: true, to: edge.to };
}
