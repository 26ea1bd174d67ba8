/**
 * How our CSV files are written: `;` as spreadsheets here expect it, `\n` after each row. A bare carriage return ends a row to many
 * readers, and what follows it would begin one that nobody checked: it stands in quotes as `\n` does.
 */
export const CSV_FORM = { delimiter: ';', record_delimiter: '\n', quoted_match: '\r' } as const;
