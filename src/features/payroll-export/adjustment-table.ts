import { monthInWords } from '../../domain/month.ts';
import type { Carried } from '../adjustments/carried.ts';
import { tableOf, type ColumnRule, type PayrollTable } from './table.ts';

export const ADJUSTMENTS_TITLE = 'Daftar penyesuaian';

const text = (key: string, label: string, width: number, cell: (row: Carried) => string): ColumnRule<Carried> => ({
  key,
  label,
  kind: 'teks',
  width,
  cell,
});
const money = (key: string, label: string, cell: (row: Carried) => bigint): ColumnRule<Carried> => ({
  key,
  label,
  kind: 'rupiah',
  width: 13,
  cell,
});

/** Which old month, what it came to and why: what is due less what was paid, and what this run takes of it. */
const RULES: readonly ColumnRule<Carried>[] = [
  { key: 'no', label: 'No', kind: 'angka', width: 6, cell: (_, index) => String(index + 1) },
  text('nip', 'NIP/NI PPPK', 22, row => row.nip),
  text('nama', 'Nama', 24, row => row.name),
  text('bulan', 'Untuk bulan', 14, row => monthInWords(row.ofMonth)),
  money('seharusnya', 'Seharusnya', row => row.due),
  money('dibayar', 'Sudah dibayar', row => row.paid),
  money('selisih', 'Selisih', row => row.difference),
  money('bruto', 'Bruto bulan ini', row => row.taken.gross),
  money('potongan', 'Potongan bulan ini', row => row.taken.deductions),
  money('sisa', 'Sisa dipotong nanti', row => row.rest),
  text('sebab', 'Sebab', 46, row => row.causes.join('; ')),
];

export const adjustmentTable = (carried: readonly Carried[]): PayrollTable => tableOf(RULES, carried);
