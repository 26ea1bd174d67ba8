import { stringify } from 'csv-stringify/sync';
import { type SheetSpec, writeWorkbook } from '../../platform/spreadsheet/write.ts';
import {
  type ImportKind,
  type SheetColumn,
  type SheetDefinition,
  type SheetKey,
  sheetOf,
  SHEETS_OF,
} from './sheets.ts';

/** Begins the first cell of a row that shows how it is meant; such rows are not read. */
export const EXAMPLE_MARK = 'Contoh:';

/** What a template can be asked for: a whole import, or one of its sheets. */
export const TEMPLATES = {
  employees: { kind: 'pegawai' },
  units: { sheet: 'unit' },
  positions: { sheet: 'jabatan' },
  people: { sheet: 'pegawai' },
  assignments: { sheet: 'penempatan' },
  balances: { sheet: 'saldo' },
  catalogue: { kind: 'katalog' },
} as const satisfies Record<string, { readonly kind: ImportKind } | { readonly sheet: SheetKey }>;

export type TemplateName = keyof typeof TEMPLATES;
export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(TEMPLATES, text);

/** Sheets in the order in which they are filled in. */
function definitionsOf(name: TemplateName): readonly SheetDefinition[] {
  const wanted = TEMPLATES[name];
  if ('sheet' in wanted) return [sheetOf(wanted.sheet)];
  const keys = SHEETS_OF[wanted.kind];
  return ['unit', 'jabatan', 'pegawai', 'penempatan', 'saldo', 'katalog']
    .filter(key => keys.includes(key as SheetKey))
    .map(key => sheetOf(key as SheetKey));
}

const listed = (sheet: SheetDefinition): readonly SheetColumn[] => sheet.columns.filter(each => !each.unlisted);

const exampleRow = (sheet: SheetDefinition): string[] =>
  listed(sheet).map((each, index) => (index === 0 ? `${EXAMPLE_MARK} ${each.example}` : each.example));

/** The template as a workbook: what to do, then the sheets with one example row each; every column is text. */
export async function templateWorkbook(name: TemplateName): Promise<Buffer> {
  const sheets = definitionsOf(name);
  return writeWorkbook([guide(sheets), ...sheets.map(dataSheet)]);
}

/** The sheet of a template as CSV: header and example, UTF-8 with a mark, semicolons, as Excel opens it here. */
export function templateCsv(name: TemplateName): string {
  const wanted = TEMPLATES[name];
  const sheet = sheetOf('sheet' in wanted ? wanted.sheet : SHEETS_OF[wanted.kind][0]!);
  return stringify([listed(sheet).map(each => each.header), exampleRow(sheet)], {
    bom: true,
    delimiter: ';',
    escape_formulas: true,
  });
}

const dataSheet = (sheet: SheetDefinition): SheetSpec => ({
  name: sheet.name,
  columns: listed(sheet).map(({ header, width, choices }) => ({
    header,
    width,
    text: true,
    ...(choices ? { choices } : {}),
  })),
  // A cell without a text has no style of its own; a blank gives the column its text format.
  rows: [exampleRow(sheet).map(text => (text === '' ? ' ' : text))],
});

const GUIDE = [
  'Isi sheet yang Anda perlukan saja. Urutannya: Unit, Jabatan, Pegawai, Penempatan, Saldo awal.',
  `Baris yang diawali "${EXAMPLE_MARK}" adalah contoh dan tidak dibaca.`,
  'NIP dan rekening: format kolom Teks. Tempel dari tempat lain sebagai nilai (Paste Special, Values).',
  'Tanggal: 01/03/2026. Jangan memakai rumus. Jangan menulis kata sandi.',
  'Berkas yang sama boleh diunggah lagi: yang sudah ada tidak diulang.',
];

const guide = (sheets: readonly SheetDefinition[]): SheetSpec => ({
  name: 'Petunjuk',
  above: [...GUIDE.map(line => [line]), [null]],
  columns: [
    { header: 'Sheet', width: 16 },
    { header: 'Kolom', width: 24 },
    { header: 'Wajib', width: 8 },
    { header: 'Isinya', width: 80 },
  ],
  rows: sheets.flatMap(sheet =>
    listed(sheet).map(({ header, required, hint, choices }) => [
      sheet.name,
      header,
      required ? 'ya' : '',
      choices ? `${hint}. Pilihan: ${choices.join(', ')}` : hint,
    ]),
  ),
});
