import { monthInWords, type Month } from '../../domain/month.ts';
import { type Paper, PAPER_WORDS, papersFrom } from '../../platform/documents/paper.ts';
import type { Choice, Link, NoticeProps, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { nip, number, percent } from '../../platform/render/format.ts';
import { monthLinks, type MonthLinks } from './month-choice.ts';
import { paths } from './paths.ts';
import type { ReadRecap } from './recap-service.ts';
import type { Recap } from './recap.ts';

export const RECAP_TITLE = 'Rekap kinerja bulanan';

/** The page of `GET /laporan/rekap`. */
export interface RecapPage extends PageModel, MonthLinks {
  readonly heading: string;
  readonly month: string;
  readonly back: Link;
  /** The month a chosen unit is shown for, as the chooser sends it. */
  readonly bulan: Month;
  /** Units to choose from; empty where there is nothing to choose. */
  readonly units: readonly Choice[];
  readonly chooser: FormState;
  readonly notice: NoticeProps | null;
  readonly files: readonly Link[];
  readonly table: TableProps | null;
  readonly empty: string;
}

const COLUMNS: TableProps['columns'] = [
  { label: 'Nama' },
  { label: 'Hari terisi', numeric: true },
  { label: 'Dikirim', numeric: true },
  { label: 'Diverifikasi', numeric: true },
  { label: 'Divalidasi', numeric: true },
  { label: 'Rata-rata', numeric: true },
  { label: 'Capaian', numeric: true },
  { label: 'Keterangan' },
];

/** @param paper what the reader prints on: offered first */
export function recapPage({ units, recap }: ReadRecap, month: Month, thisMonth: Month, paper: Paper): RecapPage {
  const words = monthInWords(month);
  const code = recap?.unit.code;
  return {
    title: recap ? `${RECAP_TITLE} ${recap.unit.name}, ${words}` : `${RECAP_TITLE}, ${words}`,
    heading: RECAP_TITLE,
    month: words,
    bulan: month,
    back: { href: paths.index(month), label: 'Laporan' },
    ...monthLinks(month, thisMonth, of => paths.recap(of, code)),
    units: units.length > 1 ? units.map(unit => ({ value: unit.code, label: unit.name })) : [],
    chooser: blankForm({ unit: code ?? '' }),
    notice: recap && recap.provisional !== '' ? { kind: 'info', text: recap.provisional } : null,
    files: recap
      ? [
          ...papersFrom(paper).map(each => ({
            href: paths.recapPdf(month, recap.unit.code, each),
            label: `Cetak PDF ${PAPER_WORDS[each]}`,
          })),
          { href: paths.recapWorkbook(month, recap.unit.code), label: 'Unduh XLSX' },
        ]
      : [],
    table: recap && recap.lines.length > 0 ? tableOf(recap) : null,
    empty: recap && recap.lines.length > 0 ? '' : `Tidak ada pegawai yang bisa Anda lihat pada ${words}.`,
  };
}

function tableOf({ unit, month, lines }: Recap): TableProps {
  return {
    caption: `${unit.name}, ${number(lines.length)} pegawai`,
    columns: COLUMNS,
    rows: lines.map(line => ({
      cells: [
        {
          text: line.name,
          href: paths.sheet(month, line.employeeId),
          hint: line.nip === null ? line.title : nip(line.nip),
        },
        `${number(line.filledDays)} dari ${number(line.workdays)}`,
        number(line.sent),
        number(line.verified),
        number(line.validated),
        line.average === null ? '\u2013' : number(line.average),
        line.attained === null ? '\u2013' : percent(line.attained),
        line.remark || '\u2013',
      ],
    })),
  };
}
