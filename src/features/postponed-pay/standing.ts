import { monthInWords } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { PostponedLine } from './queries.ts';

const isApproved = (state: string): boolean => state === 'DISETUJUI' || state === 'DIBAYAR';

/** How postponed pay stands, in words. */
export function standingWords(line: PostponedLine): string {
  const { paidBy, released, proposed, open, state } = line;
  if (paidBy) {
    const run = `TPP ${monthInWords(paidBy.month)}`;
    const amount = formatRupiah(paidBy.net);
    return isApproved(paidBy.state)
      ? `Dibayarkan bersama ${run}, ${amount}`
      : `Dihitung bersama ${run}, ${amount}. Menunggu persetujuan`;
  }
  if (released && open) return 'Dilepas. Dibayarkan bersama perhitungan berikutnya';
  if (proposed) return 'Usul pelepasan menunggu orang kedua';
  if (open) return 'Dihitung ulang bersama perhitungan berikutnya';
  return isApproved(state) ? 'Masih ditunda' : 'Bulan ini belum disetujui';
}

/** Whether a release may be proposed: the month is approved, and nothing has settled it or waits. */
export const mayRelease = ({ state, paidBy, released, proposed }: PostponedLine): boolean =>
  isApproved(state) && paidBy === null && !released && !proposed;
