/** States of an entry (rulings.md 15). */
export type EntryStatus = 'draf' | 'dikirim' | 'diverifikasi' | 'divalidasi' | 'dikembalikan' | 'ditolak';

/**
 * Who acts: the owner, a helper who prepares drafts for the owner, the person in the chair whose step it is, or who decides an
 * objection.
 */
export type Part = 'pemilik' | 'pembantu' | 'verifikator' | 'validator' | 'pemutus';

/**
 * What can happen to an entry. `tolak` refuses it for good, with objection as the only way on (rulings.md 16); `batalkan`
 * takes a superior's own decision back (rulings.md 15); `kabulkan` accepts an objection.
 */
export type EntryAction =
  'ubah' | 'kirim' | 'tarik' | 'hapus' | 'setujui' | 'kembalikan' | 'tolak' | 'batalkan' | 'kabulkan';

export interface Edge {
  readonly action: EntryAction;
  readonly from: EntryStatus;
  /** The state after; 'terhapus' means the draft is gone and only its history stays. */
  readonly to: EntryStatus | 'terhapus';
  readonly by: Part;
  /** `code`: one of the list, with words where it is 'lainnya'. `text`: both a code and words. */
  readonly reason?: 'code' | 'text';
  /** Only where the chain of the position has one step, or only where it has two (rulings.md 9). */
  readonly chain?: 'one-step' | 'two-step';
}

/** Every allowed step of an entry; whatever is not listed is refused. */
export const EDGES: readonly Edge[] = [
  { action: 'ubah', from: 'draf', to: 'draf', by: 'pemilik' },
  { action: 'ubah', from: 'dikembalikan', to: 'dikembalikan', by: 'pemilik' },
  { action: 'kirim', from: 'draf', to: 'dikirim', by: 'pemilik' },
  { action: 'kirim', from: 'dikembalikan', to: 'dikirim', by: 'pemilik' },
  { action: 'tarik', from: 'dikirim', to: 'draf', by: 'pemilik' },
  { action: 'hapus', from: 'draf', to: 'terhapus', by: 'pemilik' },
  { action: 'ubah', from: 'draf', to: 'draf', by: 'pembantu' },
  { action: 'hapus', from: 'draf', to: 'terhapus', by: 'pembantu' },
  { action: 'setujui', from: 'dikirim', to: 'diverifikasi', by: 'verifikator', chain: 'two-step' },
  { action: 'setujui', from: 'dikirim', to: 'divalidasi', by: 'verifikator', chain: 'one-step' },
  { action: 'kembalikan', from: 'dikirim', to: 'dikembalikan', by: 'verifikator', reason: 'code' },
  { action: 'tolak', from: 'dikirim', to: 'ditolak', by: 'verifikator', reason: 'text' },
  { action: 'setujui', from: 'diverifikasi', to: 'divalidasi', by: 'validator' },
  { action: 'kembalikan', from: 'diverifikasi', to: 'dikembalikan', by: 'validator', reason: 'code' },
  { action: 'tolak', from: 'diverifikasi', to: 'ditolak', by: 'validator', reason: 'text' },
  { action: 'batalkan', from: 'diverifikasi', to: 'dikirim', by: 'verifikator' },
  { action: 'batalkan', from: 'divalidasi', to: 'dikirim', by: 'verifikator' },
  { action: 'batalkan', from: 'dikembalikan', to: 'dikirim', by: 'verifikator' },
  { action: 'batalkan', from: 'ditolak', to: 'dikirim', by: 'verifikator' },
  { action: 'batalkan', from: 'divalidasi', to: 'diverifikasi', by: 'validator' },
  { action: 'batalkan', from: 'dikembalikan', to: 'diverifikasi', by: 'validator' },
  { action: 'batalkan', from: 'ditolak', to: 'diverifikasi', by: 'validator' },
  { action: 'kabulkan', from: 'ditolak', to: 'divalidasi', by: 'pemutus' },
];

/** The decisions that their maker may take back while nobody acted on them. */
export const REVOCABLE: readonly EntryAction[] = ['setujui', 'kembalikan', 'tolak'];

