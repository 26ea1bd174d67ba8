import type { Computation } from './computation.ts';
import type { Regulation } from './regulation.ts';

/** Statuses by which a gate says that pay is postponed or withheld, not forfeited: it is due once it is released. */
export const POSTPONED: readonly string[] = ['DITUNDA', 'DITAHAN'];

/** The status of a reason whose gate would have postponed pay and was released (`Facts.released`). */
export const RELEASED = 'DILEPAS';

/** Which gate a release lifts: the rule itself, and for people its label and article. */
export interface LiftedGate {
  readonly rule: string;
  readonly label: string;
  readonly cite: string;
}

/**
 * A gate as a release names it, one line: two gates of one label stay two. All of it must be the same for the gate to be lifted, so
 * that under other rules (another layer, after a fact was corrected) no other gate is taken for it.
 */
export const liftedText = ({ rule, label, cite }: LiftedGate): string => `${rule}: ${label} (${cite})`;

/** What a release lifts, as people read it. */
export const liftedWords = (text: string): string =>
  text
    .split('\n')
    .map(line => line.replace(/^gerbang_\d+: /, ''))
    .join('; ');

/** Whether a gate is among those lifted; releases of the first months were kept by the label alone. */
export const isLifted = (gate: LiftedGate, lifted: ReadonlySet<string>): boolean =>
  lifted.has(liftedText(gate)) || lifted.has(gate.label);

export const isPostponed = (status: string | null): boolean => status !== null && POSTPONED.includes(status);

/**
 * What of a month is paid now. Where the gate that postponed it stops the computation, that is what the gate lets through
 * (nothing, or what stands in its `then`); where it only marks the month, the amounts are those that will be due, and nothing of them is
 * paid until the release.
 */
export function paidNow(regulation: Regulation, found: Computation): Computation {
  if (!isPostponed(found.status)) return found;
  const { steps } = regulation.layers.find(({ id }) => id === found.layer?.id)?.rules ?? regulation;
  const deciding = found.reasons.findLast(({ status }) => status === found.status);
  const gate = steps.find(step => step.name === deciding?.rule);
  if (gate?.kind !== 'gate' || gate.stop) return found;
  const nothing = (amount: string | null): string | null => (amount === null ? null : '0');
  return {
    ...found,
    gross: nothing(found.gross),
    deductions: nothing(found.deductions),
    net: nothing(found.net),
    components: found.components.map(component => ({ ...component, amount: '0' })),
  };
}
