import type { PaperLine } from './paper-lines.ts';
import type { RuleColumn, RuleColumns } from './regulation-columns.ts';
import { tableOf, type ColumnRule, type PayrollTable } from './table.ts';

/** One of the sums of a run: its title on paper, the name of its sheet, its rows. */
export interface RecapTable {
  readonly title: string;
  readonly sheet: string;
  readonly table: PayrollTable;
  /** Amounts of several kinds, which no sum makes sense of. */
  readonly mixed?: boolean;
}

/** People who share something, with what they come to. */
interface Group {
  readonly label: string;
  readonly lines: readonly PaperLine[];
}

/** A component with everybody who has an amount in it. */
interface ComponentSum {
  readonly label: string;
  readonly kind: string;
  readonly people: number;
  readonly amount: bigint;
}

const text = <Row>(key: string, label: string, width: number, cell: (row: Row) => string): ColumnRule<Row> => ({
  key,
  label,
  kind: 'teks',
  width,
  cell,
});
const count = <Row>(cell: (row: Row) => number): ColumnRule<Row> => ({
  key: 'pegawai',
  label: 'Pegawai',
  kind: 'angka',
  width: 10,
  cell: row => String(cell(row)),
});
const money = <Row>(key: string, label: string, cell: (row: Row) => bigint): ColumnRule<Row> => ({
  key,
  label,
  kind: 'rupiah',
  width: 18,
  cell,
});

const sumOf = (lines: readonly PaperLine[], pick: (line: PaperLine) => bigint): bigint =>
  lines.reduce((sum, line) => sum + pick(line), 0n);
const partOf = (line: PaperLine, code: string): bigint => line.parts.find(part => part.code === code)?.amount ?? 0n;

/** The account is the budget's, not the product's: a column for the hand until the regency has told it. */
const COMPONENT_RULES: readonly ColumnRule<ComponentSum>[] = [
  text('komponen', 'Komponen', 40, row => row.label),
  text('jenis', 'Jenis', 14, row => row.kind),
  text('rekening', 'Kode rekening belanja', 22, () => ''),
  count(row => row.people),
  money('jumlah', 'Jumlah', row => row.amount),
];

const groupRules = (label: string): readonly ColumnRule<Group>[] => [
  text('kelompok', label, 40, row => row.label),
  count(row => row.lines.length),
  money('bruto', 'Bruto', row => sumOf(row.lines, line => line.gross)),
  money('potongan', 'Potongan', row => sumOf(row.lines, line => line.deductions)),
  money('bersih', 'Jumlah bersih', row => sumOf(row.lines, line => line.net)),
];

const taxRules = (taxes: readonly RuleColumn[]): readonly ColumnRule<Group>[] => [
  text('kelompok', 'Status dan NPWP', 40, row => row.label),
  count(row => row.lines.length),
  money('bruto', 'Bruto', row => sumOf(row.lines, line => line.gross)),
  ...taxes.map(({ code, label }) => money<Group>(code, label, row => sumOf(row.lines, line => partOf(line, code)))),
];

/** The sums that finance asks for beside the list: per component, per rank, PNS and PPPK apart, and the tax. */
export function recapTables(lines: readonly PaperLine[], columns: RuleColumns): RecapTable[] {
  const taxes = [...columns.deductions, ...columns.remarks].filter(({ code }) => code.startsWith('pph'));
  const byTax = groups(lines, line => `${kindOf(line)}, ${line.hasTaxNumber ? 'dengan NPWP' : 'tanpa NPWP'}`);
  return [
    {
      title: 'Menurut komponen',
      sheet: 'Komponen',
      table: tableOf(COMPONENT_RULES, componentSums(lines, columns)),
      mixed: true,
    },
    {
      title: 'Menurut golongan',
      sheet: 'Golongan',
      table: tableOf(
        groupRules('Golongan'),
        groups(lines, line => line.grade || 'Tanpa golongan'),
      ),
    },
    {
      title: 'Menurut status kepegawaian',
      sheet: 'Status',
      table: tableOf(groupRules('Status'), groups(lines, kindOf)),
    },
    ...(taxes.length === 0 ? [] : [{ title: 'Pajak', sheet: 'Pajak', table: tableOf(taxRules(taxes), byTax) }]),
  ];
}

/** CPNS are paid with the PNS. */
const kindOf = ({ personStatus }: PaperLine): string => (personStatus === 'CPNS' ? 'PNS' : personStatus || 'Lainnya');

function groups(lines: readonly PaperLine[], by: (line: PaperLine) => string): Group[] {
  const found = new Map<string, PaperLine[]>();
  for (const line of lines) {
    const label = by(line);
    const group = found.get(label);
    if (group) group.push(line);
    else found.set(label, [line]);
  }
  return [...found].map(([label, members]) => ({ label, lines: members })).sort((a, b) => (a.label < b.label ? -1 : 1));
}

function componentSums(lines: readonly PaperLine[], { income, deductions, remarks }: RuleColumns): ComponentSum[] {
  const sums = (kind: string, columns: readonly RuleColumn[]): ComponentSum[] =>
    columns.map(({ code, label }) => ({
      label,
      kind,
      people: lines.filter(line => partOf(line, code) !== 0n).length,
      amount: sumOf(lines, line => partOf(line, code)),
    }));
  const older = (kind: string, pick: (line: PaperLine) => bigint): ComponentSum[] => {
    const people = lines.filter(line => pick(line) !== 0n).length;
    return people === 0 ? [] : [{ label: 'Penyesuaian bulan lalu', kind, people, amount: sumOf(lines, pick) }];
  };
  return [
    ...sums('Pendapatan', income),
    ...older('Pendapatan', line => line.adjustedGross),
    ...sums('Potongan', deductions),
    ...older('Potongan', line => line.adjustedDeductions),
    ...sums('Keterangan', remarks),
  ];
}