/**
 * How the month of an entry stands. `terlambat`: closed and computed without this entry, so that a superior's decision still
 * comes in time for an adjustment (rulings.md 18). `tertutup`: closed for everything, as while it is being computed.
 */
export type PeriodStanding = 'terbuka' | 'terlambat' | 'tertutup';

/**
 * What may still happen to an entry that a closed month did not count: its superiors sign or refuse it, or take that back.
 * A return would be a dead end, because nothing of a closed month is edited.
 */
const AFTER_CLOSE: readonly EntryAction[] = ['setujui', 'tolak', 'batalkan', 'kabulkan'];

/** Why a step is refused. `no-way-back`: a return, or one taken back, in a month that is closed. */
export type Blocker =
  | 'wrong-status'
  | 'not-your-part'
  | 'same-person'
  | 'period-closed'
  | 'no-way-back'
  | 'reason-missing'
  | 'reason-text-missing';

/** What a decision about one step depends on; all of it is read inside the deciding transaction. */
export interface StepFacts {
  readonly status: EntryStatus;
  readonly parts: readonly Part[];
  readonly actorIsOwner: boolean;
  readonly actorVerified: boolean;
  readonly oneStep: boolean;
  readonly period: PeriodStanding;
  readonly reasonCode?: string | undefined;
  readonly reason?: string | undefined;
}

export type Decision =
  | { readonly ok: true; readonly edge: Edge; readonly part: Part }
  | { readonly ok: false; readonly blockers: readonly Blocker[] };

/**
 * Judges one step of one entry. The same call draws the buttons, guards the POST and feeds the tests
 * (architecture.md 4.7): nobody acts on their own entry, and the verifier is never the validator (rulings.md 9).
 * Ask with `reasonCode: '-'` to learn whether a button should be drawn at all.
 */
export function decide(action: EntryAction, facts: StepFacts): Decision {
  const fromHere = EDGES.filter(edge => edge.action === action && edge.from === facts.status);
  const chain = facts.oneStep ? 'one-step' : 'two-step';
  const edge = fromHere.find(e => facts.parts.includes(e.by) && (e.chain === undefined || e.chain === chain));
  if (fromHere.length === 0) return { ok: false, blockers: ['wrong-status'] };
  if (!edge) return { ok: false, blockers: ['not-your-part'] };
  const blockers: Blocker[] = [];
  if (edge.by !== 'pemilik' && facts.actorIsOwner) blockers.push('same-person');
  if (edge.by === 'validator' && facts.actorVerified) blockers.push('same-person');
  const closed = closedFor(edge, facts.period);
  if (closed) blockers.push(closed);
  if (edge.reason !== undefined && !facts.reasonCode) blockers.push('reason-missing');
  const inWords = edge.reason === 'text' || (edge.reason === 'code' && facts.reasonCode === 'lainnya');
  if (inWords && !facts.reason?.trim()) blockers.push('reason-text-missing');
  return blockers.length > 0 ? { ok: false, blockers } : { ok: true, edge, part: edge.by };
}

/** What a closed month has against a step; undefined where it has nothing. */
function closedFor({ action, from, by }: Edge, period: PeriodStanding): Blocker | undefined {
  if (period === 'terbuka') return undefined;
  if (period === 'tertutup' || by === 'pemilik' || by === 'pembantu') return 'period-closed';
  return AFTER_CLOSE.includes(action) && from !== 'dikembalikan' ? undefined : 'no-way-back';
}

/** Reasons for returning or refusing an entry (ux.md F7), by the code that is stored. */
export const RETURN_REASONS = {
  waktu: 'Waktu tidak sesuai',
  tidak_dikerjakan: 'Tidak dikerjakan',
  volume: 'Volume tidak sesuai',
  uraian: 'Uraian kurang jelas',
  bukan_tugas: 'Bukan tugasnya',
  lainnya: 'Lainnya',
} as const;

export type ReturnReason = keyof typeof RETURN_REASONS;
export const isReturnReason = (code: string): code is ReturnReason => Object.hasOwn(RETURN_REASONS, code);
