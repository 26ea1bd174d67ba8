import { monthInWords } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { TableProps } from '../../platform/render/components.ts';
import type { CarriedAdjustment } from './carried-queries.ts';
import { causeWords } from './cause-words.ts';
import { postponedWords } from './postponed.ts';

/** What stands beside the amounts: the unit, where there are several; the run's month, where there may be others. */
export interface CarriedBeside {
  readonly unit: boolean;
  readonly run: boolean;
}

function causesOf({ postponed, ofMonth, causes, excluded }: CarriedAdjustment): string {
  const words = `${postponed ? `${postponedWords(ofMonth)}. ` : ''}${causeWords(causes)}`;
  return excluded === null ? words : `${words}. ${excluded}`;
}

/** Adjustments as a table: what was paid, what is due, what the run takes. */
export function carriedTable(
  caption: string,
  carried: readonly CarriedAdjustment[],
  beside: CarriedBeside,
): TableProps {
  return {
    caption,
    columns: [
      { label: 'Pegawai' },
      { label: 'Untuk bulan' },
      { label: 'Sebab' },
      { label: 'Sudah dibayar', numeric: true },
      { label: 'Seharusnya', numeric: true },
      { label: 'Penyesuaian', numeric: true },
    ],
    rows: carried.map(each => ({
      cells: [
        beside.unit ? { text: each.name, hint: each.unit } : each.name,
        beside.run
          ? { text: monthInWords(each.ofMonth), hint: `bersama TPP ${monthInWords(each.month)}` }
          : monthInWords(each.ofMonth),
        causesOf(each),
        { rupiah: each.paid },
        { rupiah: each.due },
        each.rest === 0n
          ? { rupiah: each.taken }
          : { text: formatRupiah(each.taken), hint: `sisa ${formatRupiah(each.rest)} diambil kemudian` },
      ],
    })),
  };
}
