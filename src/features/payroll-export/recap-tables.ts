import { gradeOrder } from '../../domain/rank.ts';
import type { Carried } from '../adjustments/carried.ts';
import type { PaperLine } from './paper-lines.ts';
import type { ComponentColumn, RuleColumn, RuleColumns } from './regulation-columns.ts';
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
  readonly account: string;
  readonly people: number;
  readonly amount: bigint;
}

/** What a criterion costs on an account, for people of one status. */
interface CriterionSum extends Omit<ComponentSum, 'label' | 'kind'> {
  readonly criterion: string;
  readonly status: string;
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

/** The account is the regulation's; where it names none, the column is for the hand. */
const COMPONENT_RULES: readonly ColumnRule<ComponentSum>[] = [
  text('komponen', 'Komponen', 40, row => row.label),
  text('jenis', 'Jenis', 14, row => row.kind),
  text('rekening', 'Kode rekening belanja', 22, row => row.account),
  count(row => row.people),
  money('jumlah', 'Jumlah', row => row.amount),
];

const CRITERION_RULES: readonly ColumnRule<CriterionSum>[] = [
  text('kriteria', 'Kriteria', 34, row => row.criterion),
  text('rekening', 'Kode rekening belanja', 22, row => row.account),
  text('status', 'Status', 12, row => row.status),
  // Whoever has several components is in several rows: the column has no sum.
  { key: 'orang', label: 'Pegawai', kind: 'angka', width: 10, cell: row => String(row.people) },
  money('jumlah', 'Bruto', row => row.amount),
];

const groupRules = (label: string): readonly ColumnRule<Group>[] => [
  text('kelompok', label, 40, row => row.label),
  count(row => row.lines.length),
  money('bruto', 'Bruto', row => sumOf(row.lines, line => line.gross)),
  money('potongan', 'Potongan', row => sumOf(row.lines, line => line.deductions)),
  money('bersih', 'Jumlah bersih', row => sumOf(row.lines, line => line.net)),
];

/** The tax of each person's older months, by the code of its component. */
type OlderTax = (line: PaperLine, code: string) => bigint;

/**
 * By component an adjustment is known where the run takes it whole. What comes back piece by piece is a deduction without
 * components, and its tax was told when it was determined.
 */
function olderTax(carried: readonly Carried[]): OlderTax {
  const sums = new Map<string, bigint>();
  for (const { runId, nip, taken, components } of carried) {
    const gross = components.reduce((sum, each) => (each.kind === 'pendapatan' ? sum + each.difference : sum), 0n);
    if (gross !== taken.gross) continue;
    for (const { code, difference } of components) {
      const key = `${runId}|${nip}|${code}`;
      sums.set(key, (sums.get(key) ?? 0n) + difference);
    }
  }
  return ({ runId, nip }, code) => sums.get(`${runId}|${nip}|${code}`) ?? 0n;
}

const taxRules = (taxes: readonly RuleColumn[], older: OlderTax, adjusted: boolean): readonly ColumnRule<Group>[] => [
  text('kelompok', 'Status dan NPWP', 40, row => row.label),
  count(row => row.lines.length),
  money('bruto', 'Bruto', row => sumOf(row.lines, line => line.gross)),
  ...taxes.flatMap(({ code, label }) => [
    money<Group>(code, label, row => sumOf(row.lines, line => partOf(line, code))),
    ...(adjusted
      ? [money<Group>(`${code}_lalu`, `${label}, bulan lalu`, row => sumOf(row.lines, line => older(line, code)))]
      : []),
  ]),
];

/** The sums that finance asks for beside the list: per component, per rank, PNS and PPPK apart, and the tax. */
export function recapTables(
  lines: readonly PaperLine[],
  columns: RuleColumns,
  carried: readonly Carried[],
): RecapTable[] {
  const taxes = [...columns.deductions, ...columns.remarks].filter(({ code }) => code.startsWith('pph'));
  const byTax = groups(lines, line => `${kindOf(line)}, ${line.hasTaxNumber ? 'dengan NPWP' : 'tanpa NPWP'}`);
  return [
    {
      title: 'Menurut komponen',
      sheet: 'Komponen',
      table: tableOf(COMPONENT_RULES, componentSums(lines, columns)),
      mixed: true,
    },
    ...(columns.income.some(({ account, criterion }) => account !== '' || criterion !== '')
      ? [
          {
            title: 'Menurut kriteria dan kode rekening',
            sheet: 'Kriteria',
            table: tableOf(CRITERION_RULES, criterionSums(lines, columns)),
          },
        ]
      : []),
    {
      title: 'Menurut golongan',
      sheet: 'Golongan',
      table: tableOf(
        groupRules('Golongan'),
        groups(lines, line => line.grade || 'Tanpa golongan', gradeOrder),
      ),
    },
    {
      title: 'Menurut status kepegawaian',
      sheet: 'Status',
      table: tableOf(groupRules('Status'), groups(lines, kindOf)),
    },
    ...(taxes.length === 0
      ? []
      : [
          {
            title: 'Pajak',
            sheet: 'Pajak',
            table: tableOf(taxRules(taxes, olderTax(carried), columns.adjusted), byTax),
          },
        ]),
  ];
}

/** Every rupiah of the gross once: by criterion and account, PNS and PPPK apart, older months at the end. */
function criterionSums(lines: readonly PaperLine[], { income }: RuleColumns): CriterionSum[] {
  const places = new Map(income.map(({ account, criterion }) => [`${criterion}|${account}`, { account, criterion }]));
  const statuses = groups(lines, kindOf);
  const sums = (
    place: Pick<CriterionSum, 'account' | 'criterion'>,
    pick: (line: PaperLine) => bigint,
  ): CriterionSum[] =>
    statuses.flatMap(({ label, lines: members }) => {
      const people = members.filter(line => pick(line) !== 0n).length;
      return people === 0 ? [] : [{ ...place, status: label, people, amount: sumOf(members, pick) }];
    });
  const byPlace = [...places.values()].flatMap(place => {
    const codes = income.filter(each => each.account === place.account && each.criterion === place.criterion);
    return sums(place, line => codes.reduce((sum, { code }) => sum + partOf(line, code), 0n));
  });
  return [...byPlace, ...sums({ criterion: 'Penyesuaian bulan lalu', account: '' }, line => line.adjustedGross)];
}

/** CPNS are paid with the PNS. */
const kindOf = ({ personStatus }: PaperLine): string => (personStatus === 'CPNS' ? 'PNS' : personStatus || 'Lainnya');

/** @param order where a label stands before the alphabet decides */
function groups(
  lines: readonly PaperLine[],
  by: (line: PaperLine) => string,
  order: (label: string) => number = () => 0,
): Group[] {
  const found = new Map<string, PaperLine[]>();
  for (const line of lines) {
    const label = by(line);
    const group = found.get(label);
    if (group) group.push(line);
    else found.set(label, [line]);
  }
  return [...found]
    .map(([label, members]) => ({ label, lines: members }))
    .sort((a, b) => order(a.label) - order(b.label) || (a.label < b.label ? -1 : 1));
}

function componentSums(lines: readonly PaperLine[], { income, deductions, remarks }: RuleColumns): ComponentSum[] {
  const sums = (kind: string, columns: readonly ComponentColumn[]): ComponentSum[] =>
    columns.map(({ code, label, account }) => ({
      label,
      kind,
      account,
      people: lines.filter(line => partOf(line, code) !== 0n).length,
      amount: sumOf(lines, line => partOf(line, code)),
    }));
  const older = (kind: string, pick: (line: PaperLine) => bigint): ComponentSum[] => {
    const people = lines.filter(line => pick(line) !== 0n).length;
    return people === 0
      ? []
      : [{ label: 'Penyesuaian bulan lalu', kind, account: '', people, amount: sumOf(lines, pick) }];
  };
  return [
    ...sums('Pendapatan', income),
    ...older('Pendapatan', line => line.adjustedGross),
    ...sums('Potongan', deductions),
    ...older('Potongan', line => line.adjustedDeductions),
    ...sums('Keterangan', remarks),
  ];
}
