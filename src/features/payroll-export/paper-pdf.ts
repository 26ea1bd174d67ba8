import type { Content } from 'pdfmake/interfaces.js';
import { monthInWords } from '../../domain/month.ts';
import { add, divide, parseRatio, ratio, toDecimalText, ZERO } from '../../domain/ratio.ts';
import { rupiahInWords } from '../../domain/rupiah-words.ts';
import { points, printedWidth, type Orientation, type Paper } from '../../platform/documents/paper.ts';
import {
  checkBlock,
  identityBlock,
  initialsBlock,
  letterheadBlock,
  noteBlock,
  signatureBlock,
  tableBlock,
  titleBlock,
  type PrintColumn,
  type Signature,
} from '../../platform/documents/pdf-blocks.ts';
import type { PdfDocument } from '../../platform/documents/pdf.ts';
import { instant, nip, number, percent, rupiah } from '../../platform/render/format.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { placeAndDate, signatureOf, type Signatory } from '../reports/signatory.ts';
import type { Carried } from '../adjustments/carried.ts';
import { ADJUSTMENTS_TITLE, adjustmentTable } from './adjustment-table.ts';
import type { Material } from './build.ts';
import { layoutWords, type Layout } from './layout.ts';
import { layoutTable } from './layout-columns.ts';
import { letterBlocks } from './letters-pdf.ts';
import { basisWords, capital, decreeWords, monthLine } from './paid-words.ts';
import { momentOf, sectionOf, type PaperSection, type Printing } from './paper-section.ts';
import { recapTables, type RecapTable } from './recap-tables.ts';
import { receiptsTable } from './receipts-table.ts';
import { columnSum, isSummed, type PayrollTable, type TableCell } from './table.ts';
import { DRAFT_MARK } from './table-csv.ts';
import { ADJUSTMENT_SHEET, digestSentence, trialWords } from './table-workbook.ts';

const ORIENTATION: Readonly<Record<Layout, Orientation>> = {
  ringkas: 'portrait',
  daftar: 'landscape',
  bank: 'portrait',
  rekap: 'portrait',
  surat: 'portrait',
};

/** What a paper is called in the program that shows it. */
export function paperTitle(runs: readonly Run[], layout: Layout): string {
  const [first, ...more] = runs;
  if (!first) throw new Error('a paper is of some run');
  const about = more.length === 0 ? first.unit.name : `${number(runs.length)} unit`;
  const when = first.special === null ? ` ${monthInWords(first.month)}` : `, ${basisWords(first)}`;
  return `${layoutWords(layout, first)}${when}, ${about}`;
}

/** The paper of a layout for one run (ux.md 6). */
export async function paperDocument(
  deps: Printing,
  material: Material,
  layout: Layout,
  paper: Paper,
): Promise<PdfDocument> {
  const [run, ...more] = material.runs;
  if (!run || more.length > 0) throw new Error('a paper is of one run');
  const { draft } = material;
  const section = await sectionOf(deps, material, layout, run);
  const title = paperTitle([run], layout);
  return {
    title,
    paper,
    orientation: ORIENTATION[layout],
    // A loose sheet says what it belongs to.
    footer: `${title}\n${approval(deps, material, run)}`,
    madeAt: momentOf(run, draft),
    ...(draft ? { watermark: 'DRAF' } : {}),
    content: sectionBlocks(deps, material, layout, section, paper),
  };
}

/** Who approved and when; of a draft that nobody has. */
function approval({ regency }: Printing, { draft }: Material, run: Run): string {
  if (draft || !run.approvedAt) return DRAFT_MARK;
  return `Disetujui oleh ${run.approvedByName ?? ''} pada ${instant(run.approvedAt, regency.zone)}`;
}

function sectionBlocks(
  deps: Printing,
  material: Material,
  layout: Layout,
  section: PaperSection,
  paper: Paper,
): Content[] {
  const { run, lines, head } = section;
  const state = material.draft ? 'DRAF' : `final v${number(run.revision)}`;
  if (layout === 'surat') return letterBlocks(section, paper, () => check(deps, material, section, layout));
  const closing = [
    totals(material, layout, section),
    signatureBlock(signatures(layout, section)),
    ...check(deps, material, section, layout),
  ];
  return [
    letterheadBlock(head.head, printedWidth(paper, ORIENTATION[layout])),
    titleBlock(
      layoutWords(layout, run).toUpperCase(),
      `${monthLine(run)} \u00b7 ${number(peopleOf(layout, lines).length)} pegawai \u00b7 ${state}`,
    ),
    ...trialNote(material.trials.get(run.id)),
    ...(run.special === null ? [] : [noteBlock(`Dibayar menurut ${decreeWords(run)}.`)]),
    ...(material.draft ? [noteBlock(DRAFT_MARK)] : []),
    ...rowsOf(material, layout, section, printedWidth(paper, ORIENTATION[layout])),
    // Nobody signs a sheet without the sum, so the end of a page does not part them.
    { unbreakable: true, stack: closing },
  ];
}

/** Whom a paper is about: the bank is told nothing of people who receive nothing. */
const peopleOf = (layout: Layout, lines: PaperSection['lines']): PaperSection['lines'] =>
  layout === 'bank' ? lines.filter(line => line.net > 0n) : lines;

/** Amounts of a trial month are not what the rules come to: the list says by which decree. */
const trialNote = (decree: string | undefined): Content[] =>
  decree === undefined ? [] : [noteBlock(trialWords(decree))];

