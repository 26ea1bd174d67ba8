import { monthInWords, type Month } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { ExplanationNode, NoticeProps } from '../../platform/render/components.ts';
import type { Carried } from '../adjustments/carried.ts';
import { postponedWords } from '../adjustments/postponed.ts';
import { paths } from './paths.ts';

const BASIS = 'Bulan itu dihitung ulang menurut peraturan yang berlaku untuknya, dikurangi yang sudah dibayarkan';

/** What a month carries of older ones. */
export const olderMonths = (carried: readonly Carried[], month: Month): readonly Carried[] =>
  carried.filter(each => each.inMonth === month);

/** An adjustment in one or two sentences: what was due, what was paid, what this month does about it, and why. */
export function adjustmentSentence({ ofMonth, due, paid, difference, taken, rest, causes }: Carried): string {
  const compared = `TPP ${monthInWords(ofMonth)} seharusnya ${formatRupiah(due)}, sudah dibayar ${formatRupiah(paid)}.`;
  return `${compared} ${settled(difference, taken.net, rest)} Sebab: ${causes.join('; ')}.`;
}

function settled(difference: bigint, taken: bigint, rest: bigint): string {
  if (difference === 0n) return 'Jumlah bersihnya tetap, rinciannya berubah.';
  if (difference > 0n) return `Kekurangannya ${formatRupiah(difference)} dibayar bulan ini.`;
  const excess = `Kelebihannya ${formatRupiah(-difference)}`;
  if (rest === 0n) return `${excess} dipotong bulan ini.`;
  if (taken === 0n) return `${excess} dipotong pada perhitungan berikutnya.`;
  return `${excess}: ${formatRupiah(-taken)} dipotong bulan ini, sisanya ${formatRupiah(rest)} pada perhitungan berikutnya.`;
}

/** An adjustment as the page explains it, with the way to the month it is about. */
export const adjustmentNode = (carried: Carried): ExplanationNode => ({
  label: carried.postponed ? postponedWords(carried.ofMonth) : `Penyesuaian ${monthInWords(carried.ofMonth)}`,
  sentence: adjustmentSentence(carried),
  cite: BASIS,
  amount: carried.taken.net,
  inputs: carried.components
    .filter(({ difference, kind }) => difference !== 0n && kind !== 'informasi')
    .map(({ label, kind, difference }) => ({
      label: kind === 'potongan' ? `Potongan ${label}` : label,
      value: difference > 0n ? `+${formatRupiah(difference)}` : formatRupiah(difference),
    })),
  children: [],
  links: [{ href: paths.tpp(carried.ofMonth), label: `Buka slip ${monthInWords(carried.ofMonth)}` }],
});

/** That a month was adjusted by later ones; null where it was not. */
export function adjustedLater(carried: readonly Carried[], month: Month): NoticeProps | null {
  const later = carried.filter(each => each.ofMonth === month && each.inMonth !== month);
  if (later.length === 0) return null;
  const told = later.map(({ inMonth, difference }) => `${monthInWords(inMonth)} (selisih ${formatRupiah(difference)})`);
  return {
    kind: 'info',
    text: `TPP bulan ini ${later.some(each => each.postponed) ? 'yang ditunda dibayarkan' : 'disesuaikan'} pada TPP ${told.join(', ')}.`,
    links: later.map(({ inMonth }) => ({ href: paths.tpp(inMonth), label: `Buka slip ${monthInWords(inMonth)}` })),
  };
}
