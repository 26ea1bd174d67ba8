import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import { isSpecial, ownPeriod } from '../../domain/payroll/pay-period.ts';
import type { Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { inSentence, paidMonth, paidName, type Paid } from '../payroll-export/paid-words.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { amountPath, samplePath, TRAIL_PATH, trailPath } from './paths.ts';
import { type Drawn, SAMPLE_SIZE } from './sample-queries.ts';

/** The page of `GET /pengawasan/jejak/acak`: a few amounts that nobody chose. */
export interface SamplePage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly month: string;
  readonly previous: Link | null;
  readonly next: Link | null;
  readonly seed: string;
  readonly table: TableProps | null;
  readonly empty: string;
  readonly again: Link;
}

export interface SampleContent {
  readonly paid: Paid;
  readonly thisMonth: Month;
  readonly unit: PayrollUnit | null;
  readonly seed: string;
  readonly drawn: readonly Drawn[];
}

export function sampleModel({ paid, thisMonth, unit, seed, drawn }: SampleContent): SamplePage {
  const { month } = paid;
  const special = isSpecial(paid);
  const words = special ? inSentence(paidName(paid)) : `TPP ${monthInWords(month)}`;
  const where = unit?.name ?? 'semua unit dalam surat tugas';
  const total = drawn[0]?.total ?? 0;
  const monthLink = (of: Month): Link => ({
    href: samplePath(ownPeriod(of), unit?.code ?? null),
    label: monthInWords(of),
  });
  return {
    title: `Uji petik, ${paidMonth(paid)}`,
    heading: 'Uji petik',
    back: unit
      ? { href: trailPath({ unit: unit.code }, month), label: `Jejak ${unit.name}` }
      : { href: TRAIL_PATH, label: 'Jejak audit' },
    lead:
      drawn.length === 0
        ? `${paidMonth(paid)}, ${where}.`
        : `${number(drawn.length)} dari ${number(total)} jumlah ${words}, ${where}, diundi tanpa dipilih siapa pun.`,
    month: paidMonth(paid),
    previous: special ? null : monthLink(addMonths(month, -1)),
    next: !special && month < thisMonth ? monthLink(addMonths(month, 1)) : null,
    seed,
    table:
      drawn.length === 0
        ? null
        : {
            caption: 'Jumlah yang terundi',
            quietCaption: true,
            columns: [
              { label: 'Pegawai' },
              { label: 'Unit' },
              { label: 'Keadaan' },
              { label: 'Bersih', numeric: true },
            ],
            rows: drawn.map(each => ({
              cells: [
                { text: each.name, href: amountPath(each.runId, each.employeeId) },
                each.unitName,
                { status: each.state },
                { rupiah: each.net },
              ],
            })),
          },
    empty: drawn.length === 0 ? `Belum ada ${words} yang sudah dihitung.` : '',
    again: { href: samplePath(paid, unit?.code ?? null), label: `Undi ${number(SAMPLE_SIZE)} lagi` },
  };
}
