import { monthInWords } from '../../domain/month.ts';
import { points, printedWidth } from '../../platform/documents/paper.ts';
import {
  letterheadBlock,
  noteBlock,
  signatureBlock,
  tableBlock,
  titleBlock,
  type PrintColumn,
} from '../../platform/documents/pdf-blocks.ts';
import type { PdfDocument } from '../../platform/documents/pdf.ts';
import { number, percent } from '../../platform/render/format.ts';
import { RECAP_TITLE } from './recap-page.ts';
import type { Recap, RecapLine } from './recap.ts';
import type { Printing } from './sheet-pdf.ts';
import { numberLine, placeAndDate, signatureOf } from './signatory.ts';

const COLUMNS: readonly PrintColumn[] = [
  { label: 'No', width: points(8), numeric: true },
  { label: 'Nama / NIP', width: '*' },
  { label: 'Jabatan', width: points(60) },
  { label: 'Hari kerja', width: points(14), numeric: true },
  { label: 'Hari terisi', width: points(14), numeric: true },
  { label: 'Poin dikirim', width: points(18), numeric: true },
  { label: 'Poin diverifikasi', width: points(20), numeric: true },
  { label: 'Poin divalidasi', width: points(20), numeric: true },
  { label: 'Rata-rata per hari', width: points(18), numeric: true },
  { label: 'Capaian', width: points(16), numeric: true },
  { label: 'Keterangan', width: points(34) },
];

/** The recap as it is printed, landscape, for the head of the office and the personnel clerk to sign. */
export function recapDocument(recap: Recap, { paper, head, footer, now }: Printing): PdfDocument {
  const { officers, provisional, lines, day } = recap;
  const title = `${RECAP_TITLE}, ${monthInWords(recap.month)}`;
  return {
    title,
    paper,
    orientation: 'landscape',
    footer,
    madeAt: now,
    content: [
      letterheadBlock(head.head, printedWidth(paper, 'landscape')),
      titleBlock(
        RECAP_TITLE.toUpperCase(),
        `Bulan ${monthInWords(recap.month)} \u00b7 ${number(lines.length)} pegawai`,
      ),
      ...(provisional === '' ? [] : [noteBlock(provisional)]),
      tableBlock(
        COLUMNS,
        lines.map(line => ({ cells: cellsOf(line) })),
      ),
      signatureBlock([
        signatureOf(['Mengetahui,', ...titlesOf(officers.head, 'Kepala OPD')], officers.head),
        signatureOf(
          [
            placeAndDate(head.city, day),
            ...titlesOf(officers.clerk, 'Pengelola kepegawaian'),
            'selaku pengelola kepegawaian',
          ],
          officers.clerk,
        ),
      ]),
    ],
  };
}

const titlesOf = (officer: Recap['officers']['head'], otherwise: string): readonly string[] =>
  officer && officer.titles.length > 0 ? officer.titles : [otherwise];

const cellsOf = (line: RecapLine): string[] => [
  number(line.number),
  [line.name, numberLine(line)].filter(part => part !== '').join('\n'),
  line.title,
  number(line.workdays),
  number(line.filledDays),
  number(line.sent),
  number(line.verified),
  number(line.validated),
  line.average === null ? '\u2013' : number(line.average),
  line.attained === null ? '\u2013' : percent(line.attained),
  line.remark,
];
