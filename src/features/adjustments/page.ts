import { formatRupiah } from '../../domain/rupiah.ts';
import { monthInWords } from '../../domain/month.ts';
import { settlesNothing } from '../../domain/payroll/adjustment.ts';
import type { Cell, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { paths as factPaths } from '../facts/paths.ts';
import type { CarriedAdjustment } from './carried-queries.ts';
import { carriedTable } from './carried-table.ts';
import { causeWords } from './cause-words.ts';
import type { Judgement } from './judgement.ts';
import type { OpenMonth } from './open-queries.ts';
import { paths, POSTPONED_LIST } from './paths.ts';

/** The page of `GET /kepegawaian/penyesuaian`: what older months still have to settle, and what runs carried last. */
export interface AdjustmentsPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly open: TableProps | null;
  readonly next: string | null;
  readonly carried: TableProps | null;
  /** Whose pay is postponed. */
  readonly postponed: Link;
  /** Asking for a month to be computed again; null for who only reads. */
  readonly ask: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
}

export interface AdjustmentsContent {
  readonly back: Link;
  readonly form: FormState;
  readonly key: string;
  readonly mayAsk: boolean;
  /** Whether the reader sees more than one unit. */
  readonly severalUnits: boolean;
  /** Whether names lead to the facts of the month. */
  readonly linked: boolean;
  readonly open: readonly { readonly month: OpenMonth; readonly judged: Judgement | undefined }[];
  readonly more: boolean;
  readonly carried: readonly CarriedAdjustment[];
}

export function adjustmentsModel(content: AdjustmentsContent): AdjustmentsPage {
  const { back, form, key, mayAsk, severalUnits, open, more, carried } = content;
  const heading = 'Penyesuaian TPP';
  return {
    title: formTitle(heading, form),
    heading,
    back,
    form,
    open: open.length === 0 ? null : openTable(content),
    next: more ? paths.after(open.at(-1)?.month.cursor ?? '') : null,
    carried:
      carried.length === 0 ? null : carriedTable('Sudah masuk perhitungan', carried, { unit: severalUnits, run: true }),
    postponed: { href: POSTPONED_LIST, label: 'TPP yang ditunda' },
    ask: mayAsk ? { action: paths.list, hidden: { kunci_kirim: key } } : null,
  };
}

const openTable = ({ open, linked, severalUnits }: AdjustmentsContent): TableProps => ({
  caption: 'Menunggu perhitungan berikutnya',
  columns: [
    { label: 'Pegawai' },
    { label: 'Bulan' },
    { label: 'Sebab' },
    { label: 'Selisih kalau dihitung sekarang', numeric: true },
  ],
  rows: open.map(({ month, judged }) => ({
    cells: [
      {
        text: month.name,
        ...(severalUnits ? { hint: month.unit } : {}),
        ...(linked ? { href: factPaths.person(month.employeeId, month.month) } : {}),
      },
      monthInWords(month.month),
      causeWords(month.causes),
      amountNow(month, judged),
    ],
  })),
});

function amountNow({ owed }: OpenMonth, judged: Judgement | undefined): Cell {
  if (!judged?.ready) return { text: 'Menunggu', hint: judged?.reason ?? '' };
  if (settlesNothing(judged.settlement)) return 'Tidak ada selisih';
  return owed === 0n
    ? { rupiah: judged.settlement.net }
    : { text: formatRupiah(judged.settlement.net), hint: `termasuk sisa ${formatRupiah(owed)}` };
}
