import type { ComputedComponent } from '../../domain/tpp/computation.ts';

/** Whole rupiah of a month, and what they are made of. */
export interface MonthAmounts {
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
  /** What of the net is about older months. */
  readonly adjusted: bigint;
  readonly stored: { readonly components: readonly ComputedComponent[] };
}

/** One line of a comparison, in whole rupiah; deductions are negative, so that the lines add up to the net. */
export interface ComparedAmount {
  readonly label: string;
  readonly before: bigint;
  readonly now: bigint;
  /** now − before */
  readonly difference: bigint;
}

/**
 * What changed from one month to the next: every component that differs, in this month's order and then those that are
 * no more, and last the net. A component of two regulations is the same one where its code is.
 */
export function compareMonths(now: MonthAmounts, before: MonthAmounts): readonly ComparedAmount[] {
  const [current, earlier] = [signed(now), signed(before)];
  const codes = [...new Set([...current.keys(), ...earlier.keys()])];
  const components = codes.map(code => {
    const [here, there] = [current.get(code), earlier.get(code)];
    return compared((here ?? there)!.label, there?.amount ?? 0n, here?.amount ?? 0n);
  });
  const net = compared('Jumlah bersih diterima', before.net, now.net);
  return [...components.filter(({ difference }) => difference !== 0n), net];
}

const compared = (label: string, before: bigint, now: bigint): ComparedAmount => ({
  label,
  before,
  now,
  difference: now - before,
});

type Signed = readonly [code: string, { readonly label: string; readonly amount: bigint }];
const OLDER = 'bulan-lalu';

function signed({ stored, adjusted }: MonthAmounts): Map<string, Signed[1]> {
  const older: Signed[] = adjusted === 0n ? [] : [[OLDER, { label: 'Penyesuaian bulan lalu', amount: adjusted }]];
  return new Map<string, Signed[1]>([
    ...stored.components.flatMap(({ code, kind, label, amount }) => {
      if (kind !== 'pendapatan' && kind !== 'potongan') return [];
      const cut = kind === 'potongan';
      return [
        [code, { label: cut ? `Potongan ${label}` : label, amount: cut ? -BigInt(amount) : BigInt(amount) }] as const,
      ];
    }),
    ...older,
  ]);
}
