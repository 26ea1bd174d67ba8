import type { Content } from 'pdfmake/interfaces.js';
import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { ComputedComponent } from '../../domain/tpp/computation.ts';
import { points, printedWidth } from '../../platform/documents/paper.ts';
import {
  identityBlock,
  letterheadBlock,
  noteBlock,
  tableBlock,
  titleBlock,
  type PrintColumn,
  type PrintRow,
} from '../../platform/documents/pdf-blocks.ts';
import type { PdfDocument } from '../../platform/documents/pdf.ts';
import type { ExplanationNode } from '../../platform/render/components.ts';
import { date, dateShort, nip, number } from '../../platform/render/format.ts';
import { statusWord } from '../../platform/render/status.ts';
import type { Carried } from '../adjustments/carried.ts';
import { decreeWords, inSentence, monthLine, paidName, type Paid } from '../payroll-export/paid-words.ts';
import { explanationOf } from './explanation.ts';
import type { ReplacedFacts } from './replaced-facts.ts';
import { becameText } from './became-text.ts';
import type { OwnLine, WaitingEntry } from './queries.ts';
import type { Printing } from './sheet-pdf.ts';
import { adjustmentSentence } from './slip-adjustments.ts';
import { compareMonths } from './slip-comparison.ts';
import { trialParagraph } from './trial-beside.ts';
import { withheld } from './withheld.ts';

/** One month of one person, as their page tells it. */
export interface Slip {
  readonly month: Month;
  readonly line: OwnLine;
  readonly waiting: readonly WaitingEntry[];
  /** What the month carries of older ones. */
  readonly older: readonly Carried[];
  /** What would be paid if no gate had applied, whole rupiah; null where none did. */
  readonly ungated: string | null;
  /** Of a special payment; `month` is then its base month. */
  readonly special?: SpecialSlip | undefined;
}

/** What a special payment is, and what it takes otherwise than its base month had it. */
export interface SpecialSlip {
  readonly paid: Paid;
  readonly replaced: readonly ReplacedFacts[];
}

const STEPS: readonly PrintColumn[] = [
  { label: 'Bagian', width: points(38) },
  { label: 'Cara menghitung', width: '*' },
  { label: 'Dasar', width: points(34) },
  { label: 'Jumlah (Rp)', width: points(26), numeric: true },
];
const compared = (then: string, now: string): PrintColumn[] => [
  { label: 'Bagian', width: '*' },
  ...[then, now, 'Selisih'].map(label => ({ label: `${label} (Rp)`, width: points(34), numeric: true })),
];
const WAITING: readonly PrintColumn[] = [
  { label: 'Tanggal', width: points(26) },
  { label: 'Kegiatan', width: '*' },
  { label: 'Poin', width: points(16), numeric: true },
  { label: 'Keadaan', width: points(26) },
  { label: 'Sesudah dihitung', width: points(40) },
];

/** The slip as it is printed: the amount first, then each part with its sentence and article, what waits, what changed. */
export function slipDocument(slip: Slip, { paper, head, footer, now }: Printing): PdfDocument {
  const { month, line, waiting, special } = slip;
  const words = monthInWords(month);
  const name = special ? inSentence(paidName(special.paid)) : 'TPP';
  const final = line.state !== 'DIHITUNG';
  const content: Content[] = [
    letterheadBlock(head.head, printedWidth(paper, 'portrait')),
    titleBlock(`Slip ${name}`.toUpperCase(), special ? monthLine(special.paid) : `Bulan ${words}`),
    ...(final ? [] : [noteBlock('Pratinjau: sudah dihitung, belum disetujui. Jumlah ini belum dibayarkan.')]),
    identityBlock([
      ['Nama', line.name],
      ['NIP', nip(line.nip)],
      ['Jabatan', `${line.position} (kelas ${number(line.jobClass)})`],
      ['Unit kerja', line.unitName],
      ['Keadaan', stateWords(line)],
    ]),
    { text: 'Jumlah bersih diterima', margin: [0, 4, 0, 0] },
    { text: formatRupiah(line.net), bold: true, fontSize: 18, margin: [0, 0, 0, 8] },
    ...withheldBlocks(slip),
    ...(special?.replaced ?? []).map(({ cite, facts }) => noteBlock(`Menurut ${cite}: ${facts.join('; ')}.`)),
    tableBlock(STEPS, stepRows(slip)),
    heading(`Dihitung menurut ${line.regulationName}${special ? ` dan ${decreeWords(special.paid)}` : ''}.`),
    ...(line.trial ? [heading(trialParagraph(line.trial))] : []),
    ...comparison(slip),
    ...(waiting.length === 0
      ? []
      : [
          heading('Kegiatan yang tidak ikut dihitung bulan ini'),
          tableBlock(
            WAITING,
            waiting.map(({ workDate, name, points: sum, status, then }) => ({
              cells: [
                dateShort(workDate),
                name,
                number(sum),
                statusWord(then ?? status).label,
                becameText(then ?? status, status),
              ],
            })),
          ),
        ]),
  ];
  return {
    title: special ? `Slip ${name}` : `Slip TPP ${words}`,
    paper,
    orientation: 'portrait',
    content,
    footer,
    ...(final ? {} : { watermark: 'PRATINJAU' }),
    madeAt: now,
  };
}

