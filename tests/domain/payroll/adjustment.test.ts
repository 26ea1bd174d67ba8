import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addAmounts,
  amounts,
  type Amounts,
  type ComponentAmount,
  ledgerAfter,
  type MonthLedger,
  NO_AMOUNT,
  settlementOf,
  settlesNothing,
  takenOf,
} from '../../../src/domain/payroll/adjustment.ts';

const part = (code: string, kind: ComponentAmount['kind'], amount: bigint): ComponentAmount => ({
  code,
  label: code,
  kind,
  amount,
});
/** A month of two components and a deduction. */
const line = (bk: bigint, pk: bigint, iwp: bigint): ComponentAmount[] => [
  part('bk', 'pendapatan', bk),
  part('pk', 'pendapatan', pk),
  part('iwp', 'potongan', iwp),
];
const totals = (components: readonly ComponentAmount[]): Amounts => {
  const sum = (kind: string): bigint =>
    components.reduce((all, each) => all + (each.kind === kind ? each.amount : 0n), 0n);
  return amounts(sum('pendapatan'), sum('potongan'));
};
const paidBy = (components: readonly ComponentAmount[]): MonthLedger => ({
  paid: totals(components),
  components,
  owed: 0n,
});

describe('what a month has to settle', () => {
  test('by component, in sums, and in what reaches the person', () => {
    const settlement = settlementOf(paidBy(line(100n, 40n, 14n)), line(100n, 90n, 19n));
    expect(settlement).toMatchObject({ gross: 50n, deductions: 5n, net: 45n, owed: 0n });
    expect(settlement.components.map(each => each.difference)).toEqual([0n, 50n, 5n]);
  });

  test('a component that is due no more goes back whole; what is only told moves nothing', () => {
    const settlement = settlementOf(paidBy(line(100n, 40n, 14n)), [part('bk', 'pendapatan', 100n)]);
    expect(settlement).toMatchObject({ gross: -40n, deductions: -14n, net: -26n });
    const told = [...line(1n, 0n, 0n), part('jkk', 'informasi', 5n)];
    expect(settlesNothing(settlementOf(paidBy(line(1n, 0n, 0n)), told))).toBe(true);
    expect(settlesNothing(settlement)).toBe(false);
  });
});

describe('what a run takes', () => {
  test('down to exactly nothing of gross, of deductions and of what is paid', () => {
    expect(takenOf(amounts(5n, 5n), [amounts(-5n, -5n)])).toEqual([amounts(-5n, -5n)]);
    expect(takenOf(amounts(5n, 3n), [amounts(-5n, -3n)])).toEqual([amounts(-5n, -3n)]);
    expect(takenOf(amounts(9n, 2n), [amounts(-3n, -2n)])).toEqual([amounts(-3n, -2n)]);
    expect(takenOf(amounts(9n, 2n), [amounts(-4n, -3n)])).toEqual([amounts(0n, 1n)]);
  });

  test('of one after the other, the oldest first, while there is something to take', () => {
    expect(takenOf(amounts(10n, 0n), [amounts(-8n, 0n), amounts(-5n, 0n), amounts(-1n, 0n)])).toEqual([
      amounts(-8n, 0n),
      amounts(0n, 2n),
      amounts(0n, 0n),
    ]);
    expect(takenOf(amounts(10n, 0n), [amounts(-1n, 0n), amounts(-9n, 0n)])).toEqual([
      amounts(-1n, 0n),
      amounts(-9n, 0n),
    ]);
    expect(takenOf(NO_AMOUNT, [])).toEqual([]);
  });

  test('an overpayment that the month can bear, as it is', () => {
    expect(takenOf(amounts(1_000n, 100n), [amounts(-40n, -4n)])).toEqual([amounts(-40n, -4n)]);
  });

  test('what changes gross and deductions alike and the net not at all, as it is', () => {
    expect(takenOf(amounts(1_000n, 100n), [amounts(50n, 50n), amounts(-50n, -50n)])).toEqual([
      amounts(50n, 50n),
      amounts(-50n, -50n),
    ]);
  });

  test('down to nothing and not one rupiah below it', () => {
    expect(takenOf(amounts(10n, 4n), [amounts(-6n, 0n)])).toEqual([amounts(-6n, 0n)]);
    expect(takenOf(amounts(10n, 4n), [amounts(-7n, 0n)])).toEqual([amounts(0n, 6n)]);
    expect(takenOf(amounts(10n, 0n), [amounts(-5n, -1n)])).toEqual([amounts(0n, 4n)]);
    expect(takenOf(amounts(10n, 1n), [amounts(-5n, -1n)])).toEqual([amounts(-5n, -1n)]);
  });

  test('of a larger one what the month pays, as a deduction, after what is paid in addition', () => {
    expect(takenOf(amounts(100n, 10n), [amounts(-500n, -50n), amounts(30n, 3n)])).toEqual([
      amounts(0n, 117n),
      amounts(30n, 3n),
    ]);
  });

  test('nothing of an overpayment where the month pays nothing; what is due goes out without a line', () => {
    expect(takenOf(NO_AMOUNT, [amounts(-5n, 0n)])).toEqual([NO_AMOUNT]);
    expect(takenOf(amounts(3n, 8n), [amounts(-5n, 0n)])).toEqual([NO_AMOUNT]);
    expect(takenOf(NO_AMOUNT, [amounts(5n, 1n)])).toEqual([amounts(5n, 1n)]);
    // A deduction given back of which the month has none is paid as it reaches the person.
    expect(takenOf(NO_AMOUNT, [amounts(0n, -7n)])).toEqual([amounts(7n, 0n)]);
  });
});