function rowsOf(
  { paid, columns, carried }: Material,
  layout: Exclude<Layout, 'surat'>,
  { lines }: PaperSection,
  width: number,
): Content[] {
  if (layout === 'daftar') return [receiptsTable(lines, columns, width), ...adjustmentBlock(carried)];
  if (layout === 'rekap') return recapTables(lines, columns, carried).map(recapBlock);
  const table = layoutTable(layout, paid, lines, columns);
  return [plainTable(layout === 'bank' ? numbered(table) : table)];
}

/** With a number before each row; the bank's file has none, and on paper it is what people count by. */
const numbered = ({ columns, rows }: PayrollTable): PayrollTable => ({
  columns: [{ key: 'no', label: 'No', kind: 'angka', width: 6 }, ...columns],
  rows: rows.map((row, index) => [String(index + 1), ...row]),
});

/** What of older months is in the amounts above, line by line. */
const adjustmentBlock = (carried: readonly Carried[]): Content[] =>
  carried.length === 0
    ? []
    : [recapBlock({ title: ADJUSTMENTS_TITLE, sheet: ADJUSTMENT_SHEET, table: adjustmentTable(carried) })];

/** Components are of several kinds, so their sum says nothing: the other tables carry one. */
const recapBlock = ({ title, mixed, table }: RecapTable): Content => ({
  margin: [0, 6, 0, 0],
  stack: [{ text: title, bold: true, margin: [0, 0, 0, 3] }, plainTable(table, mixed !== true)],
});

const MM_PER_CHARACTER = 1.5;
const LONGEST = 34;

/** A table as it is, with its sums; the longest texts share what is left of the page. */
function plainTable(table: PayrollTable, summed = true): Content {
  const columns: PrintColumn[] = table.columns.map(({ label, width, kind }) => ({
    label,
    width: width >= LONGEST ? '*' : points(width * MM_PER_CHARACTER),
    numeric: kind === 'rupiah' || kind === 'angka',
  }));
  const labelled = table.columns.findIndex(({ kind }) => kind === 'teks');
  const sums = table.columns.map((column, index) => {
    if (isSummed(column)) return number(columnSum(table, index));
    return index === labelled ? 'JUMLAH' : '';
  });
  const rows = table.rows.map(row => ({
    cells: row.map((cell, index) => words(cell, table.columns[index]?.key ?? '')),
  }));
  return tableBlock(columns, summed ? [...rows, { cells: sums, summary: true }] : rows);
}

function words(cell: TableCell, key: string): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return number(cell);
  return key === 'nip' ? nip(cell) : cell;
}

/** The average of every percentage over all people, exact and then with two places. */
function averages({ columns }: Material, lines: PaperSection['lines']): [string, string][] {
  return columns.percents.flatMap(({ code, label }): [string, string][] => {
    const values = lines.flatMap(line => parseRatio(line.outputs[code] ?? '') ?? []);
    if (values.length === 0) return [];
    const mean = divide(values.reduce(add, ZERO), ratio(BigInt(values.length)));
    return [[`Rata-rata ${label.toLowerCase()}`, percent(toDecimalText(mean, 2))]];
  });
}

function totals(material: Material, layout: Layout, { run, lines }: PaperSection): Content {
  const sum = (pick: (line: PaperSection['lines'][number]) => bigint): bigint =>
    lines.reduce((total, line) => total + pick(line), 0n);
  const net = sum(line => line.net);
  const spoken = rupiahInWords(net);
  const grounds: [string, string][] = [
    ['Bruto', rupiah(sum(line => line.gross))],
    ['Potongan', rupiah(sum(line => line.deductions))],
  ];
  return {
    margin: [0, 8, 0, 0],
    stack: [
      identityBlock([
        ['Unit', run.unit.name],
        ['Jumlah pegawai', number(peopleOf(layout, lines).length)],
        ...(layout === 'daftar' ? averages(material, lines) : []),
        ...(layout === 'bank' ? [] : grounds),
        ['Jumlah bersih', rupiah(net)],
        ['Terbilang', capital(spoken)],
      ]),
    ],
  };
}

/** The duty, and below it the chair where that says more. */
function asWhat(duty: string, officer: Signatory | undefined): string[] {
  const titles = (officer?.titles ?? []).filter(title => title !== duty);
  return titles.length === 0 ? [`${duty},`] : [`${duty},`, ...titles];
}

function signatures(layout: Layout, { officers, head, day }: PaperSection): Signature[] {
  const clerk = signatureOf(asWhat('Pengelola Kepegawaian', officers.clerk), officers.clerk);
  const treasurer = signatureOf(asWhat('Bendahara Pengeluaran', officers.treasurer), officers.treasurer);
  const chief = officers.head && officers.head.titles.length > 0 ? officers.head.titles : ['Kepala OPD'];
  const approving = signatureOf([placeAndDate(head.city, day), 'Mengetahui dan menyetujui,', ...chief], officers.head);
  return layout === 'daftar' ? [clerk, treasurer, approving] : [treasurer, approving];
}

function check(deps: Printing, material: Material, section: PaperSection, layout: Layout): Content[] {
  const { check: paper, digest, run, anchor } = section;
  if (!paper) return [];
  const verified = layout === 'daftar' ? initialsBlock('Diverifikasi oleh', ['Operator', 'Ka. SKPD']) : undefined;
  const lines = [
    `Kode dokumen ${paper.code}. Periksa di ${paper.address}`,
    `${approval(deps, material, run)}. Kode ini bukan tanda tangan elektronik.`,
    `Sidik isi (SHA-256): ${digest}`,
    digestSentence(run),
    ...(layout === 'daftar' && anchor
      ? [`Jangkar jejak audit ${run.unit.code} nomor ${number(anchor.seq)}: ${anchor.hash}`]
      : []),
  ];
  return [checkBlock(paper.address, lines, verified)];
}
