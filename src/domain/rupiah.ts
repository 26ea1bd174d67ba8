import { toWhole, type Ratio } from './ratio.ts';

/** An amount in whole rupiah. Never made from a `number`: only from integer text, a bigint, or a named rounding. */
declare const rupiahBrand: unique symbol;
export type Rupiah = bigint & { readonly [rupiahBrand]: true };

/** Brands a whole amount. */
export function rupiah(amount: bigint): Rupiah {
  return amount as Rupiah;
}

export const NOTHING: Rupiah = rupiah(0n);

/** Reads bare digits with an optional leading minus (`2430000`, `-500`); null for anything else. */
export function parseRupiah(text: string): Rupiah | null {
  return /^-?\d{1,18}$/.test(text) ? rupiah(BigInt(text)) : null;
}

/** `Rp2.430.000`, `-Rp500`: dots between thousands, no space, no decimals. */
export function formatRupiah(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${amount < 0n ? '-' : ''}Rp${grouped}`;
}

/** Rounds an exact amount to the rupiah; a half goes away from zero. */
export function roundHalfUp(amount: Ratio): Rupiah {
  return rupiah(toWhole(amount, 'halfUp'));
}

export function sumRupiah(amounts: Iterable<Rupiah>): Rupiah {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return rupiah(total);
}