const MONTHS = 3;
const money = fc.bigInt({ min: 0n, max: 5_000n });
/** Any month that the engine may compute: deductions within gross. */
const month = fc
  .tuple(money, money, fc.bigInt({ min: 0n, max: 100n }))
  .map(([bk, pk, share]) => line(bk, pk, ((bk + pk) * share) / 100n));
/** What happens between two runs: months whose knowledge changes, possibly back again, and then the next line. */
const happening = fc.record({
  changes: fc.array(fc.tuple(fc.nat(MONTHS - 1), month), { maxLength: 4 }),
  line: fc.option(month, { nil: null }),
});

test('whatever changes in whatever order, in the end each month has paid what it is due, and no run pays below zero', () => {
  fc.assert(
    fc.property(
      fc.array(month, { minLength: MONTHS, maxLength: MONTHS }),
      fc.array(happening, { maxLength: 8 }),
      (first, story) => {
        const due = [...first];
        const ledgers = first.map(paidBy);
        const runOnce = (own: Amounts): void => {
          const open = ledgers
            .map((ledger, index) => ({ index, ledger, settlement: settlementOf(ledger, due[index]!) }))
            .filter(each => !settlesNothing(each.settlement));
          const taken = takenOf(
            own,
            open.map(each => each.settlement),
          );
          const reached = taken.reduce(addAmounts, own);
          expect([reached.gross, reached.deductions, reached.net].every(each => each >= 0n)).toBe(true);
          open.forEach(({ index, ledger, settlement }, place) => {
            expect(settlement.net).toBe(totals(due[index]!).net - ledger.paid.net);
            ledgers[index] = ledgerAfter(ledger, settlement, taken[place]!);
            expect(ledgers[index].owed >= 0n).toBe(true);
            expect(ledgers[index].paid.net - ledgers[index].owed).toBe(totals(due[index]!).net);
          });
        };
        for (const { changes, line: next } of story) {
          for (const [index, components] of changes) due[index] = components;
          runOnce(next === null ? NO_AMOUNT : totals(next));
        }
        // A month that pays enough takes back whatever is owed.
        runOnce(amounts(10n ** 9n, 0n));
        expect(ledgers.map(each => each.paid.net)).toEqual(due.map(each => totals(each).net));
        expect(ledgers.every(each => each.owed === 0n)).toBe(true);
        runOnce(NO_AMOUNT);
        expect(ledgers.every((each, index) => settlesNothing(settlementOf(each, due[index]!)))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
