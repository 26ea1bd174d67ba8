import { CATALOGUE, POSITION, UNIT } from './organisation-sheets.ts';
import { BALANCE, PEOPLE, PLACEMENT } from './people-sheets.ts';
import type { ImportKind, SheetDefinition, SheetKey } from './sheet-column.ts';

export type { ImportKind, SheetColumn, SheetDefinition, SheetKey } from './sheet-column.ts';

/** In the order in which they build upon each other. */
export const SHEETS: readonly SheetDefinition[] = [UNIT, POSITION, PEOPLE, PLACEMENT, BALANCE, CATALOGUE];

export const sheetOf = (key: SheetKey): SheetDefinition => SHEETS.find(sheet => sheet.key === key)!;

/** The sheets of an import, the one that a file without sheet names most likely is first. */
export const SHEETS_OF: Readonly<Record<ImportKind, readonly SheetKey[]>> = {
  pegawai: ['pegawai', 'unit', 'jabatan', 'penempatan', 'saldo'],
  organisasi: ['unit', 'jabatan'],
  katalog: ['katalog'],
};

export const KIND_WORDS: Readonly<Record<ImportKind, string>> = {
  pegawai: 'Pegawai',
  organisasi: 'Unit dan jabatan',
  katalog: 'Katalog aktivitas',
};

export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(SHEETS_OF, text);

/** How a column is called towards people. */
export const fieldLabel = (sheet: SheetKey, field: string): string =>
  sheetOf(sheet).columns.find(each => each.field === field)?.header ?? field;
