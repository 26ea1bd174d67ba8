import { monthInWords, type Month } from '../../domain/month.ts';
import type { Cell, Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, number } from '../../platform/render/format.ts';
import { monthLinks, type MonthLinks } from './month-choice.ts';
import { paths } from './paths.ts';
import { identityRows, SHEET_TITLE, totalRows } from './sheet-words.ts';
import { signatureOf } from './signatory.ts';
import type { SheetDay, WorkSheet } from './work-sheet.ts';

/** The page of `GET /laporan/lkh`. */
export interface SheetPage extends PageModel, MonthLinks {
  readonly heading: string;
  readonly month: string;
  readonly back: Link;
  readonly notices: readonly NoticeProps[];
  readonly files: readonly Link[];
  readonly identity: readonly SummaryRow[];
  readonly totals: readonly SummaryRow[];
  readonly days: readonly TableProps[];
  readonly empty: string;
  readonly signatures: readonly SummaryRow[];
}

const COLUMNS: TableProps['columns'] = [
  { label: 'Jam' },
  { label: 'Kegiatan' },
  { label: 'Uraian hasil' },
  { label: 'Volume' },
  { label: 'Menit', numeric: true },
  { label: 'Poin', numeric: true },
  { label: 'Status' },
  { label: 'Catatan atasan' },
];

/** @param own whether the reader is the sheet's owner */
export function sheetPage(sheet: WorkSheet, thisMonth: Month, own: boolean): SheetPage {
  const { month, owner, days } = sheet;
  const person = own ? undefined : owner.employeeId;
  const words = monthInWords(month);
  return {
    title: own ? `${SHEET_TITLE} ${words}` : `${SHEET_TITLE} ${owner.name}, ${words}`,
    heading: SHEET_TITLE,
    month: words,
    back: own ? { href: paths.index(month), label: 'Laporan' } : { href: paths.recap(month), label: 'Rekap unit' },
    ...monthLinks(month, thisMonth, of => paths.sheet(of, person)),
    notices: noticesOf(sheet, own),
    files: [
      { href: paths.sheetPdf(month, 'f4', person), label: 'Cetak PDF F4' },
      { href: paths.sheetPdf(month, 'a4', person), label: 'Cetak PDF A4' },
      { href: paths.sheetWorkbook(month, person), label: 'Unduh XLSX' },
    ],
    identity: identityRows(sheet).map(([label, value]) => ({ label, value })),
    totals: totalRows(sheet).map(([label, value]) => ({ label, value })),
    days: days.map(dayTable),
    empty: days.length > 0 ? '' : `Belum ada kegiatan yang dikirim pada ${words}.`,
    signatures: signatureRows(sheet),
  };
}

function noticesOf({ provisional, totals }: WorkSheet, own: boolean): NoticeProps[] {
  const drafts = own && totals.drafts > 0 ? `${number(totals.drafts)} draf tidak masuk lembar ini sampai dikirim.` : '';
  return [provisional, drafts].filter(text => text !== '').map(text => ({ kind: 'info', text }));
}

function dayTable({ day, off, lines, minutes, sum, counted }: SheetDay): TableProps {
  const points = sum > counted ? { text: number(counted), hint: `${number(sum)} dicatat` } : number(counted);
  return {
    caption: off === '' ? date(day) : `${date(day)} (libur: ${off})`,
    columns: COLUMNS,
    rows: lines.map(line => ({
      entry: { id: line.id, status: line.status, poin: line.points },
      cells: [
        line.time,
        line.item,
        line.description,
        `${number(line.volume)} ${line.unit}`,
        number(line.minutes),
        number(line.points),
        { status: line.status },
        line.note || '\u2013',
      ] satisfies Cell[],
    })),
    foot: ['Jumlah', '', '', '', number(minutes), points, '', ''],
  };
}

/** Who will sign the printed sheet: so that a wrong superior is seen before it is printed. */
function signatureRows({ owner, superior }: WorkSheet): SummaryRow[] {
  const words = (heading: string, titles: readonly string[], person: WorkSheet['superior'] | WorkSheet['owner']) => {
    const { name, lines } = signatureOf([], person);
    return {
      label: heading,
      value: { text: name || 'Belum ada pejabat', hint: [...titles, ...lines].join(' \u00b7 ') },
    };
  };
  return [
    words('Mengetahui, atasan langsung', superior?.titles ?? [], superior),
    words('Yang bersangkutan', owner.seat ? [owner.seat.title] : [], owner),
  ];
}
