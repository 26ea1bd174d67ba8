/** What a month comes to, in whole rupiah; `net` is `gross` less `deductions`. */
export interface Amounts {
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** A component of a line. What is only told (`informasi`) is in no sum. */
export interface ComponentAmount {
  readonly code: string;
  readonly label: string;
  readonly kind: 'pendapatan' | 'potongan' | 'informasi';
  readonly amount: bigint;
}

/** A component as it was determined so far, as it is due, and what lies between. */
export interface ComponentDifference extends Pick<ComponentAmount, 'code' | 'label' | 'kind'> {
  readonly before: bigint;
  readonly due: bigint;
  readonly difference: bigint;
}

/** One person's month as approved runs have left it. */
export interface MonthLedger {
  /** What reached the person for the month: its lines, and what was taken of its adjustments. */
  readonly paid: Amounts;
  /** What was determined: the lines' components and the differences of its adjustments. */
  readonly components: readonly ComponentAmount[];
  /** Determined as paid too much and not taken back yet; never negative. */
  readonly owed: bigint;
}

/** What a month still has to settle, and how that comes about. */
export interface Settlement extends Amounts {
  readonly components: readonly ComponentDifference[];
  readonly owed: bigint;
}

export const NO_AMOUNT: Amounts = { gross: 0n, deductions: 0n, net: 0n };

/** Amounts from gross and deductions. */
export const amounts = (gross: bigint, deductions: bigint): Amounts => ({
  gross,
  deductions,
  net: gross - deductions,
});

export const addAmounts = (a: Amounts, b: Amounts): Amounts => amounts(a.gross + b.gross, a.deductions + b.deductions);

/**
 * An adjustment is the old month computed again less what was paid for it (rulings.md 17 and 18). By component it is what
 * is due less what was determined before; what is still owed from earlier adjustments comes on top as a deduction. So its
 * net is, whatever happened before, what is due less what reached the person.
 *
 * @param due the components of the month as computed now; none where nothing is due
 */
export function settlementOf(ledger: MonthLedger, due: readonly ComponentAmount[]): Settlement {
  const components = differencesOf(ledger.components, due);
  const sum = (kind: ComponentAmount['kind']): bigint =>
    components.reduce((total, each) => (each.kind === kind ? total + each.difference : total), 0n);
  return { components, owed: ledger.owed, ...amounts(sum('pendapatan'), sum('potongan') + ledger.owed) };
}

/** By component, those that are due first, in the regulation's order. */
function differencesOf(
  before: readonly ComponentAmount[],
  due: readonly ComponentAmount[],
): readonly ComponentDifference[] {
  const known = new Map(before.map(each => [each.code, each.amount]));
  const coming = new Set(due.map(each => each.code));
  const gone = before.filter(each => !coming.has(each.code)).map(each => ({ ...each, amount: 0n }));
  return [...due, ...gone].map(({ code, label, kind, amount }) => {
    const earlier = known.get(code) ?? 0n;
    return { code, label, kind, before: earlier, due: amount, difference: amount - earlier };
  });
}

/** Whether what is due of a month differs from what was determined so far, in any component that is money. */
export const movesMoney = ({ components }: Settlement): boolean =>
  components.some(each => each.kind !== 'informasi' && each.difference !== 0n);

/** Whether a settlement moves no money in any component and nothing is owed: then nothing is carried. */
export const settlesNothing = (settlement: Settlement): boolean => settlement.owed === 0n && !movesMoney(settlement);

/**
 * What one run takes of a person's adjustments. What is still to be paid goes out whole, and so does what was paid too much
 * while gross, deductions and net of the person stay at or above zero. Otherwise an overpayment comes back as a deduction
 * of what the month still pays, and its rest waits for a later run.
 *
 * @param own the person's own line in the run; zero where there is none
 * @param matters what the old months have to settle, the oldest first
 * @returns what is taken of each, in the order of `matters`
 */
export function takenOf(own: Amounts, matters: readonly Amounts[]): readonly Amounts[] {
  const taken = new Map<Amounts, Amounts>();
  let month = own;
  // What is paid in addition first: then there is more of which an overpayment can come back.
  for (const matter of [...matters.filter(each => each.net >= 0n), ...matters.filter(each => each.net < 0n)]) {
    const part = partOf(month, matter);
    taken.set(matter, part);
    month = addAmounts(month, part);
  }
  return matters.map(matter => taken.get(matter) ?? NO_AMOUNT);
}

function partOf(month: Amounts, matter: Amounts): Amounts {
  const whole = addAmounts(month, matter);
  if (whole.gross >= 0n && whole.deductions >= 0n && whole.net >= 0n) return amounts(matter.gross, matter.deductions);
  if (matter.net >= 0n) return amounts(matter.net, 0n);
  const owed = -matter.net;
  const left = month.net > 0n ? month.net : 0n;
  return amounts(0n, owed < left ? owed : left);
}

/** The month's ledger after a run took its part; what it did not take is owed from then on. */
export function ledgerAfter(ledger: MonthLedger, settlement: Settlement, taken: Amounts): MonthLedger {
  return {
    paid: addAmounts(ledger.paid, taken),
    components: settlement.components.map(({ code, label, kind, due }) => ({ code, label, kind, amount: due })),
    owed: taken.net - settlement.net,
  };
}