const heading = (text: string): Content => ({ text, margin: [0, 10, 0, 4] });

function stateWords({ state, paymentDate, paymentNumber }: OwnLine): string {
  if (state === 'DIBAYAR')
    return `Dibayar ${paymentDate ? date(paymentDate) : ''}, nomor ${paymentNumber ?? ''}`.trim();
  return state === 'DISETUJUI' ? 'Disetujui, menunggu pembayaran' : 'Dihitung, belum disetujui';
}

function stepRows({ line, month, older }: Slip): PrintRow[] {
  const { components } = line.stored;
  const told = new Set<string>();
  const of = (kind: ComputedComponent['kind'], sign: string): PrintRow[] =>
    components.filter(component => component.kind === kind).map(component => stepRow(component, month, sign, told));
  const sum = (label: string, amount: bigint): PrintRow => ({
    summary: true,
    cells: [{ text: label, span: STEPS.length - 1 }, number(amount)],
  });
  return [
    ...of('pendapatan', ''),
    ...older.flatMap(each => olderRow(each, each.taken.gross, '')),
    sum('Bruto', line.gross),
    ...of('potongan', '−'),
    ...older.flatMap(each => olderRow(each, -each.taken.deductions, 'Potongan ')),
    sum('Jumlah potongan', line.deductions),
    sum('Jumlah bersih diterima', line.net),
    ...of('informasi', ''),
  ];
}

/** What is adjusted, told once: beside the gross, or beside the deductions where that is all there is. */
function olderRow(carried: Carried, amount: bigint, prefix: string): PrintRow[] {
  if (amount === 0n) return [];
  const told = prefix === '' || carried.taken.gross === 0n ? adjustmentSentence(carried) : '';
  const label = `${prefix === '' ? 'Penyesuaian' : 'Potongan penyesuaian'} ${monthInWords(carried.ofMonth)}`;
  return [{ cells: [label, told, '', number(amount)] }];
}

/** @param told the steps that rows above this one have printed */
function stepRow({ label, amount, why }: ComputedComponent, month: Month, sign: string, told: Set<string>): PrintRow {
  const node = why && explanationOf(why, month, () => []);
  const cut = sign !== '' && amount !== '0' ? sign : '';
  return {
    cells: [label, node ? sentences(node, told).join('\n') : '', node?.cite ?? '', `${cut}${number(BigInt(amount))}`],
  };
}

/**
 * A step, and below it those it rests on, in the order of the page: each with its sentence and what that does not name of
 * what it used. What those rest on in turn is printed where it is met first; what changed nothing is named with its result.
 */
function sentences(node: ExplanationNode, told: Set<string>): string[] {
  told.add(keyOf(node));
  return [
    `${node.sentence}${unnamed(node)}`,
    ...node.children.flatMap(child => below(child, told, true)),
    ...(node.apart ?? []).flatMap(part =>
      part.children.length === 0 ? [] : [`${part.heading}: ${part.children.map(briefly).join('; ')}.`],
    ),
  ];
}

function below(node: ExplanationNode, told: Set<string>, direct: boolean): string[] {
  const said = node.sentence === '' ? [] : [`${node.label}: ${node.sentence}`];
  if (told.has(keyOf(node))) return direct ? said : [];
  told.add(keyOf(node));
  return [...said.map(text => `${text}${unnamed(node)}`), ...node.children.flatMap(child => below(child, told, false))];
}

/** A step is the same one where its name and its result are. */
const keyOf = ({ label, amount, value }: ExplanationNode): string => `${label}|${String(amount ?? value ?? '')}`;

/** Conditions and keys of tables are no part of the reckoning that a sentence spells out. */
function unnamed({ sentence, inputs }: ExplanationNode): string {
  const others = inputs.filter(({ label }) => !sentence.toLowerCase().includes(label.toLowerCase()));
  return others.length === 0 ? '' : ` (${others.map(({ label, value }) => `${label} ${value}`).join('; ')})`;
}

const briefly = ({ label, amount, value }: ExplanationNode): string =>
  `${label} ${amount === undefined ? (value ?? '') : formatRupiah(BigInt(amount))}`.trim();

/** Why the rules stop or postpone the pay, with what it would have been. */
function withheldBlocks({ line, month, ungated }: Slip): Content[] {
  const { status, stored } = line;
  const told = withheld({ status, reasons: stored.reasons, ungated, month, running: false }, why =>
    explanationOf(why, month, () => []),
  );
  if (!told) return [];
  const otherwise =
    told.otherwise === null ? '' : ` Tanpa alasan ini jumlahnya ${formatRupiah(BigInt(told.otherwise))}.`;
  return [noteBlock(`${told.status}: ${told.reasons.join('; ')}.${otherwise}`)];
}

function comparison({ line, month, special }: Slip): Content[] {
  if (!line.before) return [];
  const rows = compareMonths(line, line.before).map(({ label, before, now, difference }) => ({
    cells: [label, number(before), number(now), number(difference)],
  }));
  const title = heading(`Dibanding ${special ? `TPP ${monthInWords(month)}` : monthInWords(addMonths(month, -1))}`);
  const columns = special ? compared(monthInWords(month), 'Pembayaran ini') : compared('Bulan lalu', 'Bulan ini');
  return [{ unbreakable: true, stack: [title, tableBlock(columns, rows)] }];
}
