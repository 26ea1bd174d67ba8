import { monthInWords } from '../../domain/month.ts';
import type { SheetCell, SheetSpec } from '../../platform/spreadsheet/write.ts';
import type { PersonDifference } from './simulation-result.ts';
import type { StoredSimulation } from './stored-simulation.ts';

const money = (amount: string | null): SheetCell => (amount === null ? null : { integer: BigInt(amount) });

/** The change of net in whole rupiah as text; null where one of the regulations gives no amount. */
const changeOf = ({ inForce, candidate }: PersonDifference): string | null =>
  inForce === null || candidate === null ? null : String(BigInt(candidate) - BigInt(inForce));

/** Everybody's difference as a workbook, by unit and NIP. */
export const peopleWorkbook = (
  { month, result }: Pick<StoredSimulation, 'month' | 'result'>,
  people: readonly PersonDifference[],
): SheetSpec[] => [
  {
    name: 'Selisih',
    landscape: true,
    above: [
      [{ text: `Simulasi ${monthInWords(month)}`, bold: true }],
      [
        `${result.candidate.name} (${result.candidate.regulation}) dibanding ${result.inForce.name} (${result.inForce.regulation})`,
      ],
      ['Jumlah bersih dalam rupiah. Kosong: belum bisa dihitung, atau belum ada yang dibayar.'],
    ],
    columns: [
      { header: 'Unit', width: 16, text: true },
      { header: 'NIP/NI PPPK', width: 22, text: true },
      { header: 'Nama', width: 34 },
      { header: 'Jabatan', width: 36 },
      { header: 'Berlaku', width: 16 },
      { header: 'Draf', width: 16 },
      { header: 'Selisih', width: 16 },
      { header: 'Sungguh dibayar', width: 16 },
    ],
    rows: people.map(person => [
      person.unit,
      person.nip,
      person.name,
      person.position,
      money(person.inForce),
      money(person.candidate),
      money(changeOf(person)),
      money(person.paid),
    ]),
  },
];

const HEADER = 'unit;nip;nama;jabatan;berlaku;draf;selisih;dibayar';
/** What a spreadsheet would take for a formula is kept a text. */
const FORMULA = /^[=+\-@\t\r]/;

function csvText(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[;"\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The same as CSV: UTF-8 with BOM, `;`, amounts as bare integers. */
export function peopleCsv(people: readonly PersonDifference[]): Buffer {
  const lines = people.map(person =>
    [
      ...[person.unit, person.nip, person.name, person.position].map(csvText),
      person.inForce ?? '',
      person.candidate ?? '',
      changeOf(person) ?? '',
      person.paid ?? '',
    ].join(';'),
  );
  return Buffer.from(`\uFEFF${[HEADER, ...lines].join('\r\n')}\r\n`, 'utf8');
}
