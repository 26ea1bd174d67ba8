/**
 * A cell as it was read. A text is what somebody typed. A number keeps the digits of the file (never a binary float); a
 * spreadsheet's numbers carry 15 digits, so a NIP among them is no longer one. A formula has no value for us: what it
 * shows depends on other cells and other files.
 */
export type ReadCell =
  | string
  | null
  | { readonly number: string }
  /** `time` ('07:28:15') where the cell holds more than a day; a time alone has the day on which counting begins. */
  | { readonly date: string; readonly time?: string }
  | { readonly formula: true };

/** A sheet of a workbook, or the whole of a CSV file (name ''). Rows are as in the file, empty ones included. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly ReadCell[])[];
}

/** The most rows of a sheet that are read. */
export const MAX_ROWS = 50_000;
/** The most columns that are looked at; what stands further right is dropped. */
export const MAX_COLUMNS = 60;
/** The longest text of a cell; more is cut. */
export const MAX_CELL = 2_000;
/** The largest file that is read. */
export const MAX_SHEET_FILE = 10 * 1024 * 1024;

/** The file cannot be read, in words for the person who sent it. */
export class Unreadable extends Error {}
