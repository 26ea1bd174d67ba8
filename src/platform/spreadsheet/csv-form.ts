/**
 * How our CSV files are written: `;` as spreadsheets here expect it, `\n` after each row. A bare carriage return ends a row to many
 * readers, and what follows it would begin one that nobody checked: it stands in quotes as `\n` does.
 */
export const CSV_FORM = { delimiter: ';', record_delimiter: '\n', quoted_match: '\r' } as const;

const NEEDS_QUOTES = /[;"\r\n]/;

/** A cell's text as it stands in such a file. */
export const csvCell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
