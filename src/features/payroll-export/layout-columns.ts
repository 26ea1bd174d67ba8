import { MONTH_NAMES } from '../../domain/month.ts';
import { isSpecial, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { RowLayout } from './layout.ts';
import type { PaperLine } from './paper-lines.ts';
import type { RuleColumn, RuleColumns } from './regulation-columns.ts';
import { tableOf, type ColumnRule, type PayrollTable } from './table.ts';

type Rule = ColumnRule<PaperLine>;
/** What of a line the layout `ringkas` shows. */
export type SummaryLine = Pick<PaperLine, 'nip' | 'name' | 'unitCode' | 'gross' | 'deductions' | 'net'>;
/** What the bank is told of a line. */
export type TransferLine = Pick<PaperLine, 'net' | 'accountName' | 'bankName' | 'bankAccount'>;

const NUMBER: ColumnRule<unknown> = {
  key: 'no',
  label: 'No',
  kind: 'angka',
  width: 6,
  cell: (_, index) => String(index + 1),
};
const text = <Line = PaperLine>(
  key: string,
  label: string,
  width: number,
  pick: (line: Line) => string,
): ColumnRule<Line> => ({
  key,
  label,
  kind: 'teks',
  width,
  cell: pick,
});
const money = <Line = PaperLine>(key: string, label: string, pick: (line: Line) => bigint): ColumnRule<Line> => ({
  key,
  label,
  kind: 'rupiah',
  width: 16,
  cell: pick,
});

const NIP = text<SummaryLine>('nip', 'NIP/NI PPPK', 22, line => line.nip);
const NAME = text<SummaryLine>('nama', 'Nama', 34, line => line.name);
const UNIT = text<SummaryLine>('unit', 'Unit', 14, line => line.unitCode);
const GROSS = money<SummaryLine>('bruto', 'Bruto', line => line.gross);
const DEDUCTIONS = money<SummaryLine>('potongan', 'Potongan', line => line.deductions);
const NET = money<SummaryLine>('bersih', 'Jumlah bersih', line => line.net);

/** The layout `ringkas` (contract.md section 2). */
export const SUMMARY: readonly ColumnRule<SummaryLine>[] = [NUMBER, NIP, NAME, UNIT, GROSS, DEDUCTIONS, NET];

const partOf = (line: PaperLine, code: string): bigint => line.parts.find(part => part.code === code)?.amount ?? 0n;
const component = ({ code, label }: RuleColumn): Rule => money(code, label, line => partOf(line, code));
const percentage = ({ code, label }: RuleColumn): Rule => ({
  key: code,
  label: `${label} (%)`,
  kind: 'persen',
  width: 12,
  cell: line => line.outputs[code] ?? null,
});

const wholeRupiah = (value: string | undefined): bigint => (/^-?\d+$/.test(value ?? '') ? BigInt(value ?? '0') : 0n);
const basis = ({ code, label }: RuleColumn): Rule => money(code, label, line => wholeRupiah(line.outputs[code]));

const ADJUSTED_GROSS = money('penyesuaian_bruto', 'Penyesuaian bruto', line => line.adjustedGross);
const ADJUSTED_DEDUCTIONS = money('penyesuaian_potongan', 'Penyesuaian potongan', line => line.adjustedDeductions);

/** The list of receipts: who, as what, on what grounds, every component, what reaches the person. */
export const receipts = ({ percents, bases, income, deductions, remarks, adjusted }: RuleColumns): readonly Rule[] => [
  NUMBER,
  NIP,
  NAME,
  text('golongan', 'Golongan', 10, line => line.grade),
  text('status', 'Status', 10, line => line.personStatus),
  text('ptkp', 'PTKP', 8, line => line.ptkp),
  UNIT,
  text('jabatan', 'Jabatan', 40, line => line.position),
  { key: 'kelas', label: 'Kelas', kind: 'angka', width: 8, cell: line => String(line.jobClass) },
  text('keadaan', 'Keadaan', 14, line => line.status),
  ...percents.map(percentage),
  ...bases.map(basis),
  ...income.map(component),
  ...(adjusted ? [ADJUSTED_GROSS] : []),
  GROSS,
  ...deductions.map(component),
  ...(adjusted ? [ADJUSTED_DEDUCTIONS] : []),
  DEDUCTIONS,
  NET,
  ...remarks.map(component),
];

/** 'TPP OKT 2026', 'THR 2026': what the receiver reads on the account statement. */
export function transferRemark({ month, kind }: PayPeriod): string {
  if (isSpecial({ kind })) return `${kind.replaceAll('_', ' ')} ${month.slice(0, 4)}`;
  const name = MONTH_NAMES[Number(month.slice(5)) - 1] ?? '';
  return `TPP ${name.slice(0, 3).toUpperCase()} ${month.slice(0, 4)}`;
}

export function transfers(period: PayPeriod): readonly ColumnRule<TransferLine>[] {
  const remark = transferRemark(period);
  return [
    text<TransferLine>('no_rekening', 'Nomor rekening', 22, line => line.bankAccount),
    text<TransferLine>('nama_rekening', 'Nama rekening', 34, line => line.accountName),
    text<TransferLine>('bank', 'Bank', 20, line => line.bankName),
    money<TransferLine>('jumlah', 'Jumlah', line => line.net),
    text<TransferLine>('berita', 'Berita', 16, () => remark),
  ];
}

/** The bank is told nothing of people who receive nothing. */
export const isTransferred = ({ net }: TransferLine): boolean => net > 0n;

/** The table of a layout. */
export function layoutTable(
  layout: RowLayout,
  period: PayPeriod,
  lines: readonly PaperLine[],
  columns: RuleColumns,
): PayrollTable {
  if (layout === 'ringkas') return tableOf(SUMMARY, lines);
  if (layout === 'daftar') return tableOf(receipts(columns), lines);
  return tableOf(transfers(period), lines.filter(isTransferred));
}
