import { stringify } from 'csv-stringify/sync';
import { monthInWords, type Month } from '../../domain/month.ts';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { EXAMPLE_MARK } from '../imports/template.ts';
import { REASON_COLUMN } from './import-table.ts';
import type { FactKind } from './kinds.ts';
import { writtenHow } from './written-how.ts';
import type { ReadCell, ReadSheet } from '../../platform/spreadsheet/cell.ts';
import type { RejectedFact } from './import-check.ts';

/** Somebody whose row stands in the template already. */
export interface TemplatePerson {
  readonly nip: string;
  readonly name: string;
}

const headers = (kinds: readonly FactKind[]): string[] => [
  'NIP',
  'Nama',
  'Bulan',
  'Sampai bulan',
  ...kinds.map(({ label }) => label),
  'Sumber',
];

const EXAMPLES: Readonly<Record<string, string>> = {
  rupiah: '3500000',
  persen: '12,5',
  ya_tidak: 'tidak',
  tanggal: '01/03/2026',
};

const exampleOf = (kind: FactKind): string => {
  const options = kind.rule.type.kind === 'text' ? kind.rule.type.options : null;
  return options?.find(option => option !== '') ?? EXAMPLES[kind.unit] ?? '';
};

const example = (kinds: readonly FactKind[], month: Month): string[] => [
  `${EXAMPLE_MARK} 198001012005011001`,
  'Nama Pegawai',
  monthInWords(month),
  '',
  ...kinds.map(exampleOf),
  'Daftar gaji nomor dan tanggal',
];

const rowOf = (person: TemplatePerson, kinds: readonly FactKind[], month: Month): string[] => [
  person.nip,
  person.name,
  monthInWords(month),
  '',
  ...kinds.map(() => ''),
  '',
];

/** The template of a month as a workbook: how each column is written, then the rows; every column is text. */
export function factWorkbook(
  kinds: readonly FactKind[],
  month: Month,
  people: readonly TemplatePerson[],
): Promise<Buffer> {
  const rows = [example(kinds, month), ...people.map(person => rowOf(person, kinds, month))];
  return writeWorkbook([
    {
      name: 'Data TPP',
      columns: headers(kinds).map(header => ({ header, width: header === 'Nama' ? 32 : 20, text: true })),
      // A cell without a text has no style of its own; a blank gives the column its text format.
      rows: rows.map(row => row.map(text => (text === '' ? ' ' : text))),
    },
    {
      name: 'Petunjuk',
      above: [
        ['Isi kolom yang Anda perlukan saja. Sel kosong tidak mengubah apa pun.'],
        ['Sampai bulan: untuk yang berlaku beberapa bulan. Kosong berarti bulan itu saja.'],
        ['Isi berkas menjadi usulan. Orang kedua menyetujuinya.'],
        [null],
      ],
      columns: [
        { header: 'Kolom', width: 40 },
        { header: 'Wajib ada', width: 12 },
        { header: 'Cara menulis', width: 70 },
      ],
      rows: kinds.map(kind => [kind.label, kind.required ? 'ya' : '', writtenHow(kind)]),
    },
  ]);
}

/** The template as CSV: header and example, UTF-8 with a mark, semicolons. */
export const factCsv = (kinds: readonly FactKind[], month: Month): string =>
  stringify([headers(kinds), example(kinds, month)], { bom: true, delimiter: ';', escape_formulas: true });

const asTyped = (cell: ReadCell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if ('number' in cell) return cell.number;
  return 'date' in cell ? cell.date : '';
};

/** The refused rows as they were sent, each with what is wrong: to be corrected in place and sent again. All text. */
export function rejectedFacts(sheets: readonly ReadSheet[], rejected: readonly RejectedFact[]): Promise<Buffer> {
  const sheet = sheets.find(({ rows }) => rejected.every(({ row }) => (rows[row - 1]?.length ?? 0) > 0));
  const rows = sheet?.rows ?? [];
  const header = rows.find(cells => cells.some(cell => asTyped(cell).trim().toLowerCase().startsWith('nip'))) ?? [];
  const columns = header.flatMap((cell, column) => {
    const text = asTyped(cell);
    return text === '' || text === REASON_COLUMN ? [] : [{ column, text }];
  });
  return writeWorkbook([
    {
      name: 'Data TPP',
      columns: [
        ...columns.map(({ text }) => ({ header: text, width: 20, text: true })),
        { header: REASON_COLUMN, width: 60 },
      ],
      rows: rejected.map(({ row, reason }) => [
        ...columns.map(({ column }) => asTyped(rows[row - 1]?.[column])),
        `Baris ${String(row)}: ${reason}`,
      ]),
    },
  ]);
}
