import type { Content } from 'pdfmake/interfaces.js';
import { points, printedWidth } from '../../platform/documents/paper.ts';
import { tableBlock, type PrintColumn, type PrintRow } from '../../platform/documents/pdf-blocks.ts';
import { number, percent } from '../../platform/render/format.ts';
import { numberLine } from '../reports/signatory.ts';
import type { PaperLine } from './paper-lines.ts';
import type { RuleColumn, RuleColumns } from './regulation-columns.ts';

/** A column of amounts: what stands in it, and above it the base it started from. */
interface MoneyColumn {
  readonly label: string;
  readonly amount: (line: PaperLine) => bigint;
  readonly base?: ((line: PaperLine) => bigint) | undefined;
}

/** Letters small enough for some columns of amounts, in points. */
const SIZES: readonly (readonly [most: number, size: number])[] = [
  [8, 7],
  [11, 6],
];
const SMALLEST = 5.5;
const BEFORE_MONEY = 4;
const USUAL_WIDTH = printedWidth('f4', 'landscape');

const partOf = (line: PaperLine, code: string): bigint => line.parts.find(part => part.code === code)?.amount ?? 0n;
const outputOf = (line: PaperLine, code: string): bigint =>
  /^-?\d+$/.test(line.outputs[code] ?? '') ? BigInt(line.outputs[code] ?? '0') : 0n;

/** The amounts of a line from left to right; a base of one component stands in that component's column. */
function moneyColumns({ bases, income, deductions, remarks, adjusted }: RuleColumns): MoneyColumn[] {
  const ofPart = ({ code, label }: RuleColumn): MoneyColumn => {
    const own = bases.find(base => base.code.endsWith(`.${code}`));
    const amount = (line: PaperLine): bigint => partOf(line, code);
    return own
      ? { label: `${label}\ndasar / realisasi`, amount, base: line => outputOf(line, own.code) }
      : { label, amount };
  };
  const shared = bases.filter(base => !base.code.includes('.'));
  return [
    ...shared.map(({ code, label }) => ({ label, amount: (line: PaperLine) => outputOf(line, code) })),
    ...income.map(ofPart),
    ...(adjusted ? [{ label: 'Penyesuaian\nbruto', amount: (line: PaperLine) => line.adjustedGross }] : []),
    { label: 'Bruto', amount: line => line.gross },
    ...deductions.map(ofPart),
    ...(adjusted ? [{ label: 'Penyesuaian\npotongan', amount: (line: PaperLine) => line.adjustedDeductions }] : []),
    ...(deductions.length === 1 && !adjusted
      ? []
      : [{ label: 'Jumlah potongan', amount: (line: PaperLine) => line.deductions }]),
    { label: 'Jumlah bersih', amount: line => line.net },
    ...remarks.map(ofPart),
  ];
}

/**
 * The rows of the list of receipts (ux.md 6), in the columns of the regulation in force, with their sums.
 * @param width of the printed area in points: on A4 everything is narrower
 */
export function receiptsTable(lines: readonly PaperLine[], columns: RuleColumns, width: number): Content {
  const money = moneyColumns(columns);
  const scale = width / USUAL_WIDTH;
  const fixed = (mm: number): number => points(mm) * scale;
  const printed: PrintColumn[] = [
    { label: 'No', width: fixed(6), numeric: true },
    { label: 'Nama / NIP / Gol', width: fixed(40) },
    { label: 'Jabatan / Unit / Kelas', width: fixed(36) },
    { label: 'Penilaian', width: fixed(25) },
    ...money.map(({ label }): PrintColumn => ({ label, width: '*', numeric: true })),
    { label: 'Tanda tangan', width: fixed(20) },
  ];
  const total: PrintRow = {
    summary: true,
    cells: [
      { text: `JUMLAH (${number(lines.length)} pegawai)`, span: BEFORE_MONEY },
      ...money.map(({ amount }) => number(lines.reduce((sum, line) => sum + amount(line), 0n))),
      '',
    ],
  };
  const size = (SIZES.find(([most]) => money.length <= most)?.[1] ?? SMALLEST) * scale;
  return tableBlock(printed, [...lines.map((line, index) => rowOf(line, index, money, columns)), total], size);
}

function rowOf(line: PaperLine, index: number, money: readonly MoneyColumn[], columns: RuleColumns): PrintRow {
  const place = number(index + 1);
  return {
    cells: [
      place,
      identityOf(line),
      [line.position, line.unitName, `Kelas ${number(line.jobClass)}`].join('\n'),
      columns.percents.flatMap(column => percentLine(line, column)).join('\n'),
      ...money.map(({ amount, base }) => [...(base ? [number(base(line))] : []), number(amount(line))].join('\n')),
      // Signatures alternate between the upper and the lower half of their cells, so that each has room.
      index % 2 === 0 ? `${place}.` : `\n\n${place}.`,
    ],
  };
}

function identityOf(line: PaperLine): string {
  const facts = [line.grade, line.personStatus, line.ptkp, line.hasTaxNumber ? 'NPWP ada' : ''];
  return [
    line.name,
    numberLine({ name: line.name, nip: line.nip, status: line.personStatus, grade: line.grade }),
    facts.filter(fact => fact !== '').join(' \u00b7 '),
    ...(line.status === 'DIBAYAR' ? [] : [`Keadaan: ${line.status.toLowerCase().replaceAll('_', ' ')}`]),
  ].join('\n');
}

function percentLine(line: PaperLine, { code, label }: RuleColumn): string[] {
  const value = line.outputs[code];
  return value === undefined ? [] : [`${label} ${percent(twoPlaces(value))}`];
}

/** Percentages are printed with two places, cut and not rounded: paper must not show 100 % for 99.996 %. */
function twoPlaces(value: string): string {
  const [whole = '0', fraction = ''] = value.split('.');
  const kept = fraction.slice(0, 2).replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}
