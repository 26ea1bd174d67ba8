import { monthInWords, type Month } from '../../domain/month.ts';
import { type Paper, PAPER_WORDS, papersFrom } from '../../platform/documents/paper.ts';
import type { Link, NoticeProps, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, minutes as minuteWords, number } from '../../platform/render/format.ts';
import type { ActivityStatus } from '../../platform/render/status.ts';
import { monthLinks, type MonthLinks } from './month-choice.ts';
import { paths } from './paths.ts';
import { identityRows, SHEET_TITLE, totalRows } from './sheet-words.ts';
import { signatureOf } from './signatory.ts';
import type { SheetDay, WorkSheet } from './work-sheet.ts';

/** One day of the sheet on screen. */
export interface ShownDay {
  readonly heading: string;
  /** '5 kegiatan · 310 poin · 6 jam 40 menit' */
  readonly sums: string;
  /** Unfolded from the start on a phone: the latest day, and days on which something came back. */
  readonly open: boolean;
  readonly lines: readonly ShownLine[];
}

export interface ShownLine {
  readonly id: string;
  readonly status: ActivityStatus;
  readonly points: number;
  readonly time: string;
  readonly item: string;
  readonly description: string;
  readonly note: string;
  readonly volume: string;
  readonly minutes: string;
  readonly pointWords: string;
}

/** The page of `GET /laporan/lkh`. */
export interface SheetPage extends PageModel, MonthLinks {
  readonly heading: string;
  readonly month: string;
  readonly back: Link;
  readonly notices: readonly NoticeProps[];
  readonly files: readonly Link[];
  readonly identity: readonly SummaryRow[];
  readonly totals: readonly SummaryRow[];
  readonly caption: string;
  readonly days: readonly ShownDay[];
  readonly empty: string;
  readonly signatures: readonly SummaryRow[];
}

/**
 * @param own whether the reader is the sheet's owner
 * @param paper what the reader prints on: offered first
 */
export function sheetPage(sheet: WorkSheet, thisMonth: Month, own: boolean, paper: Paper): SheetPage {
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
      ...papersFrom(paper).map(each => ({
        href: paths.sheetPdf(month, each, person),
        label: `Cetak PDF ${PAPER_WORDS[each]}`,
      })),
      { href: paths.sheetWorkbook(month, person), label: 'Unduh XLSX' },
    ],
    identity: identityRows(sheet).map(([label, value]) => ({ label, value })),
    totals: totalRows(sheet).map(([label, value]) => ({ label, value })),
    caption: `Kegiatan ${words} menurut hari`,
    days: days.map((day, place) => shownDay(day, place === days.length - 1)),
    empty: days.length > 0 ? '' : `Belum ada kegiatan yang dikirim pada ${words}.`,
    signatures: signatureRows(sheet),
  };
}

function noticesOf({ provisional, totals }: WorkSheet, own: boolean): NoticeProps[] {
  const drafts = own && totals.drafts > 0 ? `${number(totals.drafts)} draf tidak masuk lembar ini sampai dikirim.` : '';
  return [provisional, drafts].filter(text => text !== '').map(text => ({ kind: 'info', text }));
}

function shownDay({ day, off, lines, minutes, sum, counted }: SheetDay, latest: boolean): ShownDay {
  const back = lines.filter(line => line.status === 'dikembalikan' || line.status === 'ditolak').length;
  const above = sum > counted ? ` (${number(sum)} dicatat)` : '';
  return {
    heading: off === '' ? date(day) : `${date(day)} (libur: ${off})`,
    sums: [
      `${number(lines.length)} kegiatan`,
      `${number(counted)} poin${above}`,
      minuteWords(minutes),
      ...(back > 0 ? [`${number(back)} dikembalikan atau ditolak`] : []),
    ].join(' \u00b7 '),
    open: latest || back > 0,
    lines: lines.map(line => ({
      id: line.id,
      status: line.status,
      points: line.points,
      time: line.time,
      item: line.item,
      description: line.description,
      note: line.note,
      volume: `${number(line.volume)} ${line.unit}`,
      minutes: number(line.minutes),
      pointWords: number(line.points),
    })),
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
